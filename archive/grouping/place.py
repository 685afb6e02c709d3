"""Finds the copies of an article and the other reports of its event, and puts it among them.

Incremental: only the article, its candidates and the heap they form are looked at. Called by whoever writes an article, in
the same transaction.
"""

from __future__ import annotations

from archive.dedupe.clues import Clues, gather_clues
from archive.grouping.candidates import find_alike, find_related, replace_clues
from archive.grouping.heap import find_heap
from archive.grouping.pairs import forget_pairs, judge_events, judge_texts
from archive.grouping.regroup import regroup
from archive.grouping.reports import load_reports
from archive.models import Article, ArticleState, effective_findings


def place_article(article: Article, clues: Clues | None = None) -> None:
    """Group a saved article, new or changed; sets its event, relation and `reprint_of`.

    `clues` are worked out from the article unless the caller has them. A rejected page leaves its event.
    """
    left_behind = find_heap([article.pk]) - {article.pk}
    forget_pairs(article.pk)
    if article.state == ArticleState.REJECTED:
        replace_clues(article, Clues(fingerprint="", anchors=(), event_keys=()))
        regroup(left_behind)
        return
    clues = clues or gather_clues(article.title, article.body, effective_findings(article.findings.all()))
    alike, related = find_alike(article, clues), find_related(article, clues)
    replace_clues(article, clues)
    reports = load_reports([article.pk, *alike, *related])
    report = reports[article.pk]
    judge_texts(report, [reports[pk] for pk in alike if pk in reports])
    judge_events(report, [reports[pk] for pk in related if pk in reports])
    regroup({article.pk} | left_behind)
    article.refresh_from_db(fields=["event", "relation", "reprint_of", "revision"])
