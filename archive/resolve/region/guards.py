"""False friends: where a region's name in the text is something else, or too common a word to trust alone.

The names that are also everyday words, or that many cities have a district of, stand in `data/region_words.csv`.
Deliberately not here: which of several regions of one name is meant (`mentions`), what a page says of it (`frames`).
"""

from __future__ import annotations

import csv
import re
from functools import cache

from archive.errors import DataFileError
from archive.resolve.gazetteer import DATA, Gazetteer, Name

_COLUMNS = ["name", "kind"]
_KINDS = {"generic", "word", "phrase"}

_STREET = r"(?:路|街(?!道)|大道|大街|巷(?!口)|胡同|弄)"
_NOT_A_PLACE_AFTER = re.compile(
    rf"[东南西北中上下]?[一二三]?{_STREET}|[东南西北]?(?:乡|镇|村|小区|校区|大桥)|桥(?![西东])|湖(?![南北])"
    r"|话|菜|牌|籍|街道|社区|小学|大酒店|大厦|公园|山庄|小面|拉面|大剧院|旦"
)
_NOT_A_PLACE_AFTER_FULL = re.compile(rf"{_STREET}(?!社区|街道|派出所|小区|小学)")
_NOT_A_COUNTY_AFTER = re.compile(r"[级域区乡里直际]")
_WORD_AFTER = re.compile(r"巴巴|公益|云|助学|工程|计划|项目|杯|版|社会|家园|使者|驿站|志愿")


@cache
def load_words() -> dict[str, str]:
    """Names not to trust alone: `word` (also an everyday word, a person, a brand), `generic` (many cities have one).

    A `phrase` is no name: it holds one by chance (大理念, 自贡献) and hides it.

    Raises:
        DataFileError: names the line of a damaged row.
    """
    words: dict[str, str] = {}
    with (DATA / "region_words.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        if next(reader, None) != _COLUMNS:
            raise DataFileError(f"region_words.csv line 1: columns must be {','.join(_COLUMNS)}")
        for row in reader:
            if len(row) != len(_COLUMNS) or row[1] not in _KINDS or len(row[0]) < 2:
                raise DataFileError(f"region_words.csv line {reader.line_num}: needs a name and a kind")
            words[row[0]] = row[1]
    return words


@cache
def phrase_pattern() -> re.Pattern[str]:
    """Matches the phrases that hold a name by chance."""
    phrases = (word for word, kind in load_words().items() if kind == "phrase")
    return re.compile("|".join(sorted(map(re.escape, phrases), key=len, reverse=True)))


def is_generic(name: str) -> bool:
    """Whether many cities have a district of this full name: 解放区, 城关区, 新市区."""
    return load_words().get(name) == "generic"


def is_word(name: str) -> bool:
    """Whether a short name is an everyday word as well: 和平, 来宾, 互助."""
    return load_words().get(name) == "word"


def is_strong(name: str, uses: tuple[Name, ...], gazetteer: Gazetteer) -> bool:
    """Whether a name may stand alone: a full name, or the short name of a province or a city that is no word."""
    if name in load_words():
        return False
    if any(use.kind in {"full", "zone"} or (use.kind == "former" and len(name) > 2) for use in uses):
        # 任县, 代县, 应县 are also 任县委书记, 代县长, 应县级: they want their city on the page.
        return len(name) > 2 or any(use.kind == "zone" for use in uses)
    return any(_is_large(use, gazetteer) for use in uses)


def _is_large(use: Name, gazetteer: Gazetteer) -> bool:
    """A city then and now: 宜春, but not 沙市, a district today."""
    unit = gazetteer.get(use.code)
    return unit is not None and unit.level <= 2 and gazetteer.current(use.code).level <= 2


def is_blocked(name: str, uses: tuple[Name, ...], before: str, after: str) -> bool:
    """Whether the words around a name make it part of another name: 芜湖路, 洛阳镇, 庆元旦, 孙中山, 朝阳助学工程."""
    if any(use.kind not in {"short", "zone"} for use in uses):
        return bool(_NOT_A_PLACE_AFTER_FULL.match(after) or (len(name) == 2 and _NOT_A_COUNTY_AFTER.match(after)))
    if _NOT_A_PLACE_AFTER.match(after):
        return True
    return is_word(name) and bool(_WORD_AFTER.match(after) or before.endswith("孙"))
