"""The kinds of organisations and the endings of names that tell them, read from `resolve/data/organisation_kinds.csv`.

Deliberately not here: where a name begins (`names`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from archive.resolve.vocabulary import read_rows
from archive.text.alternation import any_followed


@dataclass(frozen=True, kw_only=True)
class OrganisationKind:
    """One row of the table. A name that ends in one of `endings` is of the kind."""

    code: str
    label: str
    label_en: str
    endings: tuple[str, ...]
    not_followed_by: tuple[str, ...]


_COLUMNS = ("code", "label", "label_en", "endings", "not_followed_by")


@cache
def load_kinds() -> tuple[OrganisationKind, ...]:
    """All kinds, in the order of the file.

    Raises:
        DataFileError: names the line of a damaged row.
    """
    return tuple(
        OrganisationKind(
            code=row["code"],
            label=row["label"],
            label_en=row["label_en"],
            endings=_parts(row["endings"]),
            not_followed_by=_parts(row["not_followed_by"]),
        )
        for _line, row in read_rows("organisation_kinds.csv", _COLUMNS)
    )


@cache
def kind_labels() -> dict[str, tuple[str, str]]:
    """Code -> Chinese and English label."""
    return {kind.code: (kind.label, kind.label_en) for kind in load_kinds()}


@cache
def endings_pattern() -> re.Pattern[str]:
    """Every ending, the longest first, each only where it is not part of a longer word."""
    tails: dict[str, str] = {}
    for kind in load_kinds():
        # 大学生, 社区工作者, 公司化: the ending inside a word.
        stop = "|".join(map(re.escape, kind.not_followed_by))
        tails |= dict.fromkeys(kind.endings, f"(?!{stop})" if stop else "")
    return re.compile(any_followed(tails))


@cache
def kinds_by_ending() -> dict[str, str]:
    """Ending -> code of its kind."""
    return {ending: kind.code for kind in load_kinds() for ending in kind.endings}


def _parts(words: str) -> tuple[str, ...]:
    return tuple(word for word in words.split("|") if word)
