"""An HTML page as a draft: the markup's own statements and the lines of the part that holds the article.

Deliberately not here: parsing (`tree`), weighing (`density`), and the line rules shared with plain text (`article`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from archive.errors import ExtractError
from archive.extract.assemble import Stated, assemble
from archive.extract.blocks import Block
from archive.extract.damage import mend_lines
from archive.extract.density import find_article_range
from archive.extract.lines import MAX_LINES, Line, arrange_lines
from archive.extract.metadata import (
    find_meta_authors,
    find_meta_published,
    find_meta_source,
    find_script_published,
    find_site_name,
    find_title,
)
from archive.extract.noise import is_breadcrumb
from archive.extract.shapes import is_meta, is_prose
from archive.extract.tree import HtmlPage, read_html
from archive.records import Draft, Page
from archive.text.normalise import clean_line

_ROLES = {"heading": "heading", "caption": "caption", "image_name": "image"}
_ABOVE, _BELOW = 60, 25
_ASIDE = re.compile(r"\b(?:side|sidebar|aside|footer|foot|related?|recommend|hot|rank|comments?|cmt|reply|nav|ft)\b")
_LINK = 0.7


def extract_webpage(page: Page) -> Draft:
    """Understand a page of markup. Raises `ExtractError` where it shows no text."""
    tree = read_html(page.content)
    if not tree.blocks:
        raise ExtractError("the markup holds no text")
    title = find_title(tree)
    found = list(_article_lines(tree, title))
    texts, flags = mend_lines([title, *(line.text for line in found)])
    lines = [Line(clean_line(text), line.role) for text, line in zip(texts[1:], found, strict=True)]
    stated = Stated(
        title=clean_line(texts[0]),
        site_name=find_site_name(tree),
        published=find_meta_published(tree),
        published_last=find_script_published(tree, page.content),
        authors=find_meta_authors(tree),
        source=find_meta_source(tree),
        channel=tree.meta.get("columnname") or None,
    )
    draft = assemble(page, arrange_lines(line for line in lines[:MAX_LINES] if line.text), flags=flags, stated=stated)
    return replace(draft, warnings=(*draft.warnings, *tree.warnings))


def _article_lines(tree: HtmlPage, title: str) -> list[Line]:
    """The lines around and inside the element with the article: header without menus and teasers, text, sign-off."""
    span = find_article_range(tree)
    blocks = tree.blocks
    if span is None:
        return [_line(block) for block in blocks]
    first, last = span
    above = blocks[_title_at(blocks, title, first) : first]
    header = (
        line for line in map(_line, above) if not is_prose(line) and (line.role != "link" or is_breadcrumb(line.key))
    )
    below = (
        replace(_line(block), role="aside") if _is_aside(tree, block) else _line(block)
        for block in blocks[last : last + _BELOW]
    )
    return [*header, *_inside(blocks[first:last], title), *below]


def _title_at(blocks: Sequence[Block], title: str, first: int) -> int:
    """Where the header begins: a little above the title, for a breadcrumb; or a few blocks above the text."""
    for index in range(first - 1, -1, -1):
        if blocks[index].text == title:
            return max(0, index - 12)
    return max(0, first - _ABOVE)


def _inside(blocks: Sequence[Block], title: str) -> Iterator[Line]:
    for block in blocks:
        line = _line(block)
        if line.role != "link" or is_meta(line) or is_breadcrumb(line.key) or block.text == title:
            yield line


def _line(block: Block) -> Line:
    """A block as a line; a line of links that is no sentence is marked as such."""
    text = " ".join(block.pieces) if block.pieces and len(block.text) <= 120 and _is_header_like(block) else block.text
    role = _ROLES.get(block.kind, "")
    if not role and block.link_share >= _LINK:
        role = "link"
    return Line(text, role)


def _is_aside(tree: HtmlPage, block: Block) -> bool:
    return any(
        container.tag in ("aside", "footer", "nav") or bool(_ASIDE.search(container.names))
        for container in tree.path(block, limit=6)
    )


def _is_header_like(block: Block) -> bool:
    """Pieces side by side (date, source, author) are kept apart by a space; a sentence with bold words is not."""
    return "。" not in block.text and is_meta(Line(block.text))
