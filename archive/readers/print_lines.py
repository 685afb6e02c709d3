"""Lines of printed sheets joined to paragraphs, by where they stand: what a PDF knows of a text.

Page numbers, heads and feet that return on other sheets, and what browsers print at the edges are left out; the address
they print is kept. Characters that print programs put for others (ligatures, the radicals of dictionaries) are made
what they mean, and spaces that only a printer set are closed.

Deliberately not here: the order of columns beside each other; lines are taken as the file gives them.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from statistics import median

from archive.text.regex import regex

_HAN = "[\u3400-\u4dbf\u4e00-\u9fff\u3000-\u303f\uff00-\uffef]"
_SPACED = regex(rf"(?<={_HAN})[ \u00a0](?={_HAN})")
_BETWEEN = regex(rf"(?:^|(?<={_HAN})) ?(\d[\d.,:%]*) (?={_HAN})|(?<={_HAN}) (\d[\d.,:%]*)$")
_SIGNS = "[，。！？；、“”‘’（）《》〈〉【】]"
_AROUND_SIGNS = regex(f"(?<![ \u00a0])[ \u00a0]++(?={_SIGNS})|(?<={_SIGNS})[ \u00a0]++")
_MANY_SPACES = 0.2
"""Share of spaces between Chinese characters from which on they are a printer's spacing and no word's."""
_SENTENCE = 20
_SENTENCE_SIGN = regex("[，。；]")
_IN_BRACKETS = regex("(（[^（）]{0,40}）)")
_DISGUISED = regex("[\u2e80-\u2fdf\uf900-\ufaff\ufb00-\ufb06]")
# Unicode's EquivalentUnifiedIdeograph.txt, for radicals that are everyday characters and have no compatibility form.
_RADICALS = str.maketrans(
    "⺠⺴⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳",
    "民囗虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟",
)
_SHEET_NUMBER = regex(
    r"[\s\-—–―·•.]*+(?:第\s*+)?\d{1,4}\s*+页?(?:\s*+[/／,，共]{1,2}\s*+\d{1,4}\s*+页?)?[\s\-—–―·•.]*+"
)
_PRINTED_ADDRESS = regex(r"((?:https?|file)://\S+)(?:\s+\d+\s*/\s*\d+)?")
_PRINTED_CLOCK = regex(r"\d{1,4}[/.\-年]\d{1,2}[/.\-月]\d{1,4}日?,?\s*(?:[上下]午)?\d{1,2}:\d{2}(?:\s*[AP]M)?\b.*")
"""What browsers print at the foot and at the head of each sheet of a web page."""
_DIGITS = regex(r"\d+")
_LATIN_END = regex(r"[A-Za-z0-9,.;:%)]$")
_LATIN_START = regex(r"[A-Za-z0-9(]")
_HYPHEN_END = regex(r"[a-z]-$")

_SAME_LINE = 0.5
_GAP, _GAP_LATIN = 0.8, 1.5
"""In the size of a character: a wider hole between two pieces of a line is a space; widths of letters are estimates."""
_FULL = 2.1
"""So many characters may be missing at the end of a full line: punctuation must not begin the next one."""
_FULL_LATIN = 7.0
_INDENT = 0.8
_LARGER = 1.15
"""Headings are larger than the text by at least this factor."""


@dataclass(frozen=True, kw_only=True)
class Fragment:
    """A piece of text where it begins, in points from the lower left of its sheet; `size` is that of the characters."""

    text: str
    x: float
    y: float
    size: float


@dataclass(frozen=True, kw_only=True)
class _Line(Fragment):
    sheet: int
    end: float


@dataclass(frozen=True, kw_only=True)
class Printed:
    """A document's text, one paragraph a line ('' if there is none), and the address printed at its edge."""

    text: str
    address: str | None


@dataclass(frozen=True, kw_only=True)
class _Measures:
    """What is usual in a document: size, margins and distance of its lines."""

    size: float
    left: float
    right: float
    leading: float


def join_sheets(sheets: Sequence[Sequence[Fragment]]) -> Printed:
    """The text of all sheets with its paragraphs whole."""
    lines = [line for number, pieces in enumerate(sheets) for line in _lines(pieces, number)]
    lines = [replace(line, text=_mend(line.text)) for line in lines]
    lines = [line for line in lines if line.text]
    margins = _margins(lines, len(sheets))
    address = next((match[1] for line in margins if (match := _PRINTED_ADDRESS.fullmatch(line.text))), None)
    # A text of returning lines only is still a text.
    kept = [line for line in lines if line not in margins] or lines
    return Printed(text="\n".join(_paragraphs(kept)), address=address)


