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
    return SafeString(text) if is_chinese() else mark_chinese(text)


def is_chinese() -> bool:
    """Whether the interface is: nothing on the page needs a mark."""
    return (get_language() or "").startswith("zh")


def mark_chinese(text: str) -> SafeString:
    """Escaped text, marked where Chinese stands in it."""
    return mark_safe(f'<span lang="zh-Hans">{text}</span>' if _HAN.search(text) else text)  # noqa: S308
