"""The markup of facet values. A page holds hundreds of them, and a template included for each costs half the page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from archive.templatetags.languages import is_chinese, mark_chinese
from archive.templatetags.numbers import thousands
from archive.web.presenters.facet_panel import FacetNode

register = template.Library()


@register.simple_tag
def facet_nodes(nodes: Iterable[FacetNode], facet: str) -> SafeString:
    """List items for nodes with all below them: a labelled box, or a link, with a count. Everything in them is escaped."""
    words = _Words(
        below=_("%(name)s的下级"), all_below=_("%(name)s的全部下级"), marked=str if is_chinese() else mark_chinese
    )
    name = escape(facet)
    return mark_safe("".join([_item(node, name, words) for node in nodes]))  # noqa: S308  escaped piece by piece


@dataclass(frozen=True, kw_only=True)
class _Words:
    """What depends on the language, asked for once a list."""

    below: str
    all_below: str
    marked: Callable[[str], str]
    """Escaped text with its language told."""


def _item(node: FacetNode, facet: str, words: _Words) -> str:
    name, value = words.marked(escape(node.label)), escape(node.value)
    if node.within:
        name = f'{name} <span class="muted small">{words.marked(escape(node.within))}</span>'
    number = f'<span class="num">{thousands(node.count)}</span>'
    if node.covered:
        of = f'data-facet="{facet}" data-value="{value}"'
        row = f'<div class="value"><i></i><a href="{escape(node.address)}" {of}>{name}</a>{number}</div>'
    else:
        on, checked = (" on", " checked") if node.selected else ("", "")
        box = f'<input type="checkbox" name="{facet}" value="{value}"{checked}>'
        row = f'<label class="value{on}">{box}<span>{name}</span>{number}</label>'
    return f'<li class="node">{row}{_below(node, facet, words)}</li>'


def _below(node: FacetNode, facet: str, words: _Words) -> str:
    """What lies below a node, folded; what is not given is fetched into the list when it is unfolded."""
    if not node.children and not node.more:
        return ""
    items = "".join([_item(child, facet, words) for child in node.children])
    if node.more:
        link = f'<a href="{escape(node.more)}" hx-boost="false">{escape(words.all_below % {"name": node.label})}</a>'
        items += f'<li class="small">{link}</li>'
    fetched = ""
    if not node.children:
        fetched = f' hx-get="{escape(node.more)}" hx-trigger="toggle once" hx-target="find ul" hx-swap="innerHTML"'
    heading = escape(words.below % {"name": node.label})
    key = f' data-key="{facet} {escape(node.value)}"'
    return (
        f'<details{" open" if node.opened else ""}{key}{fetched}><summary><span class="hide">{heading}</span></summary>'
        f"<ul>{items}</ul></details>"
    )
