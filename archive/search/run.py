"""Answers a search: parses the words, asks the engine once (twice where nothing was found), joins rows and labels.

Gives `search`. Never raises for what a reader typed, only where the index cannot be asked, and shows nothing that is not public at this moment, however far
behind the index is.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.conf import settings
from django.db.models import F
from django.utils.translation import gettext as _

from archive.metrics import ENGINE, ENGINE_FAILURES, SEARCHES
from archive.models import Article, ArticleState
from archive.search.correct import correct
from archive.search.dates import date_bounds
from archive.search.engine import Asked, Cross, Found, IndexUnusable, Order, Request, Span, engine
from archive.search.facet_values import facet_listings, facet_values
from archive.search.facets import FACETS, Facet
from archive.search.hits import read_hits
from archive.search.labels import region_tree
from archive.search.parse import parse_query
from archive.search.query import SearchQuery
from archive.search.results import Hit, SearchResults
from archive.search.tree import AnyOf, Node, Phrase, wanted_phrases
from archive.search.words import exact_tree, followed_tree, loose_tree

# A withdrawn article is gone from the index within seconds; more than this waiting at once means no indexer runs.
_MAX_HIDDEN = 10_000
_LITTLE = 2
_FEW = 10
"""Fewer articles with all the words are followed by those that have some of them."""
_MUCH_MORE = 5


@dataclass(frozen=True, kw_only=True)
class _Answer:
    found: Found
    tree: Node | None
    page: int
    pages: int
    notices: tuple[str, ...]
    exact: int = 0
    """How many articles have all the words, whatever the filters say."""


def search(query: SearchQuery, notices: tuple[str, ...] = ()) -> SearchResults:
    """The page of hits, the counts of every facet, and sentences on what was understood otherwise than typed.

    `notices` are put in front of its own (those of `query_from_params`). `took_ms` covers everything done here.

    Raises:
        IndexUnusable: missing, outdated or damaged; so do all others here but those that add to a page what it can lack.
    """
    started = time.perf_counter()
    query = replace(query, region=_current_regions(query.region))
    parsed = parse_query(query.q)
    answer = _ask(query, parsed.tree)
    if query.q:
        SEARCHES.labels("none" if not answer.found.total else "all" if answer.exact else "part").inc()
    suggestion = _suggestion(query, answer) if query.q and answer.exact <= _LITTLE else None
    hits = read_hits(answer.found.hits, list(wanted_phrases(answer.tree)))
    counts = answer.found.counts
    facets = {facet.name: facet_values(facet, counts.get(facet.name, {}), query.values(facet.name)) for facet in FACETS}
    return SearchResults(
        query=replace(query, page=answer.page),
        total=answer.found.events if query.view == "events" else answer.found.total,
        articles=answer.found.total,
        events=answer.found.events,
        pages=answer.pages,
        took_ms=(time.perf_counter() - started) * 1000,
        hits=hits,
        facets=facets,
        facet_sizes={facet.name: answer.found.sizes.get(facet.name, 0) for facet in FACETS},
        notices=(*notices, *parsed.notices, *answer.notices),
        suggestion=suggestion,
    )


def _suggestion(query: SearchQuery, answer: _Answer) -> str | None:
    """Other words that find much more under the same filters than all the words typed do."""
    for reading in correct(query.q):
        request = _request(replace(query, page=1, per_page=1), exact_tree(parse_query(reading).tree))
        if _engine().find(_counting((), request)).total > _MUCH_MORE * answer.exact:
            return reading
    return None


def find_all(query: SearchQuery, most: int) -> tuple[list[int], int, str]:
    """(ids of everything found, in the order of the page and at most so many; how many there are; the index's state).

    Of events (`view=events`) each is there by its best article, and the number is of events.

    Raises:
        IndexUnusable: an export may not say "nothing" where nothing could be asked.
    """
    state = _engine().state()
    query = replace(query, region=_current_regions(query.region), page=1, per_page=most)
    found = _ask(query, parse_query(query.q).tree, counted=()).found
    return [article for article, _score in found.hits], found.events if query.view == "events" else found.total, state


def find_hits(query: SearchQuery) -> tuple[Hit, ...]:
    """The hits `search` would give: the same answer without counts, labels or notices."""
    query = replace(query, region=_current_regions(query.region))
    answer = _ask(query, parse_query(query.q).tree, counted=())
    return read_hits(answer.found.hits, list(wanted_phrases(answer.tree)))


def count_found(query: SearchQuery) -> int:
    """The total `search` would give, of articles or events: the same answer without rows, facets' labels or notices."""
    return count_each((query,))[0]


def count_each(queries: Iterable[SearchQuery]) -> list[int]:
    """`count_found` of each, with one question to the database for all of them."""
    hidden = _hidden_articles()
    answers = [
        (query, _ask(replace(query, page=1, per_page=1), parse_query(query.q).tree, counted=(), hidden=hidden).found)
        for query in queries
    ]
    return [found.events if query.view == "events" else found.total for query, found in answers]


def count_facet(query: SearchQuery, facet: Facet) -> Mapping[str, int]:
    """Every value of a facet with its articles or events, as `search` would count them all; nothing else is counted."""
    query = replace(query, region=_current_regions(query.region), page=1, per_page=1)
    found = _ask(query, parse_query(query.q).tree, counted=(facet,)).found
    return found.counts.get(facet.name, {})


def count_facets(
    query: SearchQuery, whole: Iterable[str], listed: Iterable[str] = (), cross: Cross | None = None
) -> Found:
    """Totals and the counts of several facets at once, by name, as `search` counts them where all words are found.

    `whole` facets are given with every value, `listed` ones with their commonest; `cross` counts two against each other.
    """
    query = replace(query, region=_current_regions(query.region), page=1, per_page=1)
    request = _request(query, exact_tree(parse_query(query.q).tree))
    whole, listed = set(whole), set(listed)
    needed = whole | listed | set(request.filters) | ({cross.rows, cross.columns} if cross else set())
    return _engine().find(
        replace(
            request,
            fields={name: field for name, field in request.fields.items() if name in needed},
            listings={name: listing for name, listing in request.listings.items() if name not in whole},
            limit=0,
            crossed=cross,
        )
    )


def find_titles(words: str, limit: int) -> list[int]:
    """Articles whose title holds these very characters, the newest first."""
    tree = Phrase(words, "title")
    order = Order(by="newest", field="published")
    request = Request(
        tree=tree, filters={}, fields={}, order=order, limit=limit, count_events=False, hidden=_hidden_articles()
    )
    try:
        return [article for article, _score in _engine().find(request).hits]
    except IndexUnusable:
        return []


def find_any(words: Sequence[str], limit: int) -> list[tuple[int, float]]:
    """(article id, score) of the articles that hold most of these words, one an event."""
    tree = AnyOf(tuple(Phrase(word) for word in words))
    request = Request(tree=tree, filters={}, fields={}, limit=limit, one_an_event=True, hidden=_hidden_articles())
    try:
        return list(_engine().find(request).hits)
    except IndexUnusable:
        return []


def _ask(
    query: SearchQuery,
    parsed: Node | None,
    counted: tuple[Facet, ...] | None = None,
    hidden: frozenset[int] | None = None,
) -> _Answer:
    """`counted` facets are counted whole; without them every facet is, as far as an answer lists it."""
    tree = exact_tree(parsed)
    notices: list[str] = []
    request = _request(query, tree, hidden)
    if counted is not None:
        request = _counting(counted, request)
    found = _engine().find(request)
    exact = found.text_total
    wider = followed_tree(parsed) if 0 < exact < _FEW else loose_tree(parsed) if not exact else None
    if wider is not None:
        request = replace(request, tree=wider)
        found = _engine().find(request)
        if found.text_total > exact:
            tree = wider
            notices.append(_wider_notice(exact))
    size = found.events if request.one_an_event else found.total
    pages = max(1, math.ceil(size / query.per_page))
    page = query.page
    if page > pages:
        page = pages
        notices.append(
            _("没有第 %(asked)d 页，显示最后一页（第 %(shown)d 页）。") % {"asked": query.page, "shown": pages}
        )
        found = _engine().find(replace(request, offset=(page - 1) * query.per_page))
    return _Answer(found=found, tree=tree, page=page, pages=pages, notices=tuple(notices), exact=exact)


def _wider_notice(exact: int) -> str:
    if exact:
        return _("同时包含所有检索词的报道共 %(count)d 篇，排在最前；其后的报道只包含其中一部分。") % {"count": exact}
    return _("没有同时包含所有检索词的报道，以下报道只包含其中一部分。")


def _counting(facets: tuple[Facet, ...], request: Request) -> Request:
    """The request with these facets counted, whole, and no others; those filtered on need their field all the same."""
    needed = {facet.name for facet in facets} | set(request.filters)
    fields = {name: field for name, field in request.fields.items() if name in needed}
    return replace(request, fields=fields, listings={})


class _Measured:
    """An engine whose questions are counted with the time they took."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked

    def find(self, request: Request) -> Found:
        try:
            with ENGINE.time():
                return self._asked.find(request)
        except IndexUnusable as error:
            ENGINE_FAILURES.labels(error.code).inc()
            raise

    def state(self) -> str:
        return self._asked.state()


def _engine() -> Asked:
    return _Measured(engine())


def _request(query: SearchQuery, tree: Node | None, hidden: frozenset[int] | None = None) -> Request:
    filters = {facet.name: query.values(facet.name) for facet in FACETS}
    return Request(
        tree=tree,
        filters={name: values for name, values in filters.items() if values},
        fields={facet.name: facet.index_field(query) for facet in FACETS},
        span=_span(query),
        order=_order(query),
        offset=(query.page - 1) * query.per_page,
        limit=query.per_page,
        one_an_event=query.view == "events",
        hidden=_hidden_articles() if hidden is None else hidden,
        listings=facet_listings(query),
    )


def _current_regions(codes: tuple[str, ...]) -> tuple[str, ...]:
    """An abolished unit's address keeps working: articles are filed under its successor."""
    tree = region_tree()
    return tuple(sorted({tree.current(code) for code in codes}))


def _span(query: SearchQuery) -> Span | None:
    first, last = date_bounds(query.date_from), date_bounds(query.date_to)
    if first is None and last is None:
        return None
    return Span(field=query.by, first=first[0] if first else None, last=last[1] if last else None)


def _order(query: SearchQuery) -> Order:
    sort = query.effective_sort
    if sort == "relevance":
        return Order(by="score", field=query.by, half_life=settings.SEARCH_FRESHNESS)
    return Order(by=sort, field=query.by)


def _hidden_articles() -> frozenset[int]:
    """Articles no longer public that the index may still hold: masked in hits and counts until the indexer has run.

    Of those never noted as indexed the index holds some only where an indexer was killed before its note; they are
    taken last, as they may be many.
    """
    behind = Article.objects.exclude(indexed_revision=F("revision")).exclude(state=ArticleState.PUBLIC)
    return frozenset(behind.order_by("-indexed_revision").values_list("pk", flat=True)[:_MAX_HIDDEN])
