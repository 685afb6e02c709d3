"""Which part of an HTML page holds the article: by the weight of running text in each element.

Deliberately not here: the line rules that then cut header and tail (`zones`, `tail`).
"""

from __future__ import annotations

import re

from archive.extract.blocks import Block
from archive.extract.tree import SELECTED_BODY, HtmlPage
from archive.text.regex import regex

_SENTENCE = regex(r"[，。；！？,;]")
_ASIDE = regex(
    r"comment|sidebar|footer|related|recommend|relat|hotnews|rank|share|nav|menu|copyright|toolbar|breadcrumb|login|foot\b"
)
_MIN_WEIGHT = 12
_PARENT_SHARES = (1.0, 0.85, 0.6, 0.3)


def find_article_range(page: HtmlPage) -> tuple[int, int] | None:
    """First and last (exclusive) index of the blocks of the element that holds the article; None without text."""
    if "body" in page.selected:
        chosen = next((c.index for c in page.containers if c.names.startswith(SELECTED_BODY)), None)
        if chosen is not None and any(_is_inside(page, block.container, chosen) for block in page.blocks):
            return _range_of(page, chosen)
    weights: dict[int, float] = {}
    for block in page.blocks:
        weight = _weigh(block)
        if weight < _MIN_WEIGHT:
            continue
        if any(_ASIDE.search(container.names) for container in page.path(block, limit=3)):
            weight *= 0.1
        for share, container in zip(_PARENT_SHARES, page.path(block, limit=len(_PARENT_SHARES)), strict=False):
            weights[container.index] = weights.get(container.index, 0.0) + weight * share
    if not weights:
        return None
    best = max(weights, key=lambda index: (weights[index] * _favour(page.containers[index].names), -index))
    return _range_of(page, best)


def _weigh(block: Block) -> float:
    """Running text counts by its length, links and pieces without a sentence do not."""
    if block.kind in ("caption", "image_name") or block.link_share > 0.5:
        return 0.0
    sentences = len(_SENTENCE.findall(block.text))
    if not sentences:
        return 0.0
    return min(len(block.text), 400) * (1 - block.link_share) + 3 * min(sentences, 20)


def _favour(names: str) -> float:
    if _ASIDE.search(names):
        return 0.1
    return 1.15 if re.search(r"article|content|main|text|detail|body|zoom|artibody|post", names) else 1.0


def _range_of(page: HtmlPage, container: int) -> tuple[int, int]:
    inside = [index for index, block in enumerate(page.blocks) if _is_inside(page, block.container, container)]
    return inside[0], inside[-1] + 1


def _is_inside(page: HtmlPage, index: int, ancestor: int) -> bool:
    # A child is always numbered after its parent, so that the search ends at the ancestor's own number.
    while index > ancestor:
        index = page.containers[index].parent
    return index == ancestor
