"""Personal data masked in markup that was made harmless: in what is read, however tags cut it, and in attributes.

Takes only what `safe_markup` gives: well-formed tags, attributes in double quotes. Does not know what is personal
(`archive.models.public_text`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape, unescape
from urllib.parse import unquote

_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?:[^>"]|"[^"]*")*)>')
_ATTRIBUTE = re.compile(r'\s([a-z]+)="([^"]*)"')
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "cite",
        "code",
        "del",
        "em",
        "i",
        "ins",
        "kbd",
        "mark",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "u",
    ]
)

Mask = Callable[[str], str]


def mask_markup(markup: str, mask: Mask) -> str:
    """The markup with `mask` applied to its text as a reader reads it: a number half of which is bold is one number.

    `mask` keeps lengths. A link whose address or title it would change loses that attribute.
    """
    pieces = _split(markup)
    words = "".join(text for text, _tag in pieces)
    masked = mask(words)
    parts: list[str] = []
    at = 0
    for text, tag in pieces:
        # The break that stands for a tag belongs to no piece of the page.
        if tag:
            parts.append(_mask_tag(tag, mask))
        else:
            parts.append(escape(masked[at : at + len(text)], quote=False))
        at += len(text)
    return "".join(parts)


def text_of(markup: str) -> str:
    """The words of harmless markup, blocks in lines of their own."""
    return "".join(text for text, _tag in _split(markup))


def _split(markup: str) -> list[tuple[str, str]]:
    """Pieces of (text, tag), one of them empty, but that a tag of a block has a line break for its text."""
    pieces: list[tuple[str, str]] = []
    at = 0
    for match in _TAG.finditer(markup):
        if match.start() > at:
            pieces.append((unescape(markup[at : match.start()]), ""))
        pieces.append(("" if match[2] in _INLINE else "\n", match[0]))
        at = match.end()
    if at < len(markup):
        pieces.append((unescape(markup[at:]), ""))
    return pieces


def _mask_tag(tag: str, mask: Mask) -> str:
    def keep(match: re.Match[str]) -> str:
        value = unquote(unescape(match[2]))
        return match[0] if mask(value) == value else ""

    return _ATTRIBUTE.sub(keep, tag) if '="' in tag else tag
