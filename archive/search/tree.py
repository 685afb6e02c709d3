"""A query as a tree that knows no engine: what a reader asked for, and what an engine has to find.

Made by `archive.search.parse`, cut into exact phrases by `archive.search.words`, answered by an engine. All text is as
the reader wrote it; folding is done where it is compared.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

TextField = Literal["", "title", "body", "source", "author"]
"""Where to look; empty: in title and body."""


@dataclass(frozen=True)
class Words:
    """A run of text without quotes, still to be cut into words."""

    text: str
    field: TextField = ""


@dataclass(frozen=True)
class Phrase:
    """Characters that have to stand in a field one after the other."""

    text: str
    field: TextField = ""


@dataclass(frozen=True)
class AllOf:
    """Every part has to match; each of `better` that matches as well only raises the score.

    `strict`: somebody wrote AND, so that no less will do where all of it finds little.
    """

    parts: tuple[Node, ...]
    better: tuple[Phrase, ...] = ()
    strict: bool = False


@dataclass(frozen=True)
class AnyOf:
    """At least one part has to match."""

    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Followed:
    """What matches `first`, and below all of that whatever has some of `parts` (a share of them, told by how rare each is)."""

    first: Node
    parts: tuple[Phrase, ...]


@dataclass(frozen=True)
class Without:
    """What must not match."""

    part: Node


Node = Words | Phrase | AllOf | AnyOf | Followed | Without


def wanted_phrases(node: Node | None) -> Iterator[Phrase]:
    """The phrases that speak for an article, those under `Without` left out: what a reader wants to see marked."""
    if isinstance(node, Phrase):
        yield node
    elif isinstance(node, AllOf | AnyOf):
        for part in node.parts:
            yield from wanted_phrases(part)
    elif isinstance(node, Followed):
        yield from wanted_phrases(node.first)
        yield from node.parts
