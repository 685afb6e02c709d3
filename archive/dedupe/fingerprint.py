"""A fingerprint that is the same for the same story at another address, whatever its script, widths and punctuation.

It knows exact copies only: one changed word gives another fingerprint. Near-duplicates (spun, shortened, extended)
are not its business.
"""

from __future__ import annotations

import hashlib
import re

from archive.text.normalise import fold
from archive.text.script import to_simplified

# Below this, two different notices ("活动圆满结束,感谢大家支持") agree by accident.
SHORTEST_TELLING = 60

# Everything that is neither a Chinese character nor an ASCII letter or digit: sites add, drop and convert these.
_NOISE = re.compile(r"[^0-9a-z\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")


def fingerprint(text: str) -> str:
    """SHA-256 (64 hex digits) of what is left of `text` once script, case, width and punctuation are evened out.

    Returns '' when fewer than `SHORTEST_TELLING` characters are left: too short to tell two stories apart.
    """
    kept = _NOISE.sub("", fold(to_simplified(text)))
    if len(kept) < SHORTEST_TELLING:
        return ""
    return hashlib.sha256(kept.encode("utf-8", "surrogatepass")).hexdigest()
