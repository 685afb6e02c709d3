"""The one form under which a name found in articles is counted, filed and looked up."""

from __future__ import annotations

import re
import unicodedata

MAX_NAME = 80
"""Characters of a name that is a code."""

_SPACE = re.compile(r"[\s\x00-\x1f\x7f\u2028\u2029\ud800-\udfff]+")


def name_code(name: str) -> str:
    """The code of a name found in articles: in one width, on one line, without commas, which part codes in the index."""
    plain = _SPACE.sub(" ", unicodedata.normalize("NFKC", name)).replace(",", "、").strip()
    return plain[:MAX_NAME].strip()
