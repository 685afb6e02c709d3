"""Finds the copies of articles and the other reports of their events, and puts them among these.

Incremental: only the articles, their candidates and the heaps they form are looked at. Called by whoever writes articles, in
the same transaction. New articles come in batches, and every batch does to each what a batch of one would.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass

from archive.dedupe.clues import Clues, gather_clues
from archive.grouping.candidates import Search, forget_clues
from archive.grouping.chains import Chains
from archive.grouping.heap import find_heap
from archive.grouping.occasions import Occasions
from archive.grouping.pairs import (
    COPIES,
    copies_of,
    forget_pairs,
    judge_events,
    judge_texts,
    parted_from,
    unknown_pairs,
)
from archive.grouping.regroup import attach, open_events, regroup
from archive.grouping.reports import Stories, first_day
from archive.models import Article, ArticleState, EventPair, StoryPair, effective_findings
from archive.models.insertion import insert_all

_PLACE = ("event_id", "relation", "reprint_of_id", "revision")


@dataclass(frozen=True, kw_only=True)
class Found:
    """What was found for one article, not yet written."""

    texts: list[StoryPair]
    events: list[EventPair]

    def copies(self, article: int) -> dict[int, str]:
        """The others it copies or is copied by, with the verdict."""
        return {_other(pair, article): pair.verdict for pair in self.texts if pair.verdict in COPIES}

    def related(self, article: int) -> set[int]:
        """The others that tell of its event."""
        return {_other(pair, article) for pair in self.events}


class _Pairs:
    """Pairs that are not written yet."""

    def __init__(self) -> None:
        self._texts: list[StoryPair] = []
        self._events: list[EventPair] = []

    def add(self, found: Found) -> None:
        """Gather the pairs of one article."""
        self._texts += found.texts
        self._events += found.events

    def insert(self) -> None:
        """Write what was gathered."""
        insert_all(self._texts)
        insert_all(self._events)
        self._texts, self._events = [], []


def place_new_articles(batch: Sequence[tuple[Article, Clues]]) -> None:
    """Group articles that were just saved for the first time, in their order; sets `event`, `relation` and `reprint_of`."""
    found = _find_pairs(batch)
    connected = {pk for pk, one in found.items() if one.copies(pk) or one.events}
    # Nearly every page resembles nothing, so that there is nothing to group.
    open_events([article for article, _ in batch if article.pk not in connected])
    moved: set[int] = set()
    waiting = _Pairs()
    for pk, one in found.items():
        # One after the other: an article is grouped with those before it, so that a batch is as good as its pages.
        waiting.add(one)
        if pk in connected:
            waiting.insert()
            moved |= {pk} if attach(pk, one.copies(pk), one.related(pk)) else regroup({pk})
    waiting.insert()
    _reread_places([article for article, _ in batch if article.pk in moved])


def place_article(article: Article, along: Iterable[int] = ()) -> None:
    """Group a saved article anew after a change of its text, facts, state or of staff's word; a rejected page leaves its event.

    `along` are grouped anew with it, though they may be connected with it no more.
    """
    left_behind = {*find_heap([article.pk]).members, *along} - {article.pk}
    before = copies_of(article.pk)
    forget_pairs(article.pk)
    forget_clues([article.pk])
    now: Set[int] = set()
    if article.state != ArticleState.REJECTED:
        now = _place_again([article], before)[article.pk].copies(article.pk).keys()
    lost = before - now
    if lost:
        # They were found by this text, and held together by it.
        left_behind |= lost | set(Article.objects.filter(reprint_of=article).values_list("pk", flat=True))
        forget_clues(lost)
        _place_again(Article.objects.filter(pk__in=lost).exclude(state=ArticleState.REJECTED).order_by("pk"))
    regroup({article.pk} | left_behind)
    _reread_places([article])


def _place_again(articles: Iterable[Article], alike: Set[int] = frozenset()) -> dict[int, Found]:
    """Find and write anew the pairs of articles without clues; `alike` are looked at besides the candidates."""
    batch = [
        (
            article,
            gather_clues(article.title, article.body, effective_findings(article.findings.all()), first_day(article)),
        )
        for article in articles
    ]
    found = _find_pairs(batch, alike)
    for one in found.values():
        insert_all(unknown_pairs(one.texts))
        insert_all(unknown_pairs(one.events))
    return found


def _find_pairs(batch: Sequence[tuple[Article, Clues]], beside: Set[int] = frozenset()) -> dict[int, Found]:
    """Judge articles without clues against their candidates, in their order, and write their clues."""
    search = Search(batch)
    own = {article.pk for article, _ in batch}
    alike = {pk for candidates in search.stored for pk in candidates.alike} | beside
    related = {pk for candidates in search.stored for pk in candidates.related}
    stories = Stories(alike - own)
    occasions = Occasions((alike | related) - own)
    occasions.read(_wanted(batch, search, occasions))
    chains = Chains(alike - own)
    parted = parted_from(own)
    found = {}
    for article, clues in batch:
        pk = article.pk
        occasions.add(article, clues.occasion)
        stories.add(article)
        candidates = search.find(article, clues)
        others = [other for other in dict.fromkeys((*beside, *candidates.alike)) if other not in parted.get(pk, ())]
        texts, copies = judge_texts(pk, others, stories, chains.but(beside))
        chains.add(pk, copies)
        # What is known of a large chain is not asked of every copy again.
        is_told = search.post(article, clues, copies) or not chains.is_large(pk)
        rest = [pk for pk in dict.fromkeys((*candidates.related, *others)) if is_told and pk not in copies]
        verdicts = {_other(pair, pk): pair.verdict for pair in texts}
        found[pk] = Found(texts=texts, events=judge_events(pk, rest, occasions, verdicts))
    search.write()
    return found


def _wanted(batch: Sequence[tuple[Article, Clues]], search: Search, occasions: Occasions) -> set[int]:
    """The stored articles that any of the batch may tell of one event with."""
    found = zip(batch, search.stored, strict=True)
    return {
        pk
        for (_, clues), candidates in found
        for pk in occasions.open_to(clues.occasion, (*candidates.alike, *candidates.related))
    }


def _reread_places(articles: Sequence[Article]) -> None:
    rows = Article.objects.filter(pk__in=[article.pk for article in articles]).order_by().values_list("pk", *_PLACE)
    places = {pk: place for pk, *place in rows} if articles else {}
    for article in articles:
        for name, value in zip(_PLACE, places[article.pk], strict=True):
            setattr(article, name, value)


def _other(pair: StoryPair | EventPair, article: int) -> int:
    return pair.right_id if pair.left_id == article else pair.left_id
