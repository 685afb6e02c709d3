"""Hostile markup made harmless before parsing: bounded length, nesting and open formatting elements.

A parser that follows the HTML standard needs time in proportion to nesting times tags (every block start looks up the
open elements), compares each attribute of a tag with all before it, and copies each unclosed formatting element into
each later paragraph. All three are bounded here, on the text, because afterwards it is too late.

Deliberately not here: sanitising for display, which is a matter of the web room.
"""

from __future__ import annotations

import re

from archive.text.regex import regex

MAX_CHARS = 5_000_000
MAX_DEPTH = 500

_FEW_TAGS = 1_500
_MAX_COPIES = 2_000_000
"""Open formatting elements times tags; ordinary pages stay below a hundred thousand."""
_MAX_LOOK_UPS = 200_000_000
"""Nesting times tags; ten thousand nested elements, closed again, just pass (0.15 s)."""
_LONG_TAG = 50_000
_MAX_ATTRIBUTES = 10_000
"""In one tag; each is compared with all before it."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# None of these can fail after its first characters, so that all run in linear time on any input.
_TAG_START = regex(r"<(/?)([a-zA-Z][^\s/>]*)")
_TAG = regex(_TAG_START.pattern + r"[^>]*>?")
_QUOTED_TAG = regex(r"<([a-zA-Z][^\s/>]*+)(?:[^>=]++|=\s*+(?:\"[^\"]*+\"?|'[^']*+'?)?+)*+>?")
_SEPARATOR = regex(r"[\s/\"']")
_FORMATTING = _words("a b big code em font i nobr s small strike strong tt u")
_FORMATTING_TAG = regex(rf"</?(?:{'|'.join(sorted(_FORMATTING, key=len, reverse=True))})(?=[\s/>])[^>]*>?", re.I)
_FORMATTING_START = regex(rf"<(/?)(?:{'|'.join(sorted(_FORMATTING, key=len, reverse=True))})(?=[\s/>]|$)", re.I)
_VOID = _words("area base br col embed hr img input link meta param source track wbr")
_CLOSES_ITSELF = _words("p li dt dd td th tr option rt rp")


def bound_markup(html: str) -> tuple[str, tuple[str, ...]]:
    """Return markup that parses in bounded time, and a warning for each thing that was cut to get there."""
    warnings = []
    if len(html) > MAX_CHARS:
        html = html[:MAX_CHARS]
        warnings.append("markup_truncated")
    if len(html) > _LONG_TAG:
        html = _QUOTED_TAG.sub(_without_attributes, html)
    tags = html.count("<")
    if tags > _FEW_TAGS:
        if _deepest_formatting(html) * tags > _MAX_COPIES:
            html = _FORMATTING_TAG.sub("", html)
            warnings.append("formatting_removed")
        # Nothing is nested deeper than there are tags.
        if tags * tags > _MAX_LOOK_UPS and _deepest(html) * tags > _MAX_LOOK_UPS:
            html = _flatten(html)
            warnings.append("nesting_flattened")
    return html, tuple(warnings)


def _without_attributes(match: re.Match[str]) -> str:
    """A tag of more attributes than any page has, or of a huge inline picture, as its bare name."""
    tag = match[0]
    if len(tag) > _LONG_TAG and len(_SEPARATOR.findall(tag)) > _MAX_ATTRIBUTES:
        return f"<{match[1]}>"
    return tag


def _deepest_formatting(html: str) -> int:
    """Greatest nesting of formatting elements that the tags can lead to."""
    depth = deepest = 0
    for match in _FORMATTING_START.finditer(html):
        depth = max(0, depth - 1) if match[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


def _deepest(html: str) -> int:
    """Greatest nesting of all elements that the tags can lead to."""
    depth = deepest = 0
    for match in _TAG_START.finditer(html):
        name = match[2].lower()
        if name not in _VOID and name not in _CLOSES_ITSELF:
            depth = max(0, depth - 1) if match[1] else depth + 1
            deepest = max(deepest, depth)
    return deepest


def _flatten(html: str) -> str:
    """Drop the tags that lie deeper than MAX_DEPTH; their text stays."""
    depth = 0

    def keep(match: re.Match[str]) -> str:
        nonlocal depth
        name = match[2].lower()
        if name in _VOID or name in _CLOSES_ITSELF:
            return match[0]
        if match[1]:
            depth = max(0, depth - 1)
            return match[0] if depth < MAX_DEPTH else ""
        depth += 1
        return match[0] if depth <= MAX_DEPTH else ""

    return _TAG.sub(keep, html)
