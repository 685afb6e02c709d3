"""What an export is of: the search, everything it finds in its order, when it was asked and of which state of the index.

Gives `select` and `read_rows`. The ids are fixed once; rows are read a batch at a time, as readers may see them at that
moment, so that a download of any size needs bounded memory. An article withdrawn meanwhile is left out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils import timezone

from archive.export.row import ExportRow, row_of
from archive.models import Article
from archive.search.documents import with_facts
from archive.search.query import SearchQuery
from archive.search.run import find_all

MOST = 1_000_000
"""Rows of one export: what a spreadsheet holds."""
_BATCH = 200


@dataclass(frozen=True, kw_only=True)
class Selection:
    """A search with its answer as ids. `total` is how many it finds, more than `ids` only beyond `MOST`."""

    query: SearchQuery
    ids: tuple[int, ...]
    total: int
    index_state: str
    made_at: dt.datetime


def select(query: SearchQuery, most: int = MOST) -> Selection:
    """Ask the search for everything the page would list, page by page, and no facets.

    Raises:
        IndexUnusable: there is no index to ask, so that nobody takes an empty file for an answer.
    """
    ids, total, state = find_all(query, most)
    return Selection(query=query, ids=tuple(ids), total=total, index_state=state, made_at=timezone.localtime())


def read_rows(ids: Sequence[int]) -> Iterator[ExportRow]:
    """The public articles among `ids`, in that order; a few queries for each batch of 200."""
    return (row for row, _changed_at in read_changed_rows(ids))


def read_changed_rows(ids: Sequence[int]) -> Iterator[tuple[ExportRow, dt.datetime]]:
    """As `read_rows`, each with the time of its last change in the archive."""
    for start in range(0, len(ids), _BATCH):
        batch = ids[start : start + _BATCH]
        articles = with_facts(Article.public.all()).in_bulk(list(batch))
        yield from ((row_of(articles[pk]), articles[pk].changed_at) for pk in batch if pk in articles)
