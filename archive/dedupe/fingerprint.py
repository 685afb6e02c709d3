"""A fingerprint that is the same for the same story at another address, whatever its script, widths and punctuation.

It knows exact copies only: one changed word gives another fingerprint. Near-duplicates (spun, shortened, extended) are
found by `archive.dedupe.anchors` and judged by `archive.dedupe.compare`.
"""

from __future__ import annotations

import hashlib

from archive.dedupe.plain import plain_text

# Below this, two different notices ("活动圆满结束,感谢大家支持") agree by accident.
SHORTEST_TELLING = 60


def fingerprint(text: str) -> str:
    """SHA-256 (64 hex digits) of what is left of `text` once script, case, width and punctuation are evened out.

    Returns '' when fewer than `SHORTEST_TELLING` characters are left: too short to tell two stories apart.
    """
    kept = plain_text(text)
    if len(kept) < SHORTEST_TELLING:
        return ""
    return hashlib.sha256(kept.encode("utf-8", "surrogatepass")).hexdigest()
