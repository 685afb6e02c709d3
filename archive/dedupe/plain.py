"""The bare characters of a story: what is left once script, case, width, punctuation and spaces are evened out.

Fingerprints, anchors and alignments all read this form, so that copies differ only where somebody changed words. Does
not keep offsets into the page: what readers are shown of a difference is worked out on the pages themselves.
"""

from __future__ import annotations

from functools import lru_cache

from archive.text.normalise import fold
from archive.text.regex import regex
from archive.text.script import to_simplified

# Everything that is neither a Chinese character nor an ASCII letter or digit: sites add, drop and convert these.
_NOISE = regex(r"[^0-9a-z\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")


@lru_cache(maxsize=8)
def plain_text(text: str) -> str:
    """The Chinese characters, ASCII letters (lower case) and digits of `text`, simplified, in their order."""
    return _NOISE.sub("", fold(to_simplified(text)))
