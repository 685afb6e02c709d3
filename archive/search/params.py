"""From an address's parameters to a `SearchQuery`; what cannot be understood is dropped with a notice.

Gives `query_from_params`. Never raises for what a reader typed, and asks no database but for
the merges of names, which are kept: a well-formed code that does not exist simply finds nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from django.utils.translation import gettext as _

from archive.search.dates import date_bounds
from archive.search.facets import FACETS, Facet
from archive.search.query import DEFAULT_PER_PAGE, MAX_PER_PAGE, SearchQuery

MAX_QUERY_LENGTH = 500
MAX_VALUES = 50
MAX_PAGE = 1_000_000

_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029\ud800-\udfff]+")


class _QueryDict(Protocol):
    def getlist(self, key: str) -> list[Any]: ...


Params = _QueryDict | Mapping[str, Sequence[str]]


def query_from_params(params: Params) -> tuple[SearchQuery, tuple[str, ...]]:
    """The search an address asks for, and a sentence for each parameter that had to be dropped or cut.

    `params` maps a key to the list of its values (a Django QueryDict fits). Unknown keys are ignored.
    """
    reading = _Reading(params)
    words = reading.words()
    chosen = {facet.name: reading.values(facet) for facet in FACETS}
    first, last = reading.span()
    query = SearchQuery(
        q=words,
        **chosen,
        region_role=reading.choice("region_role", ("venue", "any"), "venue"),
        date_from=first,
        date_to=last,
        by=reading.choice("by", ("event", "published"), "event"),
        sort=reading.choice("sort", ("relevance", "newest", "oldest"), None),
        view=reading.choice("view", ("articles", "events"), "articles"),
        show=reading.choice("show", ("list", "map"), "list"),
        page=reading.number("page", 1, MAX_PAGE),
        per_page=reading.number("per_page", DEFAULT_PER_PAGE, MAX_PER_PAGE),
    )
    return query, tuple(reading.notices)


class _Reading:
    """Reads one set of parameters and collects the notices."""

    def __init__(self, params: Params) -> None:
        self._params = params
        self.notices: list[str] = []

    def _list(self, key: str) -> list[str]:
        if isinstance(self._params, Mapping) and not hasattr(self._params, "getlist"):
            values: Sequence[Any] = self._params.get(key, ())
            values = [values] if isinstance(values, str) else values
        else:
            values = self._params.getlist(key)
        return [str(value) for value in values]

    def _plain(self, key: str) -> list[str]:
        """Values with full-width forms and outer space removed; empty ones (an untouched form field) left out."""
        plain = (unicodedata.normalize("NFKC", value[:100]).strip() for value in self._list(key))
        return [value for value in plain if value]

    def _drop(self, key: str, value: str) -> None:
        shown = _CONTROL.sub(" ", value[:40])
        self.notices.append(_("未采用无法识别的参数：%(key)s=%(value)s") % {"key": key, "value": shown})

    def words(self) -> str:
        text = _CONTROL.sub(" ", " ".join(self._list("q")[:1])).strip()
        if len(text) > MAX_QUERY_LENGTH:
            self.notices.append(_("检索词过长，只采用了前 %(count)d 个字符。") % {"count": MAX_QUERY_LENGTH})
            text = text[:MAX_QUERY_LENGTH].strip()
        return text

    def values(self, facet: Facet) -> tuple[str, ...]:
        kept: set[str] = set()
        for value in self._plain(facet.name):
            code = facet.code(value)
            if facet.accepts(value) and (len(kept) < MAX_VALUES or code in kept):
                kept.add(code)
            else:
                self._drop(facet.name, value)
        return tuple(sorted(kept))

    def choice(self, key: str, accepted: tuple[str, ...], default: Any) -> Any:
        for value in self._plain(key)[:1]:
            if value in accepted:
                return value
            self._drop(key, value)
        return default

    def number(self, key: str, default: int, highest: int) -> int:
        for value in self._plain(key)[:1]:
            if not re.fullmatch(r"0*[1-9][0-9]{0,9}", value):
                self._drop(key, value)
                return default
            if int(value) > highest:
                self.notices.append(_("参数 %(key)s 最大为 %(highest)d。") % {"key": key, "highest": highest})
            return min(int(value), highest)
        return default

    def span(self) -> tuple[str, str]:
        ends = {"from": "", "to": ""}
        for key in ends:
            for value in self._plain(key)[:1]:
                if date_bounds(value):
                    ends[key] = value
                else:
                    self._drop(key, value)
        first, last = date_bounds(ends["from"]), date_bounds(ends["to"])
        if first and last and first[0] > last[1]:
            self.notices.append(_("起始日期晚于截止日期，已对调。"))
            return ends["to"], ends["from"]
        return ends["from"], ends["to"]
