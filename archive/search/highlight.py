"""Title and snippet with the words searched for in `<mark>`, cut from the original text.

Folding is one to one, so a place in the folded text is the same place in the original: 志愿 marks 志願. Everything but
the `<mark>` is escaped. Marks what matched as characters; knows nothing of scores.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

from archive.search.tree import Phrase
from archive.text.normalise import fold

SNIPPET_LENGTH = 120
_MAX_MARKS = 2000
_SENTENCE_END = re.compile(r"[。！？!?；;…\n]+[”’」』）)]*")
_LEAD = 20

Place = tuple[int, int]


def mark_title(title: str, phrases: Sequence[Phrase]) -> str:
    """The whole title as safe HTML."""
    return _marked(title, 0, len(title), _places(title, _texts(phrases, {"", "title"})))


def mark_snippet(body: str, phrases: Sequence[Phrase]) -> str:
    """The best passage of the body as safe HTML, about SNIPPET_LENGTH characters of it, whole sentences if they fit.

    The best passage holds the most different phrases, then the most characters marked, then stands first. Without any
    match it is the beginning.
    """
    texts = _texts(phrases, {"", "body"})
    places = _places(body, texts)
    start, end = _passage(body, _best_place(body, places, SNIPPET_LENGTH))
    cut = _marked(body, start, end, places).replace("\n", " ")
    return ("…" if start > 0 else "") + cut + ("…" if end < len(body.rstrip()) else "")


def _texts(phrases: Iterable[Phrase], fields: set[str]) -> list[str]:
    folded = {fold(phrase.text).replace("\n", " ") for phrase in phrases if phrase.field in fields}
    return sorted(folded - {""}, key=len, reverse=True)


def _places(text: str, texts: Sequence[str]) -> list[Place]:
    """Where the folded phrases stand, longest first at the same place, without overlaps, in order."""
    if not texts:
        return []
    folded = fold(text).replace("\n", " ")
    pattern = re.compile("|".join(map(re.escape, texts)))
    places = []
    for match in pattern.finditer(folded):
        places.append(match.span())
        if len(places) >= _MAX_MARKS:
            break
    return places


def _best_place(text: str, places: Sequence[Place], width: int) -> Place:
    """The span from the first to the last match of the best window of `width` characters; (0, 0) without matches."""
    folded = fold(text)
    best, best_worth = (0, 0), (0, 0)
    first = 0
    for last, (_start, end) in enumerate(places):
        while places[first][0] < end - width and first < last:
            first += 1
        window = places[first : last + 1]
        worth = (len({folded[start:stop] for start, stop in window}), sum(stop - start for start, stop in window))
        if worth > best_worth:
            best, best_worth = (places[first][0], end), worth
    return best


def _passage(text: str, place: Place) -> Place:
    """The sentence or sentences around a place if they fit, else a cut of SNIPPET_LENGTH that holds the place."""
    start, end = place
    sentence_start, sentence_end = _sentence_around(text, start, end)
    if sentence_end - sentence_start <= SNIPPET_LENGTH:
        return _filled(text, sentence_start, sentence_end)
    start = max(sentence_start, start - _LEAD)
    return start, min(len(text), max(end, start + SNIPPET_LENGTH))


def _sentence_around(text: str, start: int, end: int) -> Place:
    """Bounds of the sentences a place touches, looked for within SNIPPET_LENGTH of it."""
    sentence_start = max(0, start - SNIPPET_LENGTH)
    begins = 0 if sentence_start == 0 else sentence_start
    for match in _SENTENCE_END.finditer(text, sentence_start, start):
        begins = match.end()
    following = _SENTENCE_END.search(text, max(start, end - 1), end + SNIPPET_LENGTH)
    ends = following.end() if following else min(len(text), end + SNIPPET_LENGTH)
    return min(begins, start), max(ends, end)


def _filled(text: str, start: int, end: int) -> Place:
    """The passage with following sentences added while they fit."""
    for match in _SENTENCE_END.finditer(text, end, min(len(text), start + SNIPPET_LENGTH)):
        end = match.end()
    if start < len(text) <= start + SNIPPET_LENGTH:
        end = len(text)
    return start, len(text[:end].rstrip())


def _marked(text: str, start: int, end: int, places: Sequence[Place]) -> str:
    pieces, position = [], start
    for mark_start, place_end in _touching_joined(places):
        mark_end = min(place_end, end)
        if mark_start < position or mark_start >= mark_end:
            continue
        pieces += [escape(text[position:mark_start]), "<mark>", escape(text[mark_start:mark_end]), "</mark>"]
        position = mark_end
    return "".join([*pieces, escape(text[position:end])])


def _touching_joined(places: Sequence[Place]) -> list[Place]:
    """Places with nothing between them as one: words of a query that stand together are marked together."""
    joined: list[Place] = []
    for place in places:
        if joined and joined[-1][1] == place[0]:
            joined[-1] = (joined[-1][0], place[1])
        else:
            joined.append(place)
    return joined
