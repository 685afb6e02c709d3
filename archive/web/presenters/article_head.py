"""What an article's page says of itself to programs: NewsArticle with its event, tags for reference managers."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings

from archive.export.schema_org import Happening, NewsArticle, news_article
from archive.models import Article, Finding, FindingKind, PublicText, public_findings
from archive.search.labels import region_tree
from archive.web.presenters.chain import headline, text_lang
from archive.web.presenters.links import web_address
from archive.web.presenters.page_head import PageHead, citation_tags, make_head

_SUMMARY = 120
"""Characters of the text that stand for it in previews."""
_MOST_NAMES = 20


def article_head(article: Article, text: PublicText, rows: Iterable[Finding], site: str) -> PageHead:
    """`rows` are all findings of the article; `site` is where the archive is served."""
    address = site + article.get_absolute_url()
    told = NewsArticle(
        address=address,
        title=headline(text),
        language=text_lang(article.script),
        summary=summarise(text),
        authors=[text.words(str(name)) for name in article.authors][:_MOST_NAMES],
        publisher=article.publisher.name if article.publisher else text.words(article.claimed_source),
        published=article.published or article.original_published,
        based_on=web_address(text.words(article.url)) or "",
        archive_name=settings.SITE_NAME,
        event=happening_of(article, text, rows, site),
    )
    properties = (
        ("og:type", "article"),
        ("og:title", told.title),
        ("og:description", told.summary),
        ("og:url", address),
        ("og:site_name", settings.SITE_NAME),
        ("article:published_time", told.published),
    )
    return make_head(
        canonical=address,
        description=told.summary,
        data=news_article(told),
        named=citation_tags(told),
        properties=properties,
    )


def summarise(text: PublicText) -> str:
    """The beginning of the text on one line."""
    words = " ".join(text.body[: 2 * _SUMMARY].split())
    return words[:_SUMMARY] + ("…" if len(words) > _SUMMARY else "")


def happening_of(article: Article, text: PublicText, rows: Iterable[Finding], site: str) -> Happening | None:
    """The event as the article tells it; None where it tells neither when nor where."""
    findings = public_findings(rows, text)
    venues = [row.value for row in findings if row.kind == FindingKind.REGION and row.role == "venue"]
    start, end = _bounds(article)
    if not venues and not start:
        return None
    organisers = [row.value for row in findings if row.kind == FindingKind.ORGANISATION and row.role == "organiser"]
    return Happening(
        name=headline(text),
        address=f"{site}/events/{article.event_id}/" if article.event_id else "",
        start=start,
        end=end,
        places=[region_tree().path(code) for code in venues[:_MOST_NAMES]],
        organisers=organisers[:_MOST_NAMES],
    )


def _bounds(article: Article) -> tuple[str, str]:
    """First and last day as far as they are known: a month known by itself is no day."""
    lengths = {"year": 4, "month": 7}
    cut = lengths.get(article.event_precision, 10)
    start, end = (day.isoformat()[:cut] if day else "" for day in (article.event_start, article.event_end))
    return start, end
