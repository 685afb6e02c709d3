"""Which articles the index holds, with the columns that can be told from the database at once.

For those who compare the two (`verify_archive`). Says nothing of an article's words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from haystack import connections
from haystack.constants import DJANGO_CT
from haystack.utils import get_model_ct
from whoosh.query import Term

from archive.models import Article
from archive.search.engines.whoosh.evaluate import evaluate

if TYPE_CHECKING:
    from archive.search.engines.whoosh.backend import ArchiveWhooshBackend
    from archive.search.engines.whoosh.snapshot import Snapshot


@dataclass(frozen=True, kw_only=True)
class Held:
    """One article in the index: its event and first possible day of publication, 0 for none."""

    article: int
    event: int
    published: int


def held_entries() -> list[Held]:
    """Every article the index holds.

    Raises:
        IndexUnusable: missing, outdated or damaged.
    """
    return cast("ArchiveWhooshBackend", connections["default"].get_backend()).ask(_read)


def expected_entry(article: Article) -> Held:
    """What the index should hold of a public article."""
    published = article.published_on.toordinal() if article.published_on else 0
    return Held(article=article.pk, event=article.event_id or 0, published=published)


def _read(snapshot: Snapshot) -> list[Held]:
    documents = evaluate(Term(DJANGO_CT, get_model_ct(Article)), snapshot).documents
    columns = [snapshot.numbers(name).take(documents).tolist() for name in ("article", "event", "published_start")]
    return [
        Held(article=article, event=event, published=published)
        for article, event, published in zip(*columns, strict=True)
    ]
