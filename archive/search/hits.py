"""The rows of a result page: articles joined to what a line in a list shows. Seven queries for any number of hits.

Of articles and findings only what a line shows is read: they are twenty and hundreds a page, and pages are asked for often.
Only public articles are joined; whatever else the index may still hold is left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Count, Q, Value
from django.db.models.functions import Coalesce

from archive.models import Article, ArticleState, Finding, FindingKind, FindingRow, public_text
from archive.search.documents import ArticleFacts, article_facts, searched_text
from archive.search.highlight import mark_snippet, mark_title
from archive.search.labels import is_english, region_tree, term_label
from archive.search.results import DateSpan, Hit, Label, RegionLabel
from archive.search.tree import Phrase

_MAX_REGIONS = 5
_TEXT = ("title", "subtitle", "body", "captions")
_LINE = (*_TEXT, "script", "published", "event", "publisher__name")
_SHOWN = (FindingKind.REGION, FindingKind.EVENT_DATE, FindingKind.EVENT_TYPE, FindingKind.PERSONAL_DATA)


def read_hits(found: Sequence[tuple[int, float]], phrases: Sequence[Phrase]) -> tuple[Hit, ...]:
    """The hits for (article id, score) pairs, in their order, with `phrases` marked."""
    scores = dict(found)
    articles = _articles(scores, *_LINE)
    findings = _findings(articles, _SHOWN)
    reports = _reports({article.event_id for article in articles.values() if article.event_id})
    return tuple(
        _hit(articles[pk], findings[pk], score, phrases, reports.get(articles[pk].event_id or 0, 1))
        for pk, score in scores.items()
        if pk in articles
    )


def read_titles(found: Sequence[int]) -> list[tuple[int, str]]:
    """(article id, title as readers may see it) for article ids, in their order, public ones with a title only."""
    articles = _articles(found, *_TEXT)
    findings = _findings(articles, (FindingKind.PERSONAL_DATA,))
    shown = ((pk, public_text(articles[pk], findings[pk]).title) for pk in found if pk in articles)
    return [(pk, title) for pk, title in shown if title]


def _articles(found: Iterable[int], *fields: str) -> Mapping[int, Article]:
    rows = Article.public.only(*fields)
    return (rows.select_related("publisher") if "publisher__name" in fields else rows).in_bulk(list(found))


def _findings(articles: Iterable[int], kinds: Iterable[FindingKind]) -> Mapping[int, Sequence[FindingRow]]:
    """Article id -> its findings of these kinds, in order."""
    # A plain filter on the kind makes SQLite read the index of kinds, nearly the whole table, for twenty articles.
    rows = Finding.objects.alias(told=Coalesce("kind", Value(""))).filter(article__in=list(articles), told__in=kinds)
    by_article: dict[int, list[FindingRow]] = defaultdict(list)
    for article, *row in rows.order_by("position", "id").values_list("article_id", *FindingRow._fields):
        by_article[article].append(FindingRow(*row))
    return by_article


def _reports(events: set[int]) -> dict[int, int]:
    # Counted under a condition, not filtered by it: a filter on the state makes SQLite read all public articles.
    public = Count("id", filter=Q(state=ArticleState.PUBLIC))
    rows = Article.objects.filter(event_id__in=events).values_list("event_id").annotate(reports=public).order_by()
    return {event: count for event, count in rows if event is not None} if events else {}


def _hit(
    article: Article, findings: Sequence[FindingRow], score: float, phrases: Sequence[Phrase], reports: int
) -> Hit:
    facts = article_facts(findings)
    publisher = article.publisher
    seen = public_text(article, findings)
    english = is_english()
    return Hit(
        id=article.pk,
        title=mark_title(seen.title, phrases),
        plain_title=seen.title,
        script=article.script,
        snippet=mark_snippet(searched_text(seen, seen.words(article.subtitle)), phrases),
        published=article.published or None,
        event_date=_event_date(facts),
        regions=tuple(_region_label(code, english) for code in (facts.venues or facts.regions)[:_MAX_REGIONS]),
        event_types=tuple(Label(code=code, label=term_label("type", code, english)) for code in facts.types),
        source=Label(code=str(publisher.pk), label=publisher.name) if publisher else None,
        event=article.event_id,
        reports=reports,
        score=score,
    )


def _event_date(facts: ArticleFacts) -> DateSpan | None:
    if not facts.dates:
        return None
    main = facts.dates[0]
    return DateSpan(
        start=main.start.isoformat() if main.start else None,
        end=main.end.isoformat() if main.end else None,
        edtf=main.edtf,
        precision=main.precision,
    )


def _region_label(code: str, english: bool) -> RegionLabel:
    tree = region_tree()
    return RegionLabel(code=code, name=tree.name(code, english), path=tree.path(code, english))
