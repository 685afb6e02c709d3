"""The query language: from what a reader typed to a tree. Every string has an answer; nothing here raises.

Words are ANDed; `"…"` `“…”` `「…」` `『…』` are exact phrases; `OR`, `NOT`, a leading `-`, and `AND`, which says the same as
a space but leaves no room for less; `title:` `body:` `source:` `author:` and 标题: 正文: 来源: 作者: before a word, a phrase
or a group; `( )`. Full-width forms count as the plain ones. Operators are in capitals (`or` is an English word), with spaces or ideographs around them. A hyphen inside a
word is part of it. A stray bracket, quote or operator is skipped.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from archive.search.tree import AllOf, AnyOf, Node, Phrase, TextField, Without, Words
from archive.search.words import MAX_WORDS, has_too_many_words

MAX_LENGTH = 500
MAX_TERMS = 40
MAX_DEPTH = 20

_FIELDS: Mapping[str, TextField] = {
    "title": "title",
    "标题": "title",
    "標題": "title",
    "body": "body",
    "正文": "body",
    "source": "source",
    "来源": "source",
    "來源": "source",
    "author": "author",
    "作者": "author",
}

_TOKEN = re.compile(
    r"""
      (?P<space>\s+)
    | ["＂](?P<straight>[^"＂]*)["＂]
    | “(?P<curly>[^”]*)”
    | 「(?P<corner>[^」]*)」
    | 『(?P<double_corner>[^』]*)』
    | (?P<stray>["＂“”「」『』])
    | (?P<open>[(（])
    | (?P<close>[)）])
    | (?P<field>(?:title|标题|標題|body|正文|source|来源|來源|author|作者)\s?[:：])(?=\s?[^\s:：)）])
    | (?P<operator>OPERATOR(?=[\s(（"＂“「『\u3400-\u9fff]|\Z))
    | (?P<minus>(?:(?<=[\s(（:：])|(?<=\A))[-－−](?=[^\s\-－−]))
    | (?P<word>(?:(?!(?<=[\u3400-\u9fff])OPERATOR[\u3400-\u9fff])[^\s"＂“”「」『』()（）])+)
    """.replace("OPERATOR", "(?-i:OR|AND|NOT|ＯＲ|ＡＮＤ|ＮＯＴ)"),
    re.VERBOSE | re.IGNORECASE,
)
_QUOTES = ("straight", "curly", "corner", "double_corner")
_OPERATORS = {"OR": "or", "ＯＲ": "or", "AND": "and", "ＡＮＤ": "and", "NOT": "not", "ＮＯＴ": "not"}


@dataclass(frozen=True, kw_only=True)
class ParsedQuery:
    """The tree (None: nothing was asked, so everything is meant) and what had to be left out, in sentences."""

    tree: Node | None
    notices: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Token:
    kind: Literal["phrase", "word", "open", "close", "field", "or", "and", "not"]
    text: str = ""


def parse_query(text: str) -> ParsedQuery:
    """The tree of a query string, at most MAX_LENGTH characters, MAX_TERMS terms and MAX_DEPTH brackets of it."""
    notices = []
    if len(text) > MAX_LENGTH:
        text = text[:MAX_LENGTH]
        notices.append(_("检索词过长，只采用了前 %(count)d 个字符。") % {"count": MAX_LENGTH})
    tokens = _tokens(text)
    kept = _bounded(tokens)
    if len(kept) < len(tokens):
        notices.append(_("检索条件过多，只采用了前 %(count)d 个。") % {"count": MAX_TERMS})
    parser = _Parser(kept)
    tree = parser.parse()
    if parser.too_deep:
        notices.append(_("括号嵌套过深，第 %(count)d 层以内的括号有效。") % {"count": MAX_DEPTH})
    if has_too_many_words(tree):
        notices.append(_("检索词过多，每一段只采用了前 %(count)d 个词。") % {"count": MAX_WORDS})
    return ParsedQuery(tree=tree, notices=tuple(notices))


def _tokens(text: str) -> list[_Token]:
    tokens = []
    for match in _TOKEN.finditer(text):
        token = _token(match.lastgroup or "", match.group(match.lastgroup or 0))
        if token is not None:
            tokens.append(token)
    return tokens


def _token(kind: str, text: str) -> _Token | None:
    if kind in _QUOTES:
        return _Token("phrase", text.strip()) if text.strip() else None
    if kind == "operator":
        return _Token(_OPERATORS[text])  # type: ignore[arg-type]
    if kind == "minus":
        return _Token("not")
    if kind == "field":
        return _Token("field", _FIELDS[text.rstrip(":： \u3000").lower()])
    if kind in {"word", "open", "close"}:
        return _Token(kind, text)  # type: ignore[arg-type]
    return None


def _bounded(tokens: list[_Token]) -> list[_Token]:
    terms = 0
    for number, token in enumerate(tokens):
        terms += token.kind in {"word", "phrase"}
        if terms > MAX_TERMS:
            return tokens[:number]
    return tokens


class _Parser:
    """Recursive descent over tokens; what does not fit is skipped."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self.too_deep = False

    def parse(self) -> Node | None:
        parts = []
        while self._at < len(self._tokens):
            part = self._alternatives("", 0)
            if part is not None:
                parts.append(part)
            self._at += 1  # past a closing bracket that none opened
        return _joined(parts)

    def _peek(self) -> str:
        return self._tokens[self._at].kind if self._at < len(self._tokens) else ""

    def _alternatives(self, field: TextField, depth: int) -> Node | None:
        sides: list[Node] = []
        while True:
            side = self._together(field, depth)
            if side is not None:
                sides.append(side)
            if self._peek() != "or":
                break
            self._at += 1
        if len(sides) > 1:
            return AnyOf(tuple(sides))
        return sides[0] if sides else None

    def _together(self, field: TextField, depth: int) -> Node | None:
        parts: list[Node] = []
        strict = False
        while self._peek() not in {"", "or", "close"}:
            between = self._peek() == "and" and bool(parts)
            part = self._part(field, depth)
            if part is not None:
                parts.append(part)
                strict |= between
        return _joined(parts, strict)

    def _part(self, field: TextField, depth: int) -> Node | None:
        """One operand with what stands before it; None where nothing follows."""
        negated = False
        while self._peek() in {"not", "and", "field"}:
            token = self._tokens[self._at]
            negated ^= token.kind == "not"
            if token.kind == "field":
                field = token.text  # type: ignore[assignment]
            self._at += 1
        part = self._operand(field, depth)
        return Without(part) if negated and part is not None else part

    def _operand(self, field: TextField, depth: int) -> Node | None:
        kind = self._peek()
        if kind in {"", "or", "close"}:
            return None
        token = self._tokens[self._at]
        self._at += 1
        if kind == "phrase":
            return Phrase(token.text, field)
        if kind == "word":
            return Words(token.text, field)
        if depth >= MAX_DEPTH:
            self.too_deep |= kind == "open"
            return None  # the bracket is skipped, what it holds is read as if it were not there
        inner = self._alternatives(field, depth + 1)
        if self._peek() == "close":
            self._at += 1
        return inner


def _joined(parts: list[Node], strict: bool = False) -> Node | None:
    if len(parts) > 1:
        return AllOf(tuple(parts), strict=strict)
    return parts[0] if parts else None
