"""How text becomes OpenSearch's terms: pairs of neighbouring characters, cut here and sent as words between spaces.

The server's own `whitespace` analyzer, which every installation has, only takes them apart again and numbers them: no
plugin is needed, and what is found is what the embedded engine finds.
"""

from __future__ import annotations

from archive.search.characters import END, fold_text

# Java's white space among folded characters; control characters, which no folded text has, stand for them.
_SPACES = str.maketrans({" ": "\x01", "\u1680": "\x02"})


def text_tokens(text: str) -> str:
    """The pairs of a text, each with its place: the first token is that of the first character."""
    closed = fold_text(text).translate(_SPACES) + END
    return " ".join([closed[place : place + 2] for place in range(len(closed) - 1)])


def character_tokens(text: str) -> str:
    """The different characters of a text, in no order."""
    return " ".join(dict.fromkeys(fold_text(text).translate(_SPACES)))


def phrase_tokens(text: str) -> tuple[str, ...]:
    """What has to stand side by side where a text holds these characters; a single character is given as it is."""
    folded = fold_text(text).translate(_SPACES)
    return tuple(folded[place : place + 2] for place in range(max(1, len(folded) - 1))) if folded else ()


def range_bound(text: str) -> str:
    """Where a range of tokens begins or ends, from characters as the embedded engine compares them: as they are."""
    return text.translate(_SPACES)
