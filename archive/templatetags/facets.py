"""The markup of facet values. A page holds hundreds of them, and a template included for each costs half the page."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from archive.templatetags.numbers import thousands
from archive.web.presenters.facet_panel import FacetNode

register = template.Library()


@register.simple_tag
def facet_nodes(nodes: Iterable[FacetNode], facet: str) -> SafeString:
    """List items for nodes with all below them: a box, a link and a count each. Everything in them is escaped."""
    words = _Words(remove=_("移除"), below=_("%(name)s的下级"), all_below=_("%(name)s的全部下级"))
    return mark_safe("".join(_item(node, escape(facet), words) for node in nodes))  # noqa: S308  escaped piece by piece


class _Words:
    """Translations, asked for once a list."""

    def __init__(self, *, remove: str, below: str, all_below: str) -> None:
        self.remove = escape(remove)
        self.below = below
        self.all_below = all_below


def _item(node: FacetNode, facet: str, words: _Words) -> str:
    label, value = escape(node.label), escape(node.value)
    if node.covered:
        box = '<span class="within" aria-hidden="true"></span>'
    else:
        checked = " checked" if node.selected else ""
        box = f'<input type="checkbox" name="{facet}" value="{value}" aria-label="{label}"{checked}>'
    current = f' aria-current="true" title="{words.remove}"' if node.selected else ""
    return (
        f'<li class="node"><div class="value{" on" if node.selected else ""}">{box}'
        f'<a href="{escape(node.address)}"{current}>{label}</a><span class="num">{thousands(node.count)}</span></div>'
        f"{_below(node, facet, words)}</li>"
    )


def _below(node: FacetNode, facet: str, words: _Words) -> str:
    if not node.children:
        return ""
    items = "".join(_item(child, facet, words) for child in node.children)
    if node.more:
        items += (
            f'<li class="small"><a href="{escape(node.more)}">{escape(words.all_below % {"name": node.label})}</a></li>'
        )
    heading = escape(words.below % {"name": node.label})
    return (
        f'<details{" open" if node.opened else ""}><summary><span class="hide">{heading}</span></summary>'
        f"<ul>{items}</ul></details>"
    )
