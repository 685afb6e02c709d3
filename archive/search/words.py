"""Cuts the unquoted runs of a query into words, each of which becomes an exact phrase.

Only queries are cut, never articles: the index finds any characters, so a cut can only make a query more or less
strict, never blind. `exact_tree` gives the strict reading, `loose_tree` the one to fall back on when that finds
nothing, `followed_tree` the one that adds to what it finds when that is little.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import rjieba

from archive.search.domain import join_words
from archive.search.tree import AllOf, AnyOf, Followed, Node, Phrase, Without, Words
from archive.text.normalise import fold

MAX_WORDS = 60

# A run of Latin letters and digits, joined by the signs that stand inside such words: covid-19, 3.5%, at&t.
_LATIN = re.compile(r"[a-z0-9\u00c0-\u024f]+(?:[-.'’&_/:@+·][a-z0-9\u00c0-\u024f]+)*%?")
_CHINESE = re.compile(r"[^\W\da-z_\u00c0-\u024f]{2,}")
# Words that carry no meaning of their own between others; alone they are searched like any other.
_FUNCTION_WORDS = frozenset("的了着过在和与及或是有为于把被将从对向这那就也都而且之其以")


@lru_cache(maxsize=2048)
def cut_words(text: str, *, whole: bool = True) -> tuple[str, ...]:
    """The words of a run of text, folded. Single characters are glued to a neighbour; punctuation is dropped.

    `whole` keeps the archive's own words (志愿服务) in one piece. A run of nothing but punctuation is one word, as it
    stands.
    """
    folded = fold(text)
    words: list[str] = []
    position = 0
    for match in _LATIN.finditer(folded):
        words += _cut_chinese(folded[position : match.start()], whole)
        words.append(match.group())
        position = match.end()
    words += _cut_chinese(folded[position:], whole)
    return tuple(words[:MAX_WORDS]) or ((folded.strip(),) if folded.strip() else ())


def has_too_many_words(node: Node | None) -> bool:
    """Whether some run of unquoted text may hold more words than are looked for."""
    if isinstance(node, Words):
        return len(cut_words(node.text)) >= MAX_WORDS
    if isinstance(node, AllOf | AnyOf):
        return any(map(has_too_many_words, node.parts))
    return isinstance(node, Without) and has_too_many_words(node.part)


def _cut_chinese(run: str, whole: bool) -> list[str]:
    words: list[str] = []
    for piece in re.split(r"[\W_]+", run):
        if piece:
            cut = rjieba.cut(piece)
            words += _glued(join_words(cut) if whole else cut)
    return words


def _glued(pieces: list[str]) -> list[str]:
    """Pieces without function words, single characters joined to the piece before them, or else after them.

    A single character by itself stands in nearly every article; joined, it says what the reader typed.
    """
    words: list[str] = []
    open_end = False  # whether the last word touches the next piece
    for piece in pieces:
        if piece in _FUNCTION_WORDS and len(pieces) > 1:
            open_end = False
        elif open_end and (len(piece) == 1 or len(words[-1]) == 1):
            words[-1] += piece
        else:
            words.append(piece)
            open_end = True
    return words or ["".join(pieces)]


def exact_tree(node: Node | None) -> Node | None:
    """The tree with every run cut into phrases that all have to match; adjacent words raise the score as one phrase."""
    if isinstance(node, Words):
        return _all_of(node)
    if isinstance(node, AllOf):
        return AllOf(tuple(part for part in map(exact_tree, node.parts) if part is not None), strict=node.strict)
    if isinstance(node, AnyOf):
        return AnyOf(tuple(part for part in map(exact_tree, node.parts) if part is not None))
    if isinstance(node, Without):
        part = exact_tree(node.part)
        return Without(part) if part is not None else None
    return node


def loose_tree(node: Node | None) -> Node | None:
    """The tree in which any one of the unquoted words, or of their parts, will do; None where that changes nothing.

    Phrases in quotes and exclusions keep their force; nothing between which somebody wrote AND is given up.
    """
    if isinstance(node, Words):
        return AnyOf(tuple(_parts(node))) if _are_several([node]) else None
    if isinstance(node, AllOf) and not node.strict:
        words = [part for part in node.parts if isinstance(part, Words)]
        loose = dict.fromkeys(part for run in words for part in _parts(run))
        strict = [part for part in (exact_tree(part) for part in node.parts if not isinstance(part, Words)) if part]
        return AllOf((AnyOf(tuple(loose)[:MAX_WORDS]), *strict)) if _are_several(words) else None
    return None


def followed_tree(node: Node | None) -> Node | None:
    """The strict reading, followed by what has some of the words' parts; None where that is not what was asked for.

    Only for plain words, two at least: who quotes, names a field, excludes or writes AND gets exactly what was asked for.
    """
    if isinstance(node, AllOf) and node.strict:
        return None
    runs = node.parts if isinstance(node, AllOf) else (node,)
    words = [run for run in runs if isinstance(run, Words) and not run.field]
    parts = tuple(dict.fromkeys(part for run in words for part in _parts(run)))[:MAX_WORDS]
    first = exact_tree(node)
    return Followed(first, parts) if first and len(words) == len(runs) and _are_several(words) else None


def _are_several(runs: Sequence[Words]) -> bool:
    """Whether there is more than one word: a single one (a name) is never taken apart."""
    return len({word for run in runs for word in cut_words(run.text, whole=False)}) > 1


def _phrases(words: Words) -> list[Phrase]:
    return [Phrase(word, words.field) for word in dict.fromkeys(cut_words(words.text))]


def _parts(words: Words) -> list[Phrase]:
    """What an article may have of a run to be found at all: its words, and every two neighbouring characters, for what
    says the same in words cut otherwise.
    """
    found = dict.fromkeys(cut_words(words.text, whole=False))
    for run in _CHINESE.findall(fold(words.text)):
        found.update(dict.fromkeys(run[start : start + 2] for start in range(len(run) - 1)))
    return [Phrase(part, words.field) for part in found][:MAX_WORDS]


def _all_of(words: Words) -> Node | None:
    phrases = _phrases(words)
    if not phrases:
        return None
    if len(phrases) == 1:
        return phrases[0]
    pairs = tuple(Phrase(first.text + second.text, words.field) for first, second in pairwise(phrases))
    return AllOf(tuple(phrases), better=pairs)
