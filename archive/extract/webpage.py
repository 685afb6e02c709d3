"""An HTML page as a draft: the markup's own statements and the lines of the part that holds the article.

Deliberately not here: parsing (`tree`), weighing (`density`), and the line rules shared with plain text (`article`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from archive.errors import ExtractError
from archive.extract.assemble import Stated, assemble
from archive.extract.blocks import Block
from archive.extract.damage import mend_lines
from archive.extract.density import find_article_range
from archive.extract.lines import MAX_LINES, Line, arrange_lines
from archive.extract.metadata import (
    find_account,
    find_meta_authors,
    find_meta_published,
    find_meta_source,
    find_script_published,
    find_selected_date,
    find_site_name,
    find_title,
    site_in_title,
)
from archive.extract.noise import is_breadcrumb
from archive.extract.opinions import find_disagreements
from archive.extract.shapes import is_meta, is_prose
from archive.extract.sites import SiteTable, find_site
from archive.extract.tree import HtmlPage, read_html
from archive.records import Draft, Page
from archive.text.normalise import clean_line
from archive.text.regex import regex

_ROLES = {"heading": "heading", "caption": "caption", "image_name": "image"}
_ABOVE, _BELOW = 60, 25
_ASIDE = regex(
    r"\b(?:side|sidebar|aside|footer|foot|related?|recommend|hot|rank|comments?|cmt|reply|nav|ft|share|tools?)\b"
)
_OF_READERS = regex(r"(?:^|[\s_-])(?:comments?|cmt|related|recommend)(?:$|[\s_-]|list|box)")
_CREDIT = regex(r"(?:摄|攝|供图|供圖|图源|图[/／:：|][^。]{1,12}|资料图)[)）】。]?$")
_MAX_CAPTION = 80
_MAX_OUTSIDE = 2_000
_LINK = 0.7


def extract_webpage(page: Page, sites: SiteTable | None = None) -> Draft:
    """Understand a page of markup. Raises `ExtractError` where it shows no text."""
    site = find_site(page.url, sites)
    tree = read_html(page.content, site.selectors if site else None)
    if not tree.blocks:
        raise ExtractError("the markup holds no text")
    title = tree.selected.get("title") or find_title(tree)
    found = list(_article_lines(tree, title))
    texts, flags = mend_lines([title, *(line.text for line in found)])
    lines = [Line(clean_line(text), line.role) for text, line in zip(texts[1:], found, strict=True)]
    stated = _stated(tree, page.content, clean_line(texts[0]))
    lines = list(arrange_lines(line for line in lines[:MAX_LINES] if line.text))
    draft = assemble(page, lines, flags=flags, stated=stated, sites=sites)
    differing = find_disagreements(tree, page.content, draft)
    return replace(
        draft,
        flags=tuple(sorted({*draft.flags, *differing})),
        warnings=(*draft.warnings, *tree.warnings),
    )


def _stated(tree: HtmlPage, markup: str, title: str) -> Stated:
    """What the markup says beside the lines; what a site's selectors point at goes before everything else."""
    account, writer = find_account(tree)
    selected = tree.selected
    return Stated(
        title=title,
        site_name=account or find_site_name(tree) or site_in_title(tree.title_tag, title),
        published=find_selected_date(selected.get("date", "")) or find_meta_published(tree),
        published_last=partial(find_script_published, tree, markup),
        authors=find_meta_authors(tree) or writer,
        source=selected.get("source") or find_meta_source(tree),
        selected_source=selected.get("source"),
        selected_author=selected.get("author"),
        selected_editor=selected.get("editor"),
        page_title=tree.title_tag,
        channel=tree.meta.get("columnname") or None,
    )


def _article_lines(tree: HtmlPage, title: str) -> list[Line]:
    """The lines around and inside the element with the article: header without menus and teasers, text, sign-off."""
    span = find_article_range(tree)
    blocks = tree.blocks
    if span is None:
        return [_line(block) for block in blocks]
    first, last = span
    above = blocks[_title_at(blocks, title, first) : first]
    header = (
        line for line in map(_outside, above) if not is_prose(line) and (line.role != "link" or is_breadcrumb(line.key))
    )
    below = (
        replace(_outside(block), role="aside") if _is_aside(tree, block) else _outside(block)
        for block in blocks[last : last + _BELOW]
    )
    if "body" in tree.selected:
        # Where a site says which element holds the text, nothing above it can be part of it.
        header = (line if line.role else Line(line.text, "header") for line in list(header))
    return [*header, *_inside(tree, blocks[first:last], title), *below]


def _title_at(blocks: Sequence[Block], title: str, first: int) -> int:
    """Where the header begins: a little above the title, for a breadcrumb; or a few blocks above the text."""
    for index in range(first - 1, -1, -1):
        if blocks[index].text == title:
            return max(0, index - 12)
    return max(0, first - _ABOVE)


def _inside(tree: HtmlPage, blocks: Sequence[Block], title: str) -> Iterator[Line]:
    # Where most of a text is centred, as accounts like to set it, that a line is centred says nothing.
    centred = sum(block.is_centred for block in blocks) * 3 < len(blocks)
    for block in blocks:
        if _is_of_readers(tree, block):
            continue
        line = _line(block)
        if not line.role and block.below_image and _is_caption(block, centred=centred):
            line = Line(line.text, "caption")
        if line.role != "link" or is_meta(line) or is_breadcrumb(line.key) or block.text == title:
            yield line


def _outside(block: Block) -> Line:
    """A block around the article; sellers of links set blocks of hundreds of thousands of characters there."""
    return _line(replace(block, text=block.text[:_MAX_OUTSIDE]) if len(block.text) > _MAX_OUTSIDE else block)


def _line(block: Block) -> Line:
    """A block as a line; a line of links that is no sentence is marked as such."""
    text = " ".join(block.pieces) if block.pieces and len(block.text) <= 120 and _is_header_like(block) else block.text
    role = _ROLES.get(block.kind, "")
    if not role and block.link_share >= _LINK:
        role = "link"
    return Line(text, role)


def _is_of_readers(tree: HtmlPage, block: Block) -> bool:
    """Comments and boxes of related articles inside the element that holds the article."""
    return any(
        container.tag in ("div", "section", "ul", "ol", "li", "aside") and bool(_OF_READERS.search(container.names))
        for container in tree.path(block, limit=4)
    )


def _is_caption(block: Block, *, centred: bool) -> bool:
    """A short line right below a picture: centred among lines that are not, or with its photographer."""
    text = block.text
    if len(text) > _MAX_CAPTION or text.count("。") > 1 or text.endswith(("：", ":", "？", "！")):
        return False
    return (centred and block.is_centred) or bool(_CREDIT.search(text))


def _is_aside(tree: HtmlPage, block: Block) -> bool:
    return any(
        container.tag in ("aside", "footer", "nav") or bool(_ASIDE.search(container.names))
        for container in tree.path(block, limit=6)
    )


def _is_header_like(block: Block) -> bool:
    """Pieces side by side (date, source, author) are kept apart by a space; a sentence with bold words is not."""
    return "。" not in block.text and is_meta(Line(block.text))
