"""Articles against the events they are grouped into, and against the clues other reports are found by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from django.db.models import Count, Exists, F, OuterRef, Q

from archive.dedupe.anchors import choose_anchors
from archive.dedupe.plain import plain_text
from archive.grouping.candidates import COMMON
from archive.keeping.places import Places
from archive.keeping.verify.problem import Problem
from archive.models import Anchor, AnchorCount, Article, ArticleState, Event, Relation

_ROWS = 500
_COPIES = (Relation.REPRINT, Relation.SPUN)


def check_events(_places: Places) -> Iterator[Problem]:
    """Every article has an event that is open, every event a lead of its own, every copy its first within the event."""
    grouped = Article.objects.exclude(state=ArticleState.REJECTED).order_by("pk")
    yield from _wrong(grouped.filter(event=None), "no_event", "it is of no event")
    yield from _wrong(
        grouped.filter(event__merged_into__isnull=False), "closed_event", "its event was joined to another"
    )
    leading = Q(relation=Relation.LEAD)
    misled = grouped.filter(leading, event__isnull=False).exclude(event__lead=F("pk"))
    yield from _wrong(misled, "not_lead", "it leads an event that says another does")
    led = grouped.filter(event__lead=F("pk")).exclude(leading)
    yield from _wrong(led, "relation", "its event says it leads, its relation does not")
    copies = Q(relation__in=_COPIES)
    yield from _wrong(grouped.filter(copies, reprint_of=None), "no_first", "it copies nothing")
    yield from _wrong(grouped.exclude(copies).exclude(reprint_of=None), "relation", "it has a first and is no copy")
    strayed = grouped.exclude(reprint_of=None).exclude(reprint_of__event=F("event"))
    yield from _wrong(strayed, "strayed", "its first is of another event")
    yield from _check_leads()


def _check_leads() -> Iterator[Problem]:
    held = Article.objects.filter(event=OuterRef("pk")).exclude(state=ArticleState.REJECTED)
    inside = Exists(held.filter(pk=OuterRef("lead")))
    events = Event.objects.filter(Exists(held)).exclude(inside).order_by("pk")
    for event in events.iterator(chunk_size=_ROWS):
        member = Article.objects.filter(event=event).exclude(state=ArticleState.REJECTED).order_by("pk").first()
        yield Problem(
            part="events",
            code="lead",
            subject=f"event {event.pk}",
            detail=f"its lead is {event.lead_id}, which is not of it",
            remedy="place",
            article=member.pk if member else None,
        )


def check_clues(_places: Places) -> Iterator[Problem]:
    """The anchors of every article are those of its text, but for those a copy of it holds and those too common to be written."""
    articles = Article.objects.exclude(state=ArticleState.REJECTED).order_by("pk").only("pk", "body", "event")
    common: set[int] = set()
    for article, held, number in _with_anchors(articles.iterator(chunk_size=_ROWS)):
        wanted = set(choose_anchors(plain_text(article.body)))
        strange, lacking = held - wanted, _uncommon(wanted - held, article.event_id, common)
        if strange or lacking:
            detail = f"{len(lacking)} anchors of its text are missing, {len(strange)} are of another"
            yield _of_article(article.pk, "anchors", detail)
        elif len(held) != number:
            yield _of_article(article.pk, "anchors", f"{number} anchors are counted of {len(held)}")


def _with_anchors(articles: Iterator[Article]) -> Iterator[tuple[Article, set[int], int]]:
    """Each article with the anchors that are stored of it and how many are counted, asked for many at once."""
    while some := list(islice(articles, _ROWS)):
        held: dict[int, set[int]] = {article.pk: set() for article in some}
        rows = Anchor.objects.filter(article__in=held).order_by()
        for article, anchor in rows.values_list("article", "hash"):
            held[article].add(anchor)
        counts = dict(AnchorCount.objects.filter(article__in=held).values_list("article", "number"))
        yield from ((article, held[article.pk], counts.get(article.pk, 0)) for article in some)


def _uncommon(hashes: set[int], event: int | None, common: set[int]) -> set[int]:
    """Those that no report of the event holds, and much fewer articles than make a hash too common: since it was left out, others may have gone.

    `common` are those known to be so; more are added.
    """
    asked = sorted(hashes - common)
    spared: set[int] = set()
    for start in range(0, len(asked), _ROWS):
        held = Anchor.objects.filter(hash__in=asked[start : start + _ROWS]).order_by().values("hash")
        counted = held.annotate(number=Count("article"), beside=Count("article", filter=Q(article__event=event)))
        for anchor, number, beside in counted.values_list("hash", "number", "beside"):
            if number >= COMMON // 2:
                common.add(anchor)
            elif beside:
                spared.add(anchor)
    return hashes - common - spared


def _wrong(articles: Iterable[Article], code: str, detail: str) -> Iterator[Problem]:
    for pk in articles.values_list("pk", flat=True).iterator(chunk_size=_ROWS):  # type: ignore[attr-defined]
        yield _of_article(pk, code, detail)


def _of_article(pk: int, code: str, detail: str) -> Problem:
    return Problem(part="events", code=code, subject=f"article {pk}", detail=detail, remedy="place", article=pk)
