"""Cuts a heap of reports into events, and gives every report its place in one: lead, reprint, rewriting, independent.

The one writer of `Article.event`, `relation` and `reprint_of`. An event keeps its id with its lead; one that loses all
its reports points to where they went. A lead or a title that staff set stays while its report is of the event.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from django.db import connection
from django.db.models import F
from django.utils import timezone

from archive.dedupe.cluster import Evidence, cluster_reports, pair_of
from archive.dedupe.pairing import Pairing, pair_occasions, rule_out
from archive.grouping.chains import SMALL, count_copies
from archive.grouping.heap import Heap, Pair, find_heap
from archive.grouping.occasions import Occasions
from archive.grouping.reports import Report, load_reports
from archive.models import Article, ArticleState, Event, LinkRule, Relation, Verdict
from archive.models.insertion import insert_all


def regroup(articles: Iterable[int]) -> set[int]:
    """Group everything connected with these articles anew, and tell what that was. Call inside a transaction."""
    heap = find_heap(articles)
    loaded = load_reports(heap.members)
    reports = {pk: report for pk, report in loaded.items() if report.article.state != ArticleState.REJECTED}
    _leave_events(report.article for pk, report in loaded.items() if pk not in reports)
    if not reports:
        return heap.articles
    copies = _within(reports, heap.copies())
    by_key = {report.key: report for report in reports.values()}
    told = _evidence(reports, copies, heap)
    clusters = [[by_key[key] for key in sorted(keys)] for keys in cluster_reports(by_key, told)]
    before = {pk: report.article.event for pk, report in reports.items() if report.article.event}
    taken: set[int] = set()
    for cluster in sorted(clusters, key=lambda cluster: not _holds_lead(cluster)):
        _settle(cluster, copies, taken)
    _follow(reports, heap)
    _close_events(before, reports)
    return heap.articles


def attach(article: int, copies: Mapping[int, str], related: Iterable[int]) -> bool:
    """Put a new copy under the first of its text without grouping anything anew, if that is all that could come of it.

    So it is where what it copies (id -> verdict) is one large chain whose first came before it, and lies in one event with all that is related.
    Whether it was put.
    """
    rows = list(
        Article.objects.filter(pk__in={*copies, *related}).order_by().values_list("pk", "event_id", "reprint_of_id")
    )
    firsts = {first or pk for pk, _, first in rows if pk in copies}
    if len(firsts) != 1 or len({event for _, event, _ in rows}) != 1:
        return False
    (first,) = firsts
    if count_copies(firsts).get(first, 0) <= SMALL:
        return False
    reports = load_reports([article, first])
    copy, original = reports[article], reports[first]
    if original.article.event is None or _rank(copy) < _rank(original):
        return False
    spun = copies.get(first, "") == Verdict.SPUN or set(copies.values()) == {Verdict.SPUN}
    _save_place(copy.article, original.article.event, Relation.SPUN if spun else Relation.REPRINT, original.article)
    return True


def open_events(articles: Sequence[Article]) -> None:
    """Give saved articles that resemble no others an event each. Call inside a transaction."""
    events = [Event(title=str(article)[:500], lead_id=article.pk) for article in articles]
    insert_all(events)
    for article, event in zip(articles, events, strict=True):
        article.event_id, article.relation, article.reprint_of_id = event.pk, Relation.LEAD, None
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {Article._meta.db_table} SET event_id = %s WHERE id = %s",  # noqa: S608
            [(article.event_id, article.pk) for article in articles],
        )


def _within(reports: dict[int, Report], pairs: dict[Pair, str]) -> dict[Pair, str]:
    return {pair: value for pair, value in pairs.items() if set(pair) <= reports.keys()}


def _evidence(reports: dict[int, Report], copies: dict[Pair, str], heap: Heap) -> Evidence:
    rules = _within(reports, heap.rules())
    by_key = {report.key: report for report in reports.values()}

    def keyed(pairs: Iterable[Pair]) -> list[tuple[str, str]]:
        return [pair_of(reports[left].key, reports[right].key) for left, right in pairs]

    others = _within(reports, heap.others())
    against = dict(zip(keyed(others), others.values(), strict=True))
    weighed: dict[tuple[str, str], Pairing] = {}

    @cache
    def occasions() -> Occasions:
        """Read when one is asked for: most heaps are copies, of which none is."""
        told = Occasions(reports)
        told.read(reports)
        return told

    def weigh(one: str, other: str) -> Pairing:
        pair = pair_of(one, other)
        if pair not in weighed:
            left, right = (occasions()[by_key[key].article.pk] for key in pair)
            weighed[pair] = rule_out(pair_occasions(left, right), against.get(pair, ""), left, right)
        return weighed[pair]

    return Evidence(
        copies=keyed(copies),
        links=keyed(pair for pair in heap.links() if set(pair) <= reports.keys()),
        must=keyed(pair for pair, kind in rules.items() if kind == LinkRule.Kind.MUST),
        cannot=keyed(pair for pair, kind in rules.items() if kind == LinkRule.Kind.CANNOT),
        weigh=weigh,
    )


def _holds_lead(cluster: Sequence[Report]) -> bool:
    return any(report.article.event and report.article.event.lead_id == report.article.pk for report in cluster)


def _settle(cluster: list[Report], copies: dict[Pair, str], taken: set[int]) -> None:
    """Put the reports of one event in their places."""
    chains = _chains(cluster, copies)
    lead = _choose_lead([chain.first for chain in chains], cluster)
    event = _choose_event(cluster, lead, taken)
    taken.add(event.pk)
    for chain in chains:
        for report in chain.reports:
            place = _place(report, chain, lead, copies)
            _save_place(report.article, event, *place)


@dataclass(frozen=True)
class _Chain:
    """Reports of one text, and the one that came first."""

    reports: tuple[Report, ...]
    first: Report


def _chains(cluster: list[Report], copies: dict[Pair, str]) -> list[_Chain]:
    members = {report.article.pk: {report.article.pk} for report in cluster}
    by_pk = {report.article.pk: report for report in cluster}
    for left, right in copies:
        if left in members and right in members and members[left] is not members[right]:
            members[left] |= members[right]
            for pk in members[right]:
                members[pk] = members[left]
    chains = []
    for pks in {frozenset(group) for group in members.values()}:
        reports = tuple(by_pk[pk] for pk in sorted(pks))
        chains.append(_Chain(reports, min(reports, key=_rank)))
    return sorted(chains, key=lambda chain: _rank(chain.first))


def _rank(report: Report) -> tuple[bool, tuple[str, bool, int, str]]:
    """Reports a reader may see lead before those withdrawn."""
    return report.article.state != ArticleState.PUBLIC, report.seniority


def _choose_lead(firsts: list[Report], cluster: list[Report]) -> Report:
    for report in cluster:
        event = report.article.event
        if event is not None and event.lead_is_set and event.lead_id == report.article.pk:
            return report
    return min(firsts, key=_rank)


def _choose_event(cluster: list[Report], lead: Report, taken: set[int]) -> Event:
    """The event the lead led already, else the one that led most of the reports, else a new one; brought up to date."""
    held = [report.article.event for report in cluster if report.article.event and report.article.event.pk not in taken]
    own = [event for event in held if event.lead_id == lead.article.pk]
    counts = Counter(event.pk for event in held)
    event = min(own or held, key=lambda event: (-counts[event.pk], event.pk), default=None) or Event()
    was = event.title, event.title_is_set
    title = _choose_title(event, held, lead, {report.article.pk for report in cluster})
    is_new = event.pk is None or event.lead_id != lead.article.pk or event.merged_into_id is not None
    if is_new or was != (title, event.title_is_set):
        event.title = title
        # Staff chose that report; where it is of another event now, nobody chose the one that leads.
        event.lead_is_set = event.lead_is_set and event.lead_id == lead.article.pk
        event.lead, event.merged_into = lead.article, None
        event.save()
    return event


def _choose_title(event: Event, held: Sequence[Event], lead: Report, reports: set[int]) -> str:
    """What staff worded for the event, or for one that it takes in with its lead; else the title of its lead."""
    if not event.title_is_set:
        worded = sorted((other.pk, other.title) for other in held if other.title_is_set and other.lead_id in reports)
        event.title_is_set = bool(worded)
        return worded[0][1] if worded else str(lead.article)[:500]
    return event.title


def _place(report: Report, chain: _Chain, lead: Report, copies: dict[Pair, str]) -> tuple[Relation, Article | None]:
    if report is lead:
        return Relation.LEAD, None
    if report is chain.first:
        return Relation.INDEPENDENT, None
    pair = sorted((report.article.pk, chain.first.article.pk))
    beside = {verdict for pair, verdict in copies.items() if report.article.pk in pair}
    spun = copies.get((pair[0], pair[1])) == Verdict.SPUN or beside == {Verdict.SPUN}
    return (Relation.SPUN if spun else Relation.REPRINT), chain.first.article


def _save_place(article: Article, event: Event, relation: Relation, reprint_of: Article | None) -> None:
    """Save what changed; a change of place is one that readers see, the first place is part of coming in."""
    first = reprint_of.pk if reprint_of else None
    if (article.event_id, article.relation, article.reprint_of_id) == (event.pk, relation, first):
        return
    seen = ["revision", "changed_at"] if article.event_id is not None else []
    article.revision += bool(seen)
    article.event, article.relation, article.reprint_of = event, relation, reprint_of
    article.save(update_fields=["event", "relation", "reprint_of", *seen])


def _follow(reports: dict[int, Report], heap: Heap) -> None:
    """Put folded copies where the first of their text went."""
    followers: dict[int, list[int]] = {}
    for copy, first in heap.folded.items():
        followers.setdefault(first, []).append(copy)
    for first in followers.keys() & reports.keys():
        article = reports[first].article
        place = {"event": article.event_id, "reprint_of": article.reprint_of_id or first}
        moved = Article.objects.filter(pk__in=followers[first]).exclude(**place)
        moved.update(**place, revision=F("revision") + 1, changed_at=timezone.now())


def _leave_events(rejected: Iterable[Article]) -> None:
    """Pages that are no reports are of no event; one that was of theirs alone is shown no more."""
    for article in rejected:
        event = article.event
        if event is None:
            continue
        article.event, article.relation, article.reprint_of = None, Relation.LEAD, None
        article.save(update_fields=["event", "relation", "reprint_of"])
        Event.objects.filter(pk=event.pk, lead=article).update(lead=None, lead_is_set=False)


def _close_events(before: dict[int, Event], reports: dict[int, Report]) -> None:
    """Point events that lost all their reports to the event most of these went to."""
    heirs: dict[Event, Counter[int]] = {}
    for pk, event in before.items():
        heirs.setdefault(event, Counter())[reports[pk].article.event_id or 0] += 1
    for event, counts in heirs.items():
        if event.pk in counts or Article.objects.filter(event=event).exists():
            continue
        event.lead = None
        event.merged_into_id = counts.most_common(1)[0][0] or None
        event.save(update_fields=["lead", "merged_into"])
