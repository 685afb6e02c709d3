"""Everything the article page prints, ready-made: marked text, facts, four dates, three names, reprints."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from archive.models import Article
from archive.models.finding import effective_findings
from archive.web.presenters.chain import Report, list_reports, text_lang
from archive.web.presenters.dates import format_edtf, format_iso, format_moment
from archive.web.presenters.evidence import mark_lines
from archive.web.presenters.fact_list import FactGroup, list_facts
from archive.web.presenters.flags import describe_flags
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
    paragraphs: tuple[SafeString, ...]
    lang: str
    gist: tuple[str, ...]
    """When, where and what, in a line."""
    groups: tuple[FactGroup, ...]
    dates: tuple[Row, ...]
    names: tuple[Row, ...]
    chain: tuple[Report, ...]
    chain_total: int
    versions: int
    flags: tuple[str, ...]
    source_address: str | None
    """The page's own address if it may be linked."""


def present_article(article: Article) -> ArticlePage:
    """Reads findings, reports of the same event and the number of versions: six queries at most besides the article's.

    `article` comes with `publisher` joined.
    """
    facts = list_facts(effective_findings(article.findings.all()), article.text)
    title, *paragraphs = mark_lines(article.text, facts.marks)
    chain = _chain(article)
    return ArticlePage(
        article=article,
        title=title,
        paragraphs=tuple(line for line in paragraphs if line.strip()),
        lang=text_lang(article.script),
        gist=tuple(dict.fromkeys(fact.label for group in facts.groups[:3] for fact in group.main[:3])),
        groups=facts.groups,
        dates=_dates(article),
        names=_names(article),
        chain=chain[:_CHAIN_SHOWN],
        chain_total=len(chain),
        versions=article.versions.count(),
        flags=tuple(describe_flags(article.flags)),
        source_address=web_address(article.url),
    )


def _chain(article: Article) -> tuple[Report, ...]:
    if article.event_id is None:
        return ()
    rows = Article.public.filter(event_id=article.event_id).select_related("publisher")
    reports = list_reports(rows, here=article.pk)
    return reports if len(reports) > 1 else ()


def _dates(article: Article) -> tuple[Row, ...]:
    return (
        _row(_("事件"), format_edtf(article.event_edtf), _("所报道的事发生之日")),
        _row(_("原始发布"), format_iso(article.original_published), _("首次刊出之日")),
        _row(_("本页发布"), format_iso(article.published), _("这一网页发布之日")),
        _row(_("存档"), format_moment(article.captured_at), _("网页被保存之日")),
    )


def _names(article: Article) -> tuple[Row, ...]:
    return (
        _row(_("标注来源"), article.claimed_source, _("网页自称的出处")),
        _row(_("电头"), article.dateline, _("正文开头的通讯社或报社")),
        _row(_("本页发布"), article.publisher.name if article.publisher else "", _("发布这一网页的网站或机构")),
    )


def _row(name: str, value: str, note: str) -> Row:
    return Row(name=name, value=value or _("未注明"), known=bool(value), note=note)
