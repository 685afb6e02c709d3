"""From the queries Whoosh's parser makes of Haystack's query strings to queries of OpenSearch's language.

Matches what the embedded engine matches (`engines.whoosh.evaluate`): words of texts as phrases, codes at whatever level
of a tree they stand, a number that is not there as 0. Conditions on codes, numbers and dates have no score.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from haystack.exceptions import SearchBackendError
from whoosh import query as queries
from whoosh.fields import BOOLEAN, DATETIME, KEYWORD, NUMERIC, Schema
from whoosh.fields import ID as IDENTIFIER
from whoosh.query import Query as WhooshQuery
from whoosh.util.times import long_to_datetime

from archive.search.engines.opensearch.codes import is_tree, to_index
from archive.search.engines.opensearch.compile import EVERYTHING, NOTHING, Query, compile_tree
from archive.search.engines.opensearch.mapping import CONTENT, TITLE
from archive.search.engines.opensearch.tokens import range_bound
from archive.search.engines.whoosh.phrase import CharacterPhrase
from archive.search.tree import Phrase, TextField

_TEXT_FIELDS: Mapping[tuple[str, ...], TextField] = {
    ("title", "text"): "",
    ("title",): "title",
    ("text",): "body",
    ("source_text",): "source",
    ("author",): "author",
}
_PAIRS = {"title": TITLE, "text": CONTENT, "author": "author", "source_text": "source_text"}
_CODES = (KEYWORD, IDENTIFIER)
_LEVELS = range(8)
"""Deeper than any tree of codes."""
_MOST_VALUES = 50_000
"""Of one condition; a server of default settings takes 65,536."""
_SIGNS = re.compile(r'[.?+*|{}\[\]()"\\#@&<>~^$-]')


def compile_query(query: WhooshQuery, schema: Schema) -> Query:
    """The query for one that Whoosh's parser made by `schema`.

    Raises:
        SearchBackendError: names a kind of query or a field servers are not asked about.
    """
    return _Compiler(schema).query(query)


class _Compiler:
    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._kinds: Mapping[type, Callable[[Any], Query]] = {
            type(queries.NullQuery): lambda _query: NOTHING,
            CharacterPhrase: self._phrase,
            queries.Every: lambda _query: EVERYTHING,
            queries.And: self._and,
            queries.Or: self._or,
            queries.Not: lambda query: _without(EVERYTHING, self.query(query.query)),
            queries.AndNot: lambda query: _without(self.query(query.a), self.query(query.b)),
            queries.AndMaybe: lambda query: {"bool": {"must": [self.query(query.a)], "should": [self.query(query.b)]}},
            queries.Require: lambda query: {"bool": {"must": [self.query(query.a)], "filter": [self.query(query.b)]}},
            queries.Term: lambda query: self._terms(query.fieldname, [query.text]),
            queries.Prefix: lambda query: self._pattern(query.fieldname, f"{_literal(query.text)}.*"),
            queries.Wildcard: lambda query: self._pattern(query.fieldname, _pattern_of(query.text)),
            queries.NumericRange: self._numbers,
            queries.TermRange: self._range,
        }

    def query(self, query: WhooshQuery) -> Query:
        for kind, compiled in self._kinds.items():
            if isinstance(query, kind):
                return compiled(query)
        raise SearchBackendError(f"{type(query).__name__} is not asked of a server: {query!r}")

    def _phrase(self, query: CharacterPhrase) -> Query:
        return compile_tree(Phrase(query.folded, _TEXT_FIELDS[query.fieldnames]))

    def _and(self, query: Any) -> Query:
        if not query.subqueries:
            return NOTHING
        wanted = [self.query(part) for part in query.subqueries if not isinstance(part, queries.Not)]
        unwanted = [self.query(part.query) for part in query.subqueries if isinstance(part, queries.Not)]
        return {"bool": {"must": wanted, "must_not": unwanted}}

    def _or(self, query: Any) -> Query:
        """Values of one field are one condition: a server takes a thousand conditions, and many values of one."""
        values: dict[str, list[Any]] = {}
        parts = []
        for part in query.subqueries:
            if isinstance(part, queries.Term):
                values.setdefault(part.fieldname, []).append(part.text)
            else:
                parts.append(self.query(part))
        for name, texts in values.items():
            batches = range(0, len(texts), _MOST_VALUES)
            parts += [self._terms(name, texts[start : start + _MOST_VALUES]) for start in batches]
        return _any(parts)

    def _kind(self, name: str) -> Any:
        kind = self._schema[name]
        if isinstance(kind, NUMERIC | BOOLEAN | KEYWORD | IDENTIFIER) or name in _PAIRS:
            return kind
        raise SearchBackendError(f"a server is not asked about {name!r}: it only keeps it")

    def _terms(self, name: str, texts: list[Any]) -> Query:
        if name not in self._schema:
            return NOTHING
        kind = self._kind(name)
        if name in _PAIRS:
            return _unscored({"terms": {_PAIRS[name]: list(map(range_bound, texts))}})
        if isinstance(kind, _CODES):
            return _unscored({"terms": {name: to_index(name, map(str, texts))}})
        if isinstance(kind, BOOLEAN):
            return _unscored({"terms": {name: [bool(text) for text in texts]}})
        values = [kind.from_bytes(text) if isinstance(text, bytes) else text for text in texts]
        if isinstance(kind, DATETIME):
            return _unscored({"terms": {name: [value.isoformat() for value in values]}})
        found = _unscored({"terms": {name: values}})
        return _any([found, _missing(name)]) if 0 in values else found

    def _numbers(self, query: Any) -> Query:
        """Whoosh gives moments as numbers."""
        first, last = query.start, query.end
        if isinstance(self._kind(query.fieldname), DATETIME):
            bounds = [None if bound is None else long_to_datetime(bound).isoformat() for bound in (first, last)]
            return _between(query.fieldname, bounds, query)
        found = _between(query.fieldname, [first, last], query)
        begins = first is None or first < 0 or (first == 0 and not query.startexcl)
        ends = last is None or last > 0 or (last == 0 and not query.endexcl)
        return _any([found, _missing(query.fieldname)]) if begins and ends else found

    def _range(self, query: Any) -> Query:
        name = query.fieldname
        if name not in self._schema:
            return NOTHING
        kind = self._kind(name)
        bounds = [query.start or None, query.end or None]
        if isinstance(kind, _CODES):
            levels = [f"{level}/" for level in _LEVELS] if is_tree(name) else [""]
            return _any([_between(name, _at_level(bounds, level), query) for level in levels])
        return _between(_PAIRS[name], [bound and range_bound(bound) for bound in bounds], query)

    def _pattern(self, name: str, pattern: str) -> Query:
        """Codes that match as a whole; texts have no patterns, what stands in them is found anyway."""
        if name not in self._schema:
            return NOTHING
        if not isinstance(self._kind(name), _CODES):
            raise SearchBackendError(f"patterns are for codes, not for {name!r}")
        level = "[0-9]/" if is_tree(name) else ""
        return _unscored({"regexp": {name: {"value": level + pattern, "flags": "NONE"}}})


def _between(name: str, bounds: list[Any], query: Any) -> Query:
    first, last = bounds
    wanted = {}
    if first is not None:
        wanted["gt" if query.startexcl else "gte"] = first
    if last is not None:
        wanted["lt" if query.endexcl else "lte"] = last
    return _unscored({"range": {name: wanted}})


def _at_level(bounds: list[str | None], level: str) -> list[str | None]:
    """Without a bound a level ends where the next begins."""
    first, last = bounds
    open_end = level.replace("/", "0") if level else None
    return [level + (first or "") if level or first else None, open_end if last is None else level + last]


def _pattern_of(text: str) -> str:
    """Lucene's pattern for one of Whoosh's: * for any characters, ? for one."""
    return "".join({"*": ".*", "?": "."}.get(sign) or _literal(sign) for sign in text)


def _literal(text: str) -> str:
    return _SIGNS.sub(lambda sign: "\\" + sign.group(), text)


def _without(wanted: Query, unwanted: Query) -> Query:
    return {"bool": {"must": [wanted], "must_not": [unwanted]}}


def _missing(name: str) -> Query:
    return {"bool": {"must_not": [{"exists": {"field": name}}]}}


def _unscored(query: Query) -> Query:
    return {"bool": {"filter": [query]}}


def _any(parts: list[Query]) -> Query:
    return {"bool": {"should": parts, "minimum_should_match": 1}} if parts else NOTHING
