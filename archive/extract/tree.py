"""An HTML string as `HtmlPage`: what its head states about it, and its visible text as blocks.

Safe on hostile input: time and memory are bounded for any markup (`archive.extract.markup`, MAX_BLOCKS, MAX_LINKS).

Deliberately not here: deciding which of it is title, date or body.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from archive.extract.blocks import Block, BlockCollector, Container
from archive.extract.markup import bound_markup
from archive.text.normalise import clean_line

SELECTED_BODY = "selected-body-of-this-site"
MAX_LD_JSON_CHARS = 1_000_000
_MAX_LD_OBJECTS = 200


@dataclass(frozen=True, kw_only=True)
class TimeMark:
    """A `<time>` element: its machine-readable value ('' if none) and its words."""

    value: str
    text: str


@dataclass(frozen=True, kw_only=True)
class NamedMark:
    """A short element whose id or class says what it holds (author, account), with its words."""

    names: str
    text: str


@dataclass(frozen=True, kw_only=True)
class HtmlPage:
    """One parsed page. All texts are clean single lines; nothing here is trusted beyond "the page states it".

    `meta` maps name, property or itemprop (lower case) to content; of several the first. `ld_json` are the objects of
    all JSON-LD scripts, lists and @graph taken apart. `headings` are the h1 to h6 among `blocks`. Hidden text is not
    in `blocks`, unless most of the page is hidden (pages that scripts reveal).
    """

    title_tag: str = ""
    lang: str = ""
    canonical: str | None = None
    meta: Mapping[str, str] = field(default_factory=dict)
    ld_json: tuple[dict[str, Any], ...] = ()
    blocks: tuple[Block, ...] = ()
    containers: tuple[Container, ...] = ()
    times: tuple[TimeMark, ...] = ()
    named: tuple[NamedMark, ...] = ()
    selected: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()

    @property
    def headings(self) -> tuple[Block, ...]:
        """The heading blocks, in page order."""
        return tuple(block for block in self.blocks if block.kind == "heading")

    def path(self, block: Block, *, limit: int = 100) -> Iterator[Container]:
        """The block-level elements around a block, from the nearest outwards, at most `limit`."""
        index = block.container
        while index >= 0 and limit > 0:
            container = self.containers[index]
            yield container
            index, limit = container.parent, limit - 1


def read_html(html: str, selectors: Mapping[str, str] | None = None) -> HtmlPage:
    """Parse a page. Never raises: any string is HTML of some kind.

    `selectors` are CSS by part of the page: `body` marks the element that holds the text, the words of the others go
    into `selected`. A selector that is none is left out with the warning `selector_invalid`.
    """
    bounded, warnings = bound_markup(html)
    tree = LexborHTMLParser(bounded)
    selected, unread = _select(tree, selectors or {})
    collector = BlockCollector()
    root = tree.body or tree.root
    if root is not None:
        collector.walk(root)
    title = tree.css_first("head > title") or tree.css_first("title")
    html_node = tree.css_first("html")
    return HtmlPage(
        title_tag=clean_line(title.text(deep=True)) if title else "",
        lang=(html_node.attributes.get("lang") or "") if html_node else "",
        canonical=_canonical(tree),
        meta=_read_meta(tree),
        ld_json=tuple(_read_ld_json(tree)),
        blocks=tuple(_visible(collector)),
        containers=tuple(collector.containers),
        times=tuple(
            TimeMark(value=node.attributes.get("datetime") or "", text=clean_line(node.text(deep=True)[:200]))
            for node in tree.css("time")[:50]
        ),
        named=tuple(_read_named(tree)),
        selected=selected,
        warnings=(*warnings, *unread),
    )


def _select(tree: LexborHTMLParser, selectors: Mapping[str, str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """The words each selector finds; the element of `body` is given the id that `find_article_range` looks for."""
    selected: dict[str, str] = {}
    unread = False
    for part, selector in selectors.items():
        try:
            node = tree.css_first(selector)
        except (ValueError, SelectolaxError):
            unread = True
            continue
        text = clean_line(node.text(deep=True)[:2_000]) if node else ""
        if node and text:
            selected[part] = text
            if part == "body":
                node.attrs["id"] = SELECTED_BODY
    return selected, ("selector_invalid",) if unread else ()


def _read_named(tree: LexborHTMLParser) -> Iterator[NamedMark]:
    """The elements that platforms name writer and account by."""
    for node in tree.css("#js_name, #js_author_name, .rich_media_meta, .rich_media_meta_text, .profile_nickname")[:20]:
        attributes = node.attributes
        names = f"{attributes.get('id') or ''} {attributes.get('class') or ''}".lower()
        text = clean_line(node.text(deep=True)[:200])
        if text:
            yield NamedMark(names=names, text=text)


def _visible(collector: BlockCollector) -> list[Block]:
    shown = sum(len(block.text) for block in collector.blocks)
    hidden = sum(len(block.text) for block in collector.hidden_blocks)
    return collector.blocks if shown >= hidden / 2 else collector.blocks + collector.hidden_blocks


def _canonical(tree: LexborHTMLParser) -> str | None:
    node = tree.css_first('link[rel="canonical"][href]')
    return (node.attributes.get("href") or "").strip() or None if node else None


def _read_meta(tree: LexborHTMLParser) -> dict[str, str]:
    meta: dict[str, str] = {}
    for node in tree.css("meta[content]")[:500]:
        attributes = node.attributes
        name = attributes.get("name") or attributes.get("property") or attributes.get("itemprop")
        if name:
            meta.setdefault(name.strip().lower(), clean_line((attributes.get("content") or "")[:5_000]))
    return meta


def _read_ld_json(tree: LexborHTMLParser) -> Iterator[dict[str, Any]]:
    found = 0
    for node in tree.css('script[type="application/ld+json"]')[:20]:
        for item in _objects(node.text(deep=True)):
            found += 1
            if found > _MAX_LD_OBJECTS:
                return
            yield item


def _objects(text: str) -> Iterator[dict[str, Any]]:
    if len(text) > MAX_LD_JSON_CHARS:
        return
    try:
        # Sites write raw line breaks into JSON strings; strict=False reads them.
        waiting = [json.loads(text, strict=False)]
    except (ValueError, RecursionError):
        return
    while waiting:
        value = waiting.pop(0)
        if isinstance(value, list):
            waiting[:0] = value[:_MAX_LD_OBJECTS]
        elif isinstance(value, dict):
            yield value
            graph = value.get("@graph")
            waiting[:0] = graph[:_MAX_LD_OBJECTS] if isinstance(graph, list) else []
