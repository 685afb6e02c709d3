"""From the engine-neutral tree to Whoosh query objects."""

from __future__ import annotations

from collections.abc import Mapping

from whoosh.query import And, AndMaybe, Every, Not, NullQuery, Or, Query

from archive.search.engines.whoosh.followed import FollowedBy
from archive.search.engines.whoosh.phrase import CharacterPhrase
from archive.search.tree import AllOf, AnyOf, Followed, Node, Phrase, TextField, Without

FIELDNAMES: Mapping[TextField, tuple[str, ...]] = {
    "": ("title", "text"),
    "title": ("title",),
    "body": ("text",),
    "source": ("source_text",),
    "author": ("author",),
}
TREE_FIELDS: Mapping[str, TextField] = {
    # Haystack's document field stands for "anywhere": the title is part of what a reader takes for the text.
    "text": "",
    "title": "title",
    "source_text": "source",
    "author": "author",
}


def compile_tree(node: Node | None) -> Query:
    """The Whoosh query for a tree without uncut words; `Every` for no tree."""
    if node is None:
        return Every()
    if isinstance(node, Phrase):
        return CharacterPhrase(FIELDNAMES[node.field], node.text)
    if isinstance(node, AllOf):
        return _compile_all(node)
    if isinstance(node, AnyOf):
        return Or([compile_tree(part) for part in node.parts]) if node.parts else NullQuery
    if isinstance(node, Without):
        return Not(compile_tree(node.part))
    if isinstance(node, Followed):
        return FollowedBy(compile_tree(node.first), Or([compile_tree(part) for part in node.parts]))
    raise TypeError(f"words have to be cut before they are compiled: {node!r}")


def _compile_all(node: AllOf) -> Query:
    if not node.parts:
        return NullQuery
    required = And([compile_tree(part) for part in node.parts])
    if not node.better:
        return required
    return AndMaybe(required, Or([compile_tree(phrase) for phrase in node.better]))