def _paragraphs(lines: Sequence[_Line]) -> list[str]:
    if not lines:
        return []
    measures = _measure(lines)
    paragraphs = [lines[0].text]
    for above, line in pairwise(lines):
        if _continues(above, line, measures):
            paragraphs[-1] = _glue(paragraphs[-1], line.text)
        else:
            paragraphs.append(line.text)
    return paragraphs


def _lines(pieces: Sequence[Fragment], sheet: int) -> Iterator[_Line]:
    """Pieces at one height put together; a piece with line breaks in it stands for lines below each other."""
    line: _Line | None = None
    for piece in pieces:
        for number, text in enumerate(piece.text.split("\n")):
            if not text.strip():
                continue
            y = piece.y - 1.5 * number * piece.size
            end = piece.x + _width(text) * piece.size
            if line is not None and abs(line.y - y) <= _SAME_LINE * max(piece.size, 1.0) and piece.x >= line.x:
                joined = line.text + _hole(line, piece) + text
                line = replace(line, text=joined, size=max(line.size, piece.size), end=max(line.end, end))
                continue
            if line is not None:
                yield line
            line = _Line(text=text, x=piece.x, y=y, size=piece.size, sheet=sheet, end=end)
    if line is not None:
        yield line


def _hole(line: _Line, piece: Fragment) -> str:
    most = _GAP_LATIN if line.text[-1:].isascii() else _GAP
    return " " if piece.x - line.end > most * piece.size and not line.text.endswith(" ") else ""


def _mend(text: str) -> str:
    text = _DISGUISED.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text).translate(_RADICALS).strip()
    spaces = len(_SPACED.findall(text))
    if spaces > max(2, _MANY_SPACES * len(text)):
        text = _SPACED.sub("", text)
    elif spaces and len(text) >= _SENTENCE and _SENTENCE_SIGN.search(text):
        # Names in a byline are parted by spaces, words of a sentence never.
        text = "".join(part if part.startswith("（") else _SPACED.sub("", part) for part in _IN_BRACKETS.split(text))
    text = _BETWEEN.sub(lambda match: match[1] or match[2], text)
    return _AROUND_SIGNS.sub("", text)


def _margins(lines: Sequence[_Line], sheets: int) -> list[_Line]:
    """The lines at a sheet's upper and lower edge that are its number, return on other sheets, or are a browser's."""
    edges: list[_Line] = []
    for _, group in groupby(lines, key=lambda line: line.sheet):
        heights = sorted(group, key=lambda line: line.y)
        edges += dict.fromkeys((*heights[:2], *heights[-2:]))
    repeated = Counter(_DIGITS.sub("0", line.text) for line in edges)
    signs = (_SHEET_NUMBER, _PRINTED_ADDRESS, _PRINTED_CLOCK)
    return [
        line
        for line in edges
        if any(sign.fullmatch(line.text) for sign in signs)
        or repeated[_DIGITS.sub("0", line.text)] > max(1, sheets // 2)
    ]


def _measure(lines: Sequence[_Line]) -> _Measures:
    sizes = Counter[float]()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    size = max(sizes, key=lambda candidate: sizes[candidate])
    body = [line for line in lines if abs(line.size - size) <= 0.1 * size] or list(lines)
    lefts = Counter(round(line.x) for line in body)
    most = max(lefts.values())
    gaps = [above.y - line.y for above, line in pairwise(body) if 0 < above.y - line.y < 4 * size]
    return _Measures(
        size=size,
        # Short texts have as many first lines as others: the outermost of the common places is the margin.
        left=min(place for place, count in lefts.items() if count >= max(1, most / 4)),
        right=max(line.end for line in body),
        leading=median(gaps) if gaps else 1.5 * size,
    )


def _continues(above: _Line, line: _Line, measures: _Measures) -> bool:
    """Whether a line goes on with the sentence of the one above it."""
    if abs(above.size - line.size) > 0.1 * measures.size:
        return False
    if above.sheet == line.sheet and not 0 < above.y - line.y <= max(1.5 * measures.leading, 2.0 * line.size):
        return False
    if above.size > _LARGER * measures.size:
        # Two lines of one heading stand in the middle; the first is long, or it would need no second.
        return above.sheet == line.sheet and above.end - above.x > 0.6 * (measures.right - measures.left)
    missing = _FULL_LATIN if _LATIN_END.search(above.text) and _LATIN_START.match(line.text) else _FULL
    is_full = above.end >= measures.right - missing * above.size
    return is_full and line.x <= measures.left + _INDENT * line.size


def _glue(paragraph: str, line: str) -> str:
    if _HYPHEN_END.search(paragraph) and line[:1].islower():
        return paragraph[:-1] + line
    needs_space = _LATIN_END.search(paragraph) and _LATIN_START.match(line)
    return f"{paragraph} {line}" if needs_space else paragraph + line


def _width(text: str) -> float:
    """In sizes of a character: Chinese characters and signs are as wide as high, others half."""
    return sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5 for char in text)
