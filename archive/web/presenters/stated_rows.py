"""The four dates and the three names of an article, each with the words that say so and where they stood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from archive.models import Article, PublicText
from archive.search.query import SearchQuery
from archive.web.presenters.dates import format_edtf, format_iso, format_minute, format_moment
from archive.web.presenters.fact_list import FactGroup
from archive.web.presenters.links import search_address
from archive.web.presenters.rule_words import describe_stated_rule

_PROOF = 60
"""Characters of a header line shown as proof."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """A name and a value; `known` is False where the page does not say.

    `proof` are the words that say so, `how` where they stood; `anchor` leads to them where they stand in the text.
    """

    name: str
    note: str
    value: str
    known: bool
    proof: str = ""
    how: str = ""
    anchor: str = ""
    address: str = ""
    """The search for everything that shares the value, or an empty string."""


def date_rows(article: Article, text: PublicText, when: FactGroup) -> tuple[Row, ...]:
    """Event, original publication, this page's, capture. `when` is the group of facts about the event's date."""
    first = _row(_("原始发布"), _("首次刊出之日"), format_iso(article.original_published))
    page = _row(_("本页发布"), _("这一网页发布之日"), format_iso(article.published))
    return (
        _event_row(article, when),
        _with_stated(first, article, text, "original_published"),
        _with_stated(page, article, text, "published"),
        _capture_row(article),
    )


def name_rows(article: Article, text: PublicText) -> tuple[Row, ...]:
    """Who the page says wrote it, where it says it writes from, who put it up."""
    publisher = article.publisher
    return (
        _quoted(_("标注来源"), _("网页自称的出处"), article.claimed_source, article, text, "original_source"),
        _quoted(_("电头"), _("正文开头的通讯社或报社"), article.dateline, article, text, "dateline"),
        _quoted(
            _("本页发布"),
            _("发布这一网页的网站或机构"),
            publisher.name if publisher else "",
            article,
            text,
            "publisher",
            address=search_address(SearchQuery(source=(str(publisher.pk),))) if publisher else "",
        ),
    )


def _row(name: str, note: str, value: str, **more: str) -> Row:
    return Row(name=name, note=note, value=value or _("未注明"), known=bool(value), **more)


def _event_row(article: Article, when: FactGroup) -> Row:
    name, note = _("事件"), _("所报道的事发生之日")
    if not article.event_edtf or not when.main:
        return _row(name, note, format_edtf(article.event_edtf))
    block = when.main[0]
    fact, ground = block.facts[0], block.grounds[0]
    return _row(
        name,
        note,
        format_edtf(article.event_edtf),
        proof="".join(part.words for part in block.sentence if part.number == fact.number) or block.quote[:_PROOF],
        how=ground.rule or ground.trust,
        anchor=f"e{fact.number}" if fact.anchored else "",
    )


def _with_stated(row: Row, article: Article, text: PublicText, field: str) -> Row:
    """The row with what the stored version says of the field; a value other than the version's is staff's."""
    if not row.known or article.current_version is None:
        return row
    stored: Any = article.current_version.draft.get(field)
    proof: Mapping[str, Any] = stored if isinstance(stored, Mapping) else {}
    if proof.get("value") != getattr(article, field):
        return _row(row.name, row.note, row.value, how=describe_stated_rule("staff"))
    return _row(
        row.name,
        row.note,
        row.value,
        proof=text.words(str(proof.get("quote", "")))[:_PROOF],
        how=describe_stated_rule(str(proof.get("rule", ""))),
    )


def _capture_row(article: Article) -> Row:
    name, note = _("存档"), _("网页被保存之日")
    version = article.current_version
    if article.captured_at is None and version is not None:
        day = format_moment(version.saved_file.received_at)
        return _row(name, note, "", how=_("%(day)s 收入档案") % {"day": day})
    return _row(name, note, format_minute(article.captured_at))


def _quoted(
    name: str, note: str, value: str, article: Article, text: PublicText, field: str, *, address: str = ""
) -> Row:
    shown, quote = text.words(value), text.words(str(article.quotes.get(field, "")))
    proof = quote[:_PROOF] if shown and quote.strip() != shown else ""
    return _row(name, note, shown, proof=proof, address=address)
