"""Numbers in running text. Only what templates cannot do; nothing that decides what is shown."""

from __future__ import annotations

from django import template

register = template.Library()


@register.filter
def thousands(number: int) -> str:
    """`12345` as `12,345`, in both languages."""
    return f"{number:,}"
