"""The markup of hits. A page has up to a hundred; a template included for each cost a quarter of the page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive.templatetags.languages import is_chinese, mark_chinese
from archive.web.presenters.hit_rows import HitRow

register = template.Library()


@register.simple_tag
def hit_rows(hits: Iterable[HitRow]) -> SafeString:
    """List items for hits: title, a line of facts, snippet. Escaped here, but titles and snippets, which come so."""
    words = _Words(
        untitled=_("无标题"),
        published=_("%(day)s 发布"),
        published_only=_("本页发布日期；文中未注明事件日期"),
        marked=str if is_chinese() else mark_chinese,
    )
    return mark_safe("".join([_item(hit, words) for hit in hits]))  # noqa: S308  escaped piece by piece


@dataclass(frozen=True, kw_only=True)
class _Words:
    """What depends on the language, asked for once a list."""

    untitled: str
    published: str
    published_only: str
    marked: Callable[[str], str]
    """Escaped text with its language told."""


def _item(hit: HitRow, words: _Words) -> str:
    lang = f' lang="{escape(hit.lang)}"'
    line = "\n    ".join((_day(hit, words), _places(hit.regions), _kinds(hit), _source(hit, words), _reports(hit)))
    return (
        f'<li>\n  <h2><a href="{escape(hit.address)}"{lang if hit.title else ""}>{hit.title or words.untitled}</a></h2>'
        f'\n  <div class="line">\n    {line}\n  </div>'
        f"\n  {f'<p{lang}>{hit.snippet}</p>' if hit.snippet else ''}\n</li>\n"
    )


def _day(hit: HitRow, words: _Words) -> str:
    if hit.day:
        return f'<span class="num"><b>{escape(hit.day)}</b></span>'
    if not hit.published:
        return ""
    day = words.published % {"day": escape(hit.published)}
    return f'<span class="num" title="{escape(words.published_only)}">{day}</span>'


def _places(paths: Iterable[Sequence[str]]) -> str:
    """The last name of each path is what it is called; those above say where that is."""
    names = [[escape(name) for name in path] for path in paths]
    return "".join([f"<span>{' '.join([*above, f'<b>{name}</b>'])}</span>" for *above, name in names])


def _kinds(hit: HitRow) -> str:
    return f"<span>{escape(hit.types)}</span>" if hit.types else ""


def _source(hit: HitRow, words: _Words) -> str:
    return f"<span>{words.marked(escape(hit.source))}</span>" if hit.source else ""


def _reports(hit: HitRow) -> str:
    if not hit.other_reports:
        return ""
    told = ngettext("另有 %(n)s 篇报道", "另有 %(n)s 篇报道", hit.other_reports) % {"n": hit.other_reports}
    return f'<a class="dup" href="{escape(hit.event_address)}">{told}</a>'
