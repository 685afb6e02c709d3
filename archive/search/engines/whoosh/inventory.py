"""What a snapshot holds, article by article: for those who compare it with the database, or list its titles."""

from __future__ import annotations

from haystack.constants import DJANGO_CT
from haystack.utils import get_model_ct
from whoosh.query import Term

from archive.models import Article
from archive.search.engine import Held
from archive.search.engines.whoosh.evaluate import evaluate
from archive.search.engines.whoosh.snapshot import Snapshot


def held(snapshot: Snapshot) -> list[Held]:
    """Every article, from the columns that can be told from the database at once."""
    documents = evaluate(Term(DJANGO_CT, get_model_ct(Article)), snapshot).documents
    columns = [snapshot.numbers(name).take(documents).tolist() for name in ("article", "event", "published_start")]
    return [
        Held(article=article, event=event, published=published)
        for article, event, published in zip(*columns, strict=True)
    ]


def titles(snapshot: Snapshot) -> list[tuple[int, str]]:
    """(article id, title) of all that is alive."""
    stored = map(snapshot.stored, snapshot.alive.nonzero()[0].tolist())
    return [(int(document.get("article") or 0), str(document.get("title") or "")) for document in stored]
