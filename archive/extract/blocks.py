"""The visible text of a parsed page as a flat list of blocks, in reading order, with where each one stands.

A block is what a reader sees as one paragraph: inline elements joined, `<br>` and block-level elements split. Scripts,
styles, form controls, ruby readings and hidden elements are left out.

Deliberately not here: which blocks are the article (`archive.extract.body`), and facts in the page's head
(`archive.extract.tree`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, NamedTuple

from selectolax.lexbor import LexborNode

from archive.text.normalise import clean_line
from archive.text.regex import regex

BlockKind = Literal["heading", "paragraph", "caption", "list_item", "table_cell", "image_name"]

MAX_BLOCKS = 20_000
"""As many as there are lines looked at; the longest real page has some hundreds."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SKIPPED = _words(
    "head title script style noscript iframe template svg math canvas object embed audio video map button "
    "select textarea input option optgroup datalist rt rp noframes progress meter meta link base -comment -doctype"
)
_BLOCK_TAGS = _words(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre search section "
    "summary table tbody td tfoot th thead tr ul"
)
_KIND_OF_TAG: Mapping[str, BlockKind] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    **dict.fromkeys(("figcaption", "caption"), "caption"),
    **dict.fromkeys(("li", "dt", "dd"), "list_item"),
    **dict.fromkeys(("td", "th"), "table_cell"),
}
_LEAVES_TABLE_CELL = _words("p div section article blockquote center")
_CAPTION_CLASS = regex(r"caption|(?:img|image|pic|photo)[-_]?(?:desc?|text|info|note|tip|explain)s?\b")
_HIDDEN_STYLE = regex(r"display\s*:\s*none", re.I)
_BLOCK_STYLE = regex(r"display\s*:\s*(?:block|flex|grid|table|list-item)", re.I)
_CENTRED_STYLE = regex(r"text-align\s*:\s*center", re.I)
_PRE_STYLE = regex(r"white-space\s*:\s*(?:pre|break-spaces)", re.I)
_FILE_NAME = regex(r".{1,120}\.(?:jpe?g|png|gif|bmp|webp)", re.I)
_BREAK_BETWEEN_HAN = regex(r"(?<=[\u3000-\u9fff\uff00-\uffef])[ \t]*[\r\n]\s*(?=[\u3000-\u9fff\uff00-\uffef])")
_INDENT_AFTER_SENTENCE = regex(r"(?<=[。！？!?”」』）)…])(?:\u3000{2,}|\xa0{4,})")
_LABEL = regex(
    r"(?:文章|信息|新闻|稿件)?(?:来源|作者|责任编辑|责编|编辑|记者|通讯员|摄影|审核|发布|时间|日期|浏览|点击|阅读|查看|字号|字体|打印|分享"
    r"|來源|責任編輯|編輯|記者|發布|時間|瀏覽|點擊|閱讀)"
)


@dataclass(frozen=True, kw_only=True)
class Container:
    """One block-level element. `parent` is the index of the one around it, -1 for the outermost.

    `names` are its id, class, role and itemprop in lower case, as written in the page.
    """

    index: int
    parent: int
    tag: str
    names: str
    depth: int


@dataclass(frozen=True, kw_only=True)
class Block:
    """One paragraph as a reader sees it, as one clean line.

    `level` is 1 to 6 for headings, else 0. `link_share` is the part of its characters that are link text, 0..1.
    `container` is the index of the nearest block-level element. `pieces` is the text as its inline elements cut it
    (only for short blocks of more than one piece): where a header line holds date, source and author side by side.
    `below_image` says that a picture stands right before it. An `image_name` is the alternative text of a picture, or a line that is just a picture's file name.
    """

    text: str
    kind: BlockKind
    container: int
    level: int = 0
    link_share: float = 0.0
    depth: int = 0
    pieces: tuple[str, ...] = ()
    below_image: bool = False
    is_centred: bool = False


class _Style(NamedTuple):
    """What the style of one element says that matters here."""

    is_block: bool = False
    keeps_lines: bool = False
    is_hidden: bool = False
    is_centred: bool = False


_PLAIN_STYLE = _Style()
_LONGEST_STYLE = 1_000


