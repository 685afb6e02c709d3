"""The characters in which texts and queries meet, the same for every engine: folded one to one, none of them unsearchable.

Every two neighbouring characters are a pair, Latin letters, digits, spaces and punctuation too, so that any piece of a
text can be found; an END closes each text, so that its last character also begins a pair. The position of a pair is
that of its first character, in the original as in the folded text. Queries are cut into words elsewhere
(`archive.search.words`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.text.normalise import fold

END = "\x03"
# Control characters and lone surrogates cannot be searched for, and END must not occur in a text.
_UNSEARCHABLE = re.compile("[\x00-\x1f\x7f\u2028\u2029\ud800-\udfff]")


def fold_text(text: str) -> str:
    """The form in which texts and queries meet: same length, line breaks and control characters as spaces."""
    return _UNSEARCHABLE.sub(" ", fold(text))


def pairs(folded: str) -> Iterator[tuple[str, int]]:
    """Every pair of neighbouring characters with the position of its first one; the last pair ends in END."""
    closed = folded + END
    for position in range(len(folded)):
        yield closed[position : position + 2], position
