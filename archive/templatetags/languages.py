"""Which language words on a page are in, where they are not in the page's own."""

from __future__ import annotations

import re

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

register = template.Library()
_HAN = re.compile(r"[\u3400-\u9fff]")


@register.filter
def chinese(words: str) -> SafeString:
    """Words found in the archive, marked as Chinese where they are and the interface is not; escaped if need be."""
    text = conditional_escape(words)
    if (get_language() or "").startswith("zh") or not _HAN.search(text):
        return SafeString(text)
    return mark_safe(f'<span lang="zh-Hans">{text}</span>')  # noqa: S308  escaped above