@dataclass(kw_only=True, slots=True)
class _Frame:
    """What holds inside one open element; `node` is where the walk goes on after it."""

    node: LexborNode
    is_block: bool
    kind: BlockKind
    level: int
    container: int
    depth: int
    in_link: bool
    keeps_lines: bool
    is_hidden: bool
    is_centred: bool = False


@dataclass(kw_only=True, slots=True)
class _Run:
    """A stretch of text inside one inline element."""

    text: str
    in_link: bool
    piece: int


@dataclass(kw_only=True)
class BlockCollector:
    """Walks a tree without recursion, so that depth costs memory and not the stack."""

    containers: list[Container] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    hidden_blocks: list[Block] = field(default_factory=list)
    _open: list[_Frame] = field(default_factory=list)
    _runs: list[_Run] = field(default_factory=list)
    _images: list[str] = field(default_factory=list)
    _piece: int = 0
    _had_image: bool = False
    _below_image: bool = False

    def walk(self, root: LexborNode) -> None:
        """Collect `containers` and `blocks` below `root`; stops quietly at MAX_BLOCKS."""
        node: LexborNode | None = root
        while len(self.blocks) + len(self.hidden_blocks) < MAX_BLOCKS:
            if node is None:
                frame = self._open.pop()
                self._leave(frame)
                if not self._open:
                    break
                node = frame.node.next
            elif self._enter(node):
                node = node.first_child
            elif not self._open:
                break
            else:
                node = node.next

    def _enter(self, node: LexborNode) -> bool:
        """Take one node in; True if its children come next."""
        tag = node.tag or ""
        if tag == "-text":
            self._add_text(node.text_content or "")
        elif tag == "br":
            self._flush()
        elif tag == "img":
            self._add_image(node.attributes)
        elif tag not in _SKIPPED and not tag.startswith("-"):
            self._open_element(node, tag, node.attributes)
            return True
        return False

    def _open_element(self, node: LexborNode, tag: str, attributes: Mapping[str, str | None]) -> None:
        given = attributes.get("style") if attributes else None
        style = _style(given[:_LONGEST_STYLE]) if given else _PLAIN_STYLE
        is_block = tag in _BLOCK_TAGS or style.is_block
        self._end_piece(is_block)
        outer = self._open[-1] if self._open else None
        names = _names(attributes) if is_block else ""
        kind, level = _kind_inside(outer, tag, names)
        depth = outer.depth + 1 if outer else 0
        container = outer.container if outer else -1
        if is_block:
            self.containers.append(
                Container(index=len(self.containers), parent=container, tag=tag, names=names, depth=depth)
            )
            container = len(self.containers) - 1
        self._open.append(
            _Frame(
                node=node,
                is_block=is_block,
                kind=kind,
                level=level,
                container=container,
                depth=depth,
                in_link=tag == "a" or bool(outer and outer.in_link),
                keeps_lines=tag == "pre" or style.keeps_lines or (outer is not None and outer.keeps_lines),
                is_hidden=style.is_hidden or "hidden" in attributes or (outer is not None and outer.is_hidden),
                is_centred=tag == "center"
                or style.is_centred
                or attributes.get("align") == "center"
                or (outer is not None and outer.is_centred and not is_block),
            )
        )

    def _leave(self, frame: _Frame) -> None:
        if not frame.is_block:
            self._piece += 1
        elif self._runs or self._images or self._had_image:
            self._flush(frame)

    def _end_piece(self, is_block: bool) -> None:
        if not is_block:
            self._piece += 1
        elif self._runs or self._images or self._had_image:
            self._flush()

    def _add_text(self, text: str) -> None:
        frame = self._open[-1] if self._open else None
        if frame is None:
            return
        if not frame.keeps_lines:
            self._runs.append(_Run(text=text, in_link=frame.in_link, piece=self._piece))
            return
        for number, line in enumerate(text.splitlines()):
            if number:
                self._flush()
            self._runs.append(_Run(text=line, in_link=frame.in_link, piece=self._piece))

    def _add_image(self, attributes: Mapping[str, str | None]) -> None:
        self._had_image = True
        name = clean_line(attributes.get("alt") or attributes.get("title") or "")
        if name:
            self._images.append(name[:200])

    def _flush(self, frame: _Frame | None = None) -> None:
        """End the current paragraph."""
        frame = frame or (self._open[-1] if self._open else None)
        if frame is None or not (self._runs or self._images):
            self._below_image, self._had_image = self._below_image or self._had_image, False
            return
        into = self.hidden_blocks if frame.is_hidden else self.blocks
        if any(not run.text.isspace() for run in self._runs):
            into.extend(_blocks_of(self._runs, frame, below_image=self._below_image))
            self._below_image = False
        self._below_image, self._had_image = self._below_image or self._had_image, False
        # A picture inside a paragraph must not cut it in two: its name follows.
        into.extend(
            Block(text=name, kind="image_name", container=frame.container, depth=frame.depth) for name in self._images
        )
        self._runs, self._images, self._piece = [], [], 0


