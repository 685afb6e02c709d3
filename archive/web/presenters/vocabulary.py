"""Short names for codes, as lists and facts print them: 湖北 武汉 江岸区. Names come from the search's kept tables."""

from __future__ import annotations

import re

from archive.search.facets import NATIONWIDE
from archive.search.labels import is_english, region_tree

_COUNTY_DEPTH = 2
_ENGLISH_LEVEL = re.compile(r" (?:Province|City|Municipality)$")


def short_path(code: str) -> tuple[str, ...]:
    """Names from the province down, provinces and prefectures in their short form; an unknown code is itself."""
    if code == NATIONWIDE:
        return (region_tree().name(code),)
    tree = region_tree()
    return tuple(_name(above, depth) for depth, above in enumerate(tree.above(code)))


def _name(code: str, depth: int) -> str:
    tree = region_tree()
    short = tree.short_names.get(code, "")
    if is_english():
        return _ENGLISH_LEVEL.sub("", tree.name(code)) if depth < _COUNTY_DEPTH else tree.name(code)
    # A county keeps its full name: 江岸区 and 江岸 are not said alike, and 和县 has no short form at all.
    if not short or depth >= _COUNTY_DEPTH:
        return tree.name(code)
    return short
