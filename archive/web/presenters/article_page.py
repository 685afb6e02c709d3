"""Everything the article page prints, ready-made: marked text, facts, four dates, three names, reprints.

In the words readers may see: personal data is masked (`archive.models.public_text`).
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from archive.models import Article, PublicText, public_findings, public_text
from archive.search.similar import similar_articles
from archive.web.presenters.chain import Report, list_reports, text_lang
from archive.web.presenters.dates import format_edtf, format_iso, format_moment
from archive.web.presenters.evidence import mark_lines
from archive.web.presenters.fact_list import FactGroup, list_facts
from archive.web.presenters.flags import describe_flags
from archive.web.presenters.hit_rows import HitRow, present_hits
from archive.web.presenters.links import web_address

_CHAIN_SHOWN = 8


@dataclass(frozen=True, kw_only=True)
class Row:
    """A name and a value, e.g. one of the four dates; `known` is False where the page does not say."""

    name: str
    value: str
    known: bool
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class ArticlePage:
    article: Article
    title: SafeString
    """With its marks; `plain_title` without."""
    plain_title: str
    subtitle: str
    byline: tuple[tuple[str, str], ...]
    captions: tuple[str, ...]
    paragraphs: tuple[SafeString, ...]
    lang: str
    gist: tuple[str, ...]
    """When, where and what, in a line."""
    groups: tuple[FactGroup, ...]
    dates: tuple[Row, ...]
    names: tuple[Row, ...]
    chain: tuple[Report, ...]
    chain_total: int
    similar: tuple[HitRow, ...]
    versions: int
    flags: tuple[str, ...]
    address: str
    """The page's own address as text."""
    source_address: str | None
    """The same if it may be linked."""
    original_is_open: bool
    """Whether everybody may have the very bytes."""


def present_article(article: Article) -> ArticlePage:
    """Reads findings, reports of the same event, articles like it and the number of versions: twelve queries at most.

    `article` comes with `publisher` joined.
    """
    rows = list(article.findings.all())
    text = public_text(article, rows)
    facts = list_facts(public_findings(rows, text), text)
    title, *paragraphs = mark_lines(text.text, facts.marks)
    chain, chain_total = _chain(article)
    address = text.words(article.url)
    return ArticlePage(
        article=article,
        title=title,
        plain_title=text.title,
        subtitle=text.words(article.subtitle),
        byline=_byline(article, text),
        captions=text.captions,
        paragraphs=tuple(line for line in paragraphs if line.strip()),
        lang=text_lang(article.script),
        gist=tuple(
            dict.fromkeys(
                fact.label for group in facts.groups[:3] for block in group.main[:3] for fact in block.facts[:3]
            )
        ),
        groups=facts.groups,
        dates=_dates(article),
        names=_names(article, text),
        chain=chain,
        chain_total=chain_total,
        similar=present_hits(similar_articles(article)),
        versions=article.versions.count(),
        flags=tuple(describe_flags(article.flags)),
        address=address,
        source_address=web_address(address),
        original_is_open=not text.hidden,
    )


def _chain(article: Article) -> tuple[tuple[Report, ...], int]:
    """The first reports of the event and how many there are; none where this page is the only one."""
    if article.event_id is None:
        return (), 0
    rows = Article.public.filter(event_id=article.event_id).select_related("publisher").prefetch_related("findings")
    articles = list(rows)
    if len(articles) < 2:
        return (), 0
    return list_reports(articles, here=article.pk, limit=_CHAIN_SHOWN), len(articles)


def _byline(article: Article, text: PublicText) -> tuple[tuple[str, str], ...]:
    rows = (
        (_("来源"), article.claimed_source),
        (_("作者"), " ".join(str(name) for name in article.authors)),
        (_("编辑"), article.editor),
        (_("栏目"), article.channel),
    )
    return tuple((name, text.words(value)) for name, value in rows if value)


def _dates(article: Article) -> tuple[Row, ...]:
    return (
        _row(_("事件"), format_edtf(article.event_edtf), _("所报道的事发生之日")),
        _row(_("原始发布"), format_iso(article.original_published), _("首次刊出之日")),
        _row(_("本页发布"), format_iso(article.published), _("这一网页发布之日")),
        _row(_("存档"), format_moment(article.captured_at), _("网页被保存之日")),
    )


def _names(article: Article, text: PublicText) -> tuple[Row, ...]:
    return (
        _row(_("标注来源"), text.words(article.claimed_source), _("网页自称的出处")),
        _row(_("电头"), text.words(article.dateline), _("正文开头的通讯社或报社")),
        _row(_("本页发布"), article.publisher.name if article.publisher else "", _("发布这一网页的网站或机构")),
    )


def _row(name: str, value: str, note: str) -> Row:
    return Row(name=name, value=value or _("未注明"), known=bool(value), note=note)
