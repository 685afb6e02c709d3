"""Finds the copies of articles and the other reports of their events, and puts them among these.

Incremental: only the articles, their candidates and the heaps they form are looked at. Called by whoever writes articles, in
the same transaction. New articles come in batches, and every batch does to each what a batch of one would.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from archive.dedupe.clues import Clues, gather_clues
from archive.grouping.candidates import Candidates, find_candidates, forget_clues
from archive.grouping.heap import find_heap
from archive.grouping.occasions import read_occasions, remember_occasion
from archive.grouping.pairs import forget_pairs, judge_pairs
from archive.grouping.regroup import open_events, regroup
from archive.grouping.reports import first_day, make_story, read_stories
from archive.models import Article, ArticleState, effective_findings

_PLACE = ("event_id", "relation", "reprint_of_id", "revision")


def place_new_articles(batch: Sequence[tuple[Article, Clues]]) -> None:
    """Group articles that were just saved for the first time, in their order; sets `event`, `relation` and `reprint_of`."""
    connected = _find_pairs(batch)
    # Nearly every page resembles nothing, so that there is nothing to group.
    open_events([article for article, _ in batch if article.pk not in connected])
    grouped: set[int] = set()
    for article, _ in batch:
        if article.pk in connected and article.pk not in grouped:
            grouped |= regroup({article.pk})
    _reread_places([article for article, _ in batch if article.pk in grouped | connected])


def place_article(article: Article) -> None:
    """Group a saved article anew after a change of its text, facts or state; a rejected page leaves its event."""
    left_behind = find_heap([article.pk]) - {article.pk}
    forget_pairs(article.pk)
    forget_clues(article)
    if article.state == ArticleState.REJECTED:
        regroup(left_behind)
        return
    findings = effective_findings(article.findings.all())
    _find_pairs([(article, gather_clues(article.title, article.body, findings, first_day(article)))])
    regroup({article.pk} | left_behind)
    _reread_places([article])


def _find_pairs(batch: Sequence[tuple[Article, Clues]]) -> set[int]:
    """Judge articles without clues against their candidates; the ids of those that belong together with another."""
    found = find_candidates(batch)
    for article, clues in batch:
        remember_occasion(article, clues.occasion)
    own = {article.pk: (article, clues, candidates) for (article, clues), candidates in zip(batch, found, strict=True)}
    stories = read_stories({pk for candidates in found for pk in candidates.alike} - own.keys())
    stories |= {
        pk: make_story(article.title, article.body, first_day(article)) for pk, (article, _, _) in _compared(own)
    }
    occasions = read_occasions({pk for candidates in found for pk in (*candidates.related, *candidates.alike)})
    occasions |= {pk: clues.occasion for pk, (_, clues, _) in own.items()}
    return judge_pairs({pk: candidates for pk, (_, _, candidates) in own.items()}, stories, occasions)


def _compared(
    own: Mapping[int, tuple[Article, Clues, Candidates]],
) -> list[tuple[int, tuple[Article, Clues, Candidates]]]:
    """Those of a batch whose text is compared with another's."""
    needed = {pk for _, _, candidates in own.values() for pk in candidates.alike}
    return [(pk, row) for pk, row in own.items() if pk in needed or row[2].alike]


def _reread_places(articles: Sequence[Article]) -> None:
    rows = Article.objects.filter(pk__in=[article.pk for article in articles]).order_by().values_list("pk", *_PLACE)
    places = {pk: place for pk, *place in rows} if articles else {}
    for article in articles:
        for name, value in zip(_PLACE, places[article.pk], strict=True):
            setattr(article, name, value)
