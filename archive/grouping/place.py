"""Finds the copies of an article and the other reports of its event, and puts it among them.

Incremental: only the article, its candidates and the heap they form are looked at. Called by whoever writes an article, in
the same transaction.
"""

from __future__ import annotations

from collections.abc import Sequence

from archive.dedupe.clues import Clues, gather_clues
from archive.dedupe.occasion import Fact, describe_occasion
from archive.grouping.candidates import find_candidates, forget_clues, write_clues
from archive.grouping.heap import find_heap
from archive.grouping.occasions import read_occasions, remember_occasion
from archive.grouping.pairs import forget_pairs, judge_events, judge_texts
from archive.grouping.regroup import open_event, regroup
from archive.grouping.reports import first_day, make_story, read_stories
from archive.models import Article, ArticleState, effective_findings


def place_new_article(article: Article, clues: Clues, findings: Sequence[Fact]) -> None:
    """Group an article that was just saved for the first time; sets its event, relation and `reprint_of`.

    `findings` are those it came with, in order.
    """
    if _find_pairs(article, clues, findings):
        regroup({article.pk})
        article.refresh_from_db(fields=["event", "relation", "reprint_of", "revision"])
    else:  # nearly every page: it resembles nothing, so that there is nothing to group
        open_event(article)


def place_article(article: Article) -> None:
    """Group a saved article anew after a change of its text, facts or state; a rejected page leaves its event."""
    left_behind = find_heap([article.pk]) - {article.pk}
    forget_pairs(article.pk)
    forget_clues(article)
    if article.state == ArticleState.REJECTED:
        regroup(left_behind)
        return
    findings = effective_findings(article.findings.all())
    _find_pairs(article, gather_clues(article.title, article.body, findings, first_day(article)), findings)
    regroup({article.pk} | left_behind)
    article.refresh_from_db(fields=["event", "relation", "reprint_of", "revision"])


def _find_pairs(article: Article, clues: Clues, findings: Sequence[Fact]) -> bool:
    """Find the candidates of an article without clues and judge it against them; whether that said anything."""
    candidates = find_candidates(article, clues)
    write_clues(article, clues, candidates.crowded)
    said = False
    if candidates.alike:
        story = make_story(article.title, article.body, first_day(article))
        said = judge_texts(article.pk, story, read_stories(candidates.alike))
    own = describe_occasion(article.text, findings, first_day(article))
    remember_occasion(article, own)
    if candidates.related or candidates.alike:
        said |= judge_events(article.pk, own, read_occasions({*candidates.related, *candidates.alike}))
    return said
