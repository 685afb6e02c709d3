"""The words by which names of organisations are told from sentences, read from `data/organisation_words.csv`.

Each row of the file says what its list is for. Deliberately not here: endings and kinds (`kinds`).
"""

from __future__ import annotations

from functools import cache

from archive.resolve.vocabulary import read_rows
from archive.text.regex import regex

GENERIC = regex(
    r"^(?:[各本该我其此两每某这那些几所座批条]|全[市省县区镇体村乡国](?!人大|政协)|家(?!庭)|一[个些家所座支名]|多[个家所支]|部分|所有|许多|"
    r"第[一二三四五六七八九十]届|[省市县区乡镇]{2,}|\d+[支个家所名座间]|[一新老大小总分]$)"
)
"""How a phrase begins that names no single body."""

NO_NAME = regex(
    r"担任|开始|需要|只需|一[所家个座]|甚至|晚上|如今|们|她|很|的|了|没有|不是|\d[年月日]|\d+[名家所个]|多名|多家|多所|余名|余家|教授|老师|同学|先生|女士|书记|主任|人为"
)
"""Words no organisation is called by: what stands before the kind is then a sentence, not a name."""


@cache
def words_of(name: str) -> frozenset[str]:
    """One list of the file.

    Raises:
        KeyError: there is no such list.
    """
    lists = {row["list"]: row["words"] for _line, row in read_rows("organisation_words.csv", ("list", "why", "words"))}
    return frozenset(lists[name].split("|"))