@lru_cache(maxsize=512)
def _style(style: str) -> _Style:
    return _Style(
        is_block=bool(_BLOCK_STYLE.search(style)),
        keeps_lines=bool(_PRE_STYLE.search(style)),
        is_hidden=bool(_HIDDEN_STYLE.search(style)),
        is_centred=bool(_CENTRED_STYLE.search(style)),
    )


@lru_cache(maxsize=512)
def _names_caption(names: str) -> bool:
    return bool(_CAPTION_CLASS.search(names))


def _names(attributes: Mapping[str, str | None]) -> str:
    if not attributes:
        return ""
    given = [attributes[key] for key in ("id", "class", "role", "itemprop") if key in attributes]
    return " ".join([value for value in given if value])[:200].lower()


def _kind_inside(outer: _Frame | None, tag: str, names: str) -> tuple[BlockKind, int]:
    kind = _KIND_OF_TAG.get(tag)
    if kind is not None:
        return kind, int(tag[1]) if kind == "heading" else 0
    if names and _names_caption(names):
        return "caption", 0
    if outer is None or (outer.kind == "table_cell" and tag in _LEAVES_TABLE_CELL):
        # Old sites lay whole pages out in tables: what stands in a paragraph inside a cell is a paragraph.
        return "paragraph", 0
    return outer.kind, outer.level


def _blocks_of(runs: list[_Run], frame: _Frame, *, below_image: bool = False) -> Iterator[Block]:
    pieces = _pieces(runs)
    joined = _joined(pieces)
    if "\n" in joined or "\r" in joined:
        joined = _BREAK_BETWEEN_HAN.sub("", joined)
    in_links = sum(len(run.text.strip()) for run in runs if run.in_link)
    indented = "\u3000\u3000" in joined or "\xa0\xa0" in joined
    paragraphs = [clean_line(part) for part in (_INDENT_AFTER_SENTENCE.split(joined) if indented else (joined,))]
    length = sum(map(len, paragraphs))
    tidy = tuple(filter(None, map(clean_line, pieces))) if len(pieces) > 1 and length <= 300 else ()
    for text in filter(None, paragraphs):
        yield Block(
            text=text,
            kind="image_name" if text[-5:].find(".") >= 0 and _FILE_NAME.fullmatch(text) else frame.kind,
            container=frame.container,
            level=frame.level,
            link_share=min(1.0, round(in_links / length, 3)),
            depth=frame.depth,
            pieces=tidy if len(tidy) > 1 else (),
            below_image=below_image,
            is_centred=frame.is_centred,
        )
        below_image = False


def _pieces(runs: list[_Run]) -> list[str]:
    if len(runs) == 1:
        return [runs[0].text]
    pieces: list[list[str]] = []
    last = -1
    for run in runs:
        if run.piece == last:
            pieces[-1].append(run.text)
        else:
            pieces.append([run.text])
        last = run.piece
    return ["".join(parts) for parts in pieces]


def _joined(pieces: list[str]) -> str:
    """Join what inline elements cut, with a space before a label: 作者：张三来源：新华网 would name nobody."""
    return "".join(f" {piece}" if number and _LABEL.match(piece) else piece for number, piece in enumerate(pieces))
