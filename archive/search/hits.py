"""The rows of a result page: articles joined to what a line in a list shows. Seven queries for any number of hits.

Only public articles are joined; whatever else the index may still hold is left out.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count, Q

from archive.models import Article, ArticleState, public_text
from archive.search.documents import ArticleFacts, article_facts, searched_text, with_facts
from archive.search.highlight import mark_snippet, mark_title
from archive.search.labels import region_tree, term_label
from archive.search.results import DateSpan, Hit, Label, RegionLabel
from archive.search.tree import Phrase

_MAX_REGIONS = 5


def read_hits(found: Sequence[tuple[int, float]], phrases: Sequence[Phrase]) -> tuple[Hit, ...]:
    """The hits for (article id, score) pairs, in their order, with `phrases` marked."""
    scores = dict(found)
    articles = with_facts(Article.public.all()).in_bulk(list(scores))
    reports = _reports({article.event_id for article in articles.values() if article.event_id})
    return tuple(
        _hit(articles[pk], score, phrases, reports.get(articles[pk].event_id or 0, 1))
        for pk, score in scores.items()
        if pk in articles
    )


def read_titles(found: Sequence[int]) -> list[tuple[int, str]]:
    """(article id, title as readers may see it) for article ids, in their order, public ones with a title only."""
    articles = Article.public.prefetch_related("findings").in_bulk(list(found))
    shown = ((pk, public_text(articles[pk], articles[pk].findings.all()).title) for pk in found if pk in articles)
    return [(pk, title) for pk, title in shown if title]


def _reports(events: set[int]) -> dict[int, int]:
    # Counted under a condition, not filtered by it: a filter on the state makes SQLite read all public articles.
    public = Count("id", filter=Q(state=ArticleState.PUBLIC))
    rows = Article.objects.filter(event_id__in=events).values_list("event_id").annotate(reports=public).order_by()
    return {event: count for event, count in rows if event is not None} if events else {}


def _hit(article: Article, score: float, phrases: Sequence[Phrase], reports: int) -> Hit:
    facts = article_facts(article)
    publisher = article.publisher
    seen = public_text(article, article.findings.all())
    return Hit(
        id=article.pk,
        title=mark_title(seen.title, phrases),
        plain_title=seen.title,
        script=article.script,
        snippet=mark_snippet(searched_text(seen, seen.words(article.subtitle)), phrases),
        published=article.published or None,
        event_date=_event_date(facts),
        regions=tuple(_region_label(code) for code in (facts.venues or facts.regions)[:_MAX_REGIONS]),
        event_types=tuple(Label(code=code, label=term_label("type", code)) for code in facts.types),
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


def _region_label(code: str) -> RegionLabel:
    tree = region_tree()
    return RegionLabel(code=code, name=tree.name(code), path=tree.path(code))
