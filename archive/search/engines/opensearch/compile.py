"""From the engine-neutral tree to queries of OpenSearch's language.

What matches is exactly what the embedded engine's phrases match. Scores are near it: BM25 over title and body together,
the title once more, adjacent words as one phrase. Lucene adds up how rare all pairs of a phrase are; a phrase counts here
by their mean, so that a long word is worth no more than two short ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from archive.search.engines.opensearch.mapping import BODY_BEGINS, BODY_CHARACTERS, CONTENT, TITLE
from archive.search.engines.opensearch.tokens import phrase_tokens
from archive.search.further import enough
from archive.search.tree import AllOf, AnyOf, Followed, Node, Phrase, Without

Query = dict[str, Any]

NOTHING: Query = {"match_none": {}}
EVERYTHING: Query = {"match_all": {}}

_TITLE_WEIGHT = 2.0
_PAIR_WEIGHT = 2.0
_ABOVE_ALL = 10_000.0
"""More than any score: what has all the words stands above what has some."""
_MOST_TERMS = 1000
"""A server of default settings takes 1,024 terms a query. What 500 characters ask for at least is never more than this."""
_FIELDS: Mapping[str, str] = {"title": TITLE, "source": "source_text", "author": "author"}


def compile_tree(node: Node | None, weights: Mapping[Phrase, int] | None = None) -> Query:
    """The query for a tree without uncut words; everything, without a score, for no tree.

    `weights` of the parts of a `Followed`. What only raises scores is left out where the query would be too large.
    """
    if node is None:
        return {"bool": {"filter": [EVERYTHING]}}
    full = _Compiler(weights or {}, scored=True).query(node)
    return full if _count_terms(full) <= _MOST_TERMS else _Compiler(weights or {}, scored=False).query(node)


class _Compiler:
    def __init__(self, weights: Mapping[Phrase, int], *, scored: bool) -> None:
        self._weights = weights
        self._scored = scored

    def query(self, node: Node) -> Query:
        if isinstance(node, Phrase):
            return self._phrase(node)
        if isinstance(node, AllOf):
            return self._all_of(node)
        if isinstance(node, AnyOf):
            return _any([self.query(part) for part in node.parts])
        if isinstance(node, Without):
            return {"bool": {"must_not": [self.query(node.part)]}}
        if isinstance(node, Followed):
            return self._followed(node)
        raise TypeError(f"words have to be cut before they are compiled: {node!r}")

    def _all_of(self, node: AllOf) -> Query:
        if not node.parts:
            return NOTHING
        wanted = [self.query(part) for part in node.parts if not isinstance(part, Without)]
        unwanted = [self.query(part.part) for part in node.parts if isinstance(part, Without)]
        better = [_boosted(self._phrase(phrase), _PAIR_WEIGHT) for phrase in node.better] if self._scored else []
        return {"bool": {"must": wanted, "must_not": unwanted, "should": better}}

    def _followed(self, node: Followed) -> Query:
        """Those of the first, and below them the others that hold enough of the parts."""
        first = self.query(node.first)
        counted = [
            {"constant_score": {"filter": match_phrase(part), "boost": self._weights[part]}}
            for part in node.parts
            if self._weights[part]
        ]
        least = enough(self._weights[part] for part in node.parts)
        held = {"function_score": {"query": _any(counted), "min_score": least, "boost_mode": "multiply"}}
        scores = [self._phrase(part) for part in node.parts] if self._scored else []
        above = {"constant_score": {"filter": match_tree(node.first), "boost": _ABOVE_ALL}}
        return {"bool": {"filter": [_any([match_tree(node.first), held])], "should": [above, first, *scores]}}

    def _phrase(self, phrase: Phrase) -> Query:
        found = match_phrase(phrase)
        if phrase.field or not self._scored or found == NOTHING:
            return found
        pairs = len(phrase_tokens(phrase.text))
        title = _boosted(match_phrase(Phrase(phrase.text, "title")), _TITLE_WEIGHT / pairs)
        return {"bool": {"must": [_boosted(found, 1 / pairs)], "should": [title]}}


def match_tree(node: Node | None, weights: Mapping[Phrase, int] | None = None) -> Query:
    """What a tree matches, without anything that is only for scores. `weights` as for `compile_tree`."""
    return EVERYTHING if node is None else _Compiler(weights or {}, scored=False).query(node)


def match_phrase(phrase: Phrase) -> Query:
    """The articles that hold these characters, one after the other, in a field or in title or body."""
    tokens = phrase_tokens(phrase.text)
    if not tokens:
        return NOTHING
    if phrase.field == "body":
        return _in_body(tokens)
    field = _FIELDS.get(phrase.field, CONTENT)
    if len(tokens[0]) == 1:
        return {"prefix": {field: {"value": tokens[0]}}}
    if len(tokens) == 1:
        return {"term": {field: {"value": tokens[0]}}}
    return {"match_phrase": {field: {"query": " ".join(tokens)}}}


def _in_body(tokens: tuple[str, ...]) -> Query:
    """In the content, but not only in what comes before the body."""
    if len(tokens[0]) == 1:
        return {"term": {BODY_CHARACTERS: {"value": tokens[0]}}}
    terms = [{"span_term": {CONTENT: {"value": token}}} for token in tokens]
    spans = {"span_near": {"clauses": terms, "slop": 0, "in_order": True}} if len(terms) > 1 else terms[0]
    title = {"span_first": {"match": spans, "end": BODY_BEGINS}}
    return {"span_not": {"include": spans, "exclude": title}}


def _any(parts: list[Query]) -> Query:
    return {"bool": {"should": parts, "minimum_should_match": 1}} if parts else NOTHING


def _boosted(query: Query, boost: float) -> Query:
    return {"bool": {"must": [query], "boost": boost}}


def _count_terms(query: Any) -> int:
    return sum(_terms(query))


def _terms(query: Any) -> Iterator[int]:
    """One number a clause: how many terms it has."""
    if isinstance(query, list):
        for part in query:
            yield from _terms(part)
    elif isinstance(query, dict):
        for name, part in query.items():
            if name == "match_phrase":
                yield from (str(options["query"]).count(" ") + 1 for options in part.values())
            elif name in {"term", "prefix", "span_term"}:
                yield 1
            else:
                yield from _terms(part)
