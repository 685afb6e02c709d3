"""Numbers in running text. Only what templates cannot do; nothing that decides what is shown."""

from __future__ import annotations

from django import template
from django.utils.translation import ngettext

register = template.Library()


@register.filter
def thousands(number: int) -> str:
    """`12345` as `12,345`, in both languages."""
    return f"{number:,}"


@register.simple_tag
def held(number: int, view: str) -> str:
    """How many articles, or events where `view` says so, there are, in words."""
    shown = {"shown": thousands(number)}
    if view == "events":
        return ngettext("有 %(shown)s 个事件", "有 %(shown)s 个事件", number) % shown
    return ngettext("有 %(shown)s 篇", "有 %(shown)s 篇", number) % shown
