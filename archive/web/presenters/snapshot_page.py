"""A frozen search as its page prints it: how to cite it, what it held, what has changed since."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from archive.export.formats import FORMATS
from archive.export.snapshots import MOST, Changes, changes_since
from archive.models import Snapshot
from archive.search.engine import IndexUnusable
from archive.search.facet_values import facet_values
from archive.search.facets import FACETS
from archive.search.hits import read_hits, read_titles
from archive.search.params import query_from_params
from archive.search.query import SearchQuery
from archive.search.results import FacetValue
from archive.web.presenters.chips import present_chips
from archive.web.presenters.dates import format_iso
from archive.web.presenters.hit_rows import HitRow, present_hits
from archive.web.presenters.links import search_address

PER_PAGE = 50
_TITLES = 50  # of articles that changed, or came since, named on the page


@dataclass(frozen=True, kw_only=True)
class TitleLink:
    title: str
    address: str


@dataclass(frozen=True, kw_only=True)
class SnapshotPage:
    """`changed` and `added` name at most 50 each; `gone` are numbers only, for what was withdrawn stays so."""

    snapshot: Snapshot
    words: str
    choices: tuple[str, ...]
    search: str
    day: str
    citation: str
    changes: Changes
    changed: tuple[TitleLink, ...]
    added: tuple[TitleLink, ...]
    hits: tuple[HitRow, ...]
    first: int
    page: int
    pages: int
    downloads: tuple[tuple[str, str], ...]


def query_of(snapshot: Snapshot) -> SearchQuery:
    """The search that was frozen."""
    return query_from_params(QueryDict(snapshot.query))[0]


def present_snapshot(snapshot: Snapshot, *, page: int, site: str, address: str) -> SnapshotPage:
    """`page` counts from 1 and is kept within what there is; `address` is the snapshot's whole address."""
    query = query_of(snapshot)
    ids = list(snapshot.revisions)
    pages = max(1, math.ceil(len(ids) / PER_PAGE))
    page = min(max(1, page), pages)
    changes = _changes(snapshot, query)
    shown = ids[(page - 1) * PER_PAGE : page * PER_PAGE]
    made_on = timezone.localdate(snapshot.created_at)
    citation = _("%(site)s. 检索“%(words)s”：%(total)d 篇报道[DB/OL]. (%(day)s). %(address)s.") % {
        "site": site,
        "words": "，".join((*filter(None, (query.q,)), *_choices(query))) or _("全部报道"),
        "total": snapshot.total,
        "day": made_on.isoformat(),
        "address": address,
    }
    return SnapshotPage(
        snapshot=snapshot,
        words=query.q,
        choices=_choices(query),
        search=search_address(query),
        day=format_iso(made_on.isoformat()),
        citation=citation,
        changes=changes,
        changed=_titles(changes.changed),
        added=_titles(changes.added),
        hits=present_hits(read_hits([(pk, 0.0) for pk in shown], []), view=query.view),
        first=(page - 1) * PER_PAGE + 1,
        page=page,
        pages=pages,
        downloads=tuple(
            (str(form.label), reverse("snapshot_file", args=[snapshot.key, form.suffix])) for form in FORMATS
        ),
    )


def refusal(code: str) -> str:
    """Why a search cannot be frozen, in a sentence."""
    return {
        "nothing": _("这次检索没有结果，无可引用。"),
        "too_many": _("结果超过 %(most)d 篇，请先缩小范围再引用。") % {"most": MOST},
        "too_often": _("本站最近一小时建立的检索快照过多，请稍后再试。"),
    }[code]


def _changes(snapshot: Snapshot, query: SearchQuery) -> Changes:
    try:
        return changes_since(snapshot, query)
    except IndexUnusable:
        return changes_since(snapshot, None)


def _choices(query: SearchQuery) -> tuple[str, ...]:
    return tuple(f"{chip.facet} {chip.label}" for chip in present_chips(query, dict(_labelled(query))))


def _labelled(query: SearchQuery) -> Iterator[tuple[str, tuple[FacetValue, ...]]]:
    for facet in FACETS:
        chosen = query.values(facet.name)
        if chosen:
            yield facet.name, facet_values(facet, dict.fromkeys(chosen, 0), chosen)


def _titles(ids: Sequence[int]) -> tuple[TitleLink, ...]:
    return tuple(
        TitleLink(title=title, address=reverse("article", args=[pk])) for pk, title in read_titles(ids[:_TITLES])
    )
