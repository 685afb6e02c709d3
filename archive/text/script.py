"""Simplified and traditional Chinese: one character in, one character out, and which of the two a text is written in.

The character tables are those of OpenCC, read from the installed package's data files when first needed.

Deliberately not here: conversion of phrases (干/乾, 發/髮 by context) and to traditional. Both would change lengths or
need a choice; what is built here keeps every offset, so that a quote found in the simplified text can be cut from
the original.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from archive.text.regex import regex

_PARTICLE = regex(
    r"(?<![显名原巨专论编译卓昭土合遗拙所新旧大力主佳自])著(?![作名述者书称录有])"
    r"|(?<=[有存带随沿向朝对为凭接靠跟握拿站坐走看听说想笑哭活等开])著(?![作名述])"
)
"""Words with 著 proper begin or end in these characters; after a verb that takes the particle it is the particle."""
_MIN_SHARE = 0.1
"""Below this share of the telling characters, the other script is taken for a stray word or a name."""


def to_simplified(text: str) -> str:
    """Rewrite traditional characters as simplified ones, character by character.

    The result has the length of `text`. Where one traditional character has several simplified ones, OpenCC's first
    choice is taken.
    """
    if text.isascii() or ("著" not in text and _traditional().search(text) is None):
        return text
    return simplify_aspect(text.translate(simplifying_table()))


def simplify_aspect(text: str) -> str:
    """Write the particle 著 of Taiwan and Hong Kong as 着 (存著, 摸著, 隨著), and leave 著 in 著作, 著名, 顯著 and the like.

    One to one by character; `text` is simplified already. Character tables cannot tell the two apart.
    """
    return _PARTICLE.sub("着", text) if "著" in text else text


def detect_script(text: str) -> str:
    """Tell which script a text is written in: `hans`, `hant`, `mixed`, `latn` (no Chinese at all) or `unknown`.

    Only characters of the basic plane that exist in one script alone are counted. Chinese text without any such character is `hans`,
    since it reads the same either way.
    """
    simplified, traditional = (len(only.findall(text)) for only in _telling_characters())
    if simplified + traditional:
        share = traditional / (simplified + traditional)
        if share < _MIN_SHARE:
            return "hans"
        return "hant" if share > 1 - _MIN_SHARE else "mixed"
    if any(map(is_han, text)):
        return "hans"
    return "latn" if any(map(str.isalpha, text)) else "unknown"


def is_han(char: str) -> bool:
    """Whether one character is a Chinese ideograph (unified, extensions A to J, compatibility, or 〇)."""
    return "\u4e00" <= char <= "\u9fff" or "\u3400" <= char <= "\u4dbf" or char == "〇" or _is_rare_han(char)


def _is_rare_han(char: str) -> bool:
    return "\uf900" <= char <= "\ufaff" or "\U00020000" <= char <= "\U000323af"


@cache
def simplifying_table() -> dict[int, int]:
    """The same table in the shape `str.translate` takes: code point to code point."""
    return {ord(old): ord(new) for old, new in _simplified_by_traditional().items()}


@cache
def traditional_forms() -> dict[str, tuple[str, ...]]:
    """Every simplified character with the traditional ones it may stand for, best first."""
    return {char: forms for char, forms in _read_table("STCharacters.txt").items() if forms != (char,)}


@cache
def _simplified_by_traditional() -> dict[str, str]:
    table: dict[str, str] = {}
    for old, forms in _read_table("TSCharacters.txt").items():
        # Targets beyond the basic plane are missing from most fonts: the traditional form reads better than a box.
        if forms[0] != old and forms[0] <= "\uffff":
            table[old] = forms[0]
    for name in ("TWVariantsRev.txt", "HKVariantsRev.txt"):
        for variant, forms in _read_table(name).items():
            target = table.get(forms[0])
            if target is not None and target != variant:
                table.setdefault(variant, target)
    return table


@cache
def _traditional() -> re.Pattern[str]:
    """Any character that the table may hold."""
    return _any_of(_simplified_by_traditional(), "\U00010000-\U0010ffff")


@cache
def _telling_characters() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Any character that is simplified only, and any that is traditional only."""
    to_traditional = _read_table("STCharacters.txt")
    simplified = {char for char, forms in to_traditional.items() if char not in forms}
    traditional = set(_simplified_by_traditional()) - set(to_traditional)
    return _any_of(simplified - traditional), _any_of(traditional - simplified)


def _any_of(chars: Iterable[str], more: str = "") -> re.Pattern[str]:
    """A class of those in the basic plane and the range `more`: `re` looks through single characters beyond one by one."""
    basic = "".join(char for char in chars if char <= "\uffff")
    return re.compile(f"[{basic}{more}]")


def _read_table(name: str) -> dict[str, tuple[str, ...]]:
    """One OpenCC character table; entries of more than one character are left out."""
    lines = files("opencc").joinpath("dictionary", name).read_text(encoding="utf-8").splitlines()
    table: dict[str, tuple[str, ...]] = {}
    for line in lines:
        old, _, new = line.partition("\t")
        forms = tuple(form for form in new.split() if len(form) == 1)
        if len(old) == 1 and forms:
            table[old] = forms
    return table
