"""Short names for codes, as lists and facts print them: 湖北 武汉 江岸区; groups helped and theme days by their label.

Names of places come from the search's kept tables, the others from the files the rules read.
"""

from __future__ import annotations

from archive.resolve.theme_day import theme_days_by_code
from archive.resolve.vocabulary import terms_by_code
from archive.search.facets import NATIONWIDE
from archive.search.labels import is_english, region_tree

# By the code, not the depth: the districts of 北京 lie right below it.
_ABOVE_COUNTIES = "00"


def short_path(code: str) -> tuple[str, ...]:
    """Names from the province down, provinces and prefectures in their short form; an unknown code is itself."""
    if code == NATIONWIDE:
        return (region_tree().name(code),)
    english = is_english()
    return tuple([short_name(above, english) for above in region_tree().above(code)])


def short_name(code: str, english: bool | None = None) -> str:
    """What a unit is called where space is short; a county keeps its full name, an unknown code is itself.

    Whoever names many codes asks for the language once and hands it in.
    """
    tree = region_tree()
    english = is_english() if english is None else english
    short = tree.short_names.get(code, "")
    # A county keeps its full name: 江岸区 and 江岸 are not said alike, and 和县 has no short form at all.
    if english or not short or not code.endswith(_ABOVE_COUNTIES):
        return tree.name(code, english)
    return short


def beneficiary_label(code: str) -> str:
    """What a group that was helped is called; an unknown code is itself."""
    term = terms_by_code("beneficiaries").get(code)
    return code if term is None else (is_english() and term.label_en) or term.label


def theme_day_label(code: str) -> str:
    """What a theme day is called; an unknown code is itself."""
    day = theme_days_by_code().get(code)
    return code if day is None else (is_english() and day.label_en) or day.label
