"""Which articles the index holds, with the columns that can be told from the database at once.

For those who compare the two (`verify_archive`). Says nothing of an article's words.
"""

from __future__ import annotations

from archive.models import Article
from archive.search.engine import Held, engine

__all__ = ["Held", "expected_entry", "held_entries"]


def held_entries() -> list[Held]:
    """Every article the index holds.

    Raises:
        IndexUnusable: missing, outdated, damaged or away.
    """
    return engine().held()


def expected_entry(article: Article) -> Held:
    """What the index should hold of a public article."""
    published = article.published_on.toordinal() if article.published_on else 0
    return Held(article=article.pk, event=article.event_id or 0, published=published)
