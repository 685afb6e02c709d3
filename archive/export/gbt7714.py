"""A reference by GB/T 7714-2015 for an article read online: text, as it stands in a list of references.

    闻樱, 谭守一. 推进会召开[N/OL]. 江城早刊, 2014-02-18[2026-11-30]. https://…/articles/15/

Newspapers' articles are `[N/OL]` (8.4 of the standard: 析出文献); a page that names no publication is `[EB/OL]`, its date in brackets.
Pure: knows no article of the archive and no other style.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

_MOST_AUTHORS = 3
"""Authors beyond the third are 等."""


@dataclass(frozen=True, kw_only=True)
class Citable:
    """What a reference needs. `published` is ISO 8601, of any precision or empty; `address` where the reader read it."""

    title: str
    address: str
    accessed: dt.date
    authors: Sequence[str] = ()
    publication: str = ""
    published: str = ""


def cite_gbt7714(source: Citable) -> str:
    """One reference. What is not known is left out, as the standard allows (8.1.2: no author, the title comes first)."""
    day = source.published[:10]
    kind = "N/OL" if source.publication else "EB/OL"
    read = f"[{source.accessed.isoformat()}]"
    if source.publication:
        issued = f"{_line(source.publication)}, {day}{read}" if day else f"{_line(source.publication)}{read}"
    else:
        issued = f"({day}){read}" if day else read
    parts = [_name_authors(source.authors), f"{_line(source.title) or '无题名'}[{kind}]", issued, source.address]
    return ". ".join(part for part in parts if part)


def _name_authors(authors: Sequence[str]) -> str:
    names = [name for author in authors if (name := _line(author))]
    return ", ".join([*names[:_MOST_AUTHORS], *(["等"] if len(names) > _MOST_AUTHORS else [])])


def _line(words: str) -> str:
    """Words of a page on one line, without the full stop that the reference itself sets."""
    return " ".join(words.split()).rstrip(".。")
