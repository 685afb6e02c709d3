"""Many words as one pattern that branches by character, so that a place is tried against a few words and not all.

Deliberately not here: the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping


def any_of(words: Iterable[str]) -> str:
    """A pattern for the longest of `words` that stands at a place; the same matches as the words joined by `|`,
    the longest first."""
    return any_followed({word: "" for word in words})


def any_followed(tails: Mapping[str, str]) -> str:
    """As `any_of`, each word with a pattern of its own behind it (`(?!生)`); a longer word is tried before a shorter.

    No word may be empty. Returns a group without a number, or `(?!)`, which never matches, for no words.
    """
    return _branch([(word, tail) for word, tail in tails.items() if word]) if tails else "(?!)"


def _branch(rows: list[tuple[str, str]]) -> str:
    """`rows` are what is left of each word, with its tail; a word that ends here comes last."""
    by_first: dict[str, list[tuple[str, str]]] = {}
    for word, tail in rows:
        if word:
            by_first.setdefault(word[0], []).append((word[1:], tail))
    parts = [re.escape(first) + _rest(rest) for first, rest in by_first.items()]
    parts += [tail for word, tail in rows if not word]
    return f"(?:{'|'.join(parts)})"


def _rest(rows: list[tuple[str, str]]) -> str:
    return re.escape(rows[0][0]) + rows[0][1] if len(rows) == 1 else _branch(rows)
