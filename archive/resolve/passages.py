"""Cuts a draft's text into the sentences that serve as evidence, with their offsets.

One `Passages` a draft: the text as written, its folded twin (same length, so offsets hold for both), the sentences.
Deliberately not here: any meaning of a sentence.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

from archive.records import Draft
from archive.text.normalise import fold
from archive.text.regex import regex

READ_LIMIT = 20_000
"""Characters of title and body that the rules look at: the longest honest report is shorter; hostile pages are not."""

QUOTE_LIMIT = 240
"""A longer sentence is cut around its words."""

_BREAK = regex(r"[。!?;！？；\n]+[”」』\"]?")


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """One sentence; `index` 0 is the title, 1 the first of the body."""

    index: int
    start: int
    end: int


@dataclass(frozen=True, kw_only=True, eq=False)
class Passages:
    """A draft's text ready for rules. `folded` is what patterns are matched against, `text` what is quoted.

    Two are never equal: what several rules ask of one is kept beside it by identity, without reading it through.
    """

    text: str
    folded: str
    body_start: int
    sentences: tuple[Sentence, ...]
    starts: tuple[int, ...]

    def sentence_at(self, offset: int) -> Sentence:
        """The sentence that holds the character at `offset`."""
        return self.sentences[max(0, bisect_right(self.starts, offset) - 1)]

    def quote(self, start: int, end: int) -> str:
        """The sentence around `start:end` as written, cut to `QUOTE_LIMIT` characters around the words."""
        sentence = self.sentence_at(start)
        left, right = sentence.start, max(sentence.end, end)
        if right - left > QUOTE_LIMIT:
            left = max(left, start - QUOTE_LIMIT // 2)
            right = min(right, max(end, left + QUOTE_LIMIT))
        return self.text[left:right].strip()

    def before(self, start: int, length: int = 30) -> str:
        """Folded words in front of `start`, within its sentence."""
        return self.folded[max(self.sentence_at(start).start, start - length) : start]

    def after(self, end: int, length: int = 60) -> str:
        """Folded words behind `end`, within the sentence that holds the character before it."""
        sentence = self.sentence_at(max(0, end - 1))
        return self.folded[end : min(sentence.end, end + length)]


def read_passages(draft: Draft) -> Passages:
    """The first `READ_LIMIT` characters of the draft as passages."""
    return _read(draft.title, draft.body[:READ_LIMIT])


@lru_cache(maxsize=8)
def _read(title: str, body: str) -> Passages:
    text = f"{title}\n{body}"[:READ_LIMIT]
    folded = fold(text)
    assert len(folded) == len(text), "fold must keep offsets"
    body_start = min(len(title) + 1, len(text))
    sentences = tuple(_cut(folded, body_start))
    return Passages(
        text=text,
        folded=folded,
        body_start=body_start,
        sentences=sentences,
        starts=tuple(sentence.start for sentence in sentences),
    )


def _cut(text: str, body_start: int) -> list[Sentence]:
    """The title is one sentence whatever its marks; the body is cut at full stops and line ends."""
    found = [Sentence(index=0, start=0, end=body_start)]
    start = body_start
    for match in _BREAK.finditer(text, body_start):
        if text[start : match.end()].strip():
            found.append(Sentence(index=len(found), start=start, end=match.end()))
            start = match.end()
    if text[start:].strip():
        found.append(Sentence(index=len(found), start=start, end=len(text)))
    return found
