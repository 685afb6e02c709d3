"""The parameters of searches, as OpenAPI tells them. They are read by `archive.search.params`, which refuses none."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from archive.search.facet_search import MAX_LIMIT
from archive.search.facets import FACETS
from archive.search.params import MAX_QUERY_LENGTH
from archive.search.query import MAX_PER_PAGE


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """One of an address; with `many` it may be given several times, and its values are alternatives."""

    name: str
    about: str
    many: bool = False
    example: str = ""
    schema: dict[str, Any] = field(default_factory=lambda: {"type": "string"})

    def openapi(self) -> dict[str, Any]:
        """The parameter object of OpenAPI 3."""
        schema = {"type": "array", "items": self.schema} if self.many else self.schema
        shown: dict[str, Any] = {"name": self.name, "in": "query", "description": self.about, "schema": schema}
        if self.example:
            shown["example"] = [self.example] if self.many else self.example
        return shown


def _choice(*values: str) -> dict[str, Any]:
    return {"type": "string", "enum": list(values)}


def _number(lowest: int, highest: int) -> dict[str, Any]:
    return {"type": "integer", "minimum": lowest, "maximum": highest}


_ABOUT = {
    "region": "Six digits of GB/T 2260; a province or city includes all below it. `unknown` finds what has none.",
    "type": "Event type; see `types`.",
    "field": "Field of service; see `types`.",
    "date": "When it was held: `2013`, `2013-07`, `2013-07-07` or `unknown`.",
    "published": "When this page was published, in the same forms.",
    "source": "Who published the page, by number.",
    "org": "An organisation's name.",
    "programme": "A programme's or brand's name.",
    "flag": "A mark of the page, such as `traditional`.",
}
FILTERS = tuple(
    Parameter(name=facet.name, about=_ABOUT.get(facet.name, str(facet.heading)), many=True) for facet in FACETS
)
SEARCH = (
    Parameter(
        name="q",
        about='Words, `"exact phrase"`, AND, OR, NOT or a leading `-`, `title:` `body:` `source:` `author:`, `( )`.',
        example="志愿服务 武汉",
        schema={"type": "string", "maxLength": MAX_QUERY_LENGTH},
    ),
    *FILTERS,
    Parameter(name="region_role", about="Held there, or mentioned in any role.", schema=_choice("venue", "any")),
    Parameter(name="from", about="First day, month or year, inclusive.", example="2013-07"),
    Parameter(name="to", about="Last day, month or year, inclusive.", example="2013-12"),
    Parameter(
        name="by", about="Which date `from`, `to`, `date` and the order mean.", schema=_choice("event", "published")
    ),
    Parameter(name="sort", about="The order.", schema=_choice("relevance", "newest", "oldest")),
    Parameter(name="view", about="Articles, or events by their best article.", schema=_choice("articles", "events")),
)
PAGING = (
    Parameter(name="page", about="From 1.", schema=_number(1, 1_000_000)),
    Parameter(name="per_page", about="Hits a page.", schema=_number(1, MAX_PER_PAGE)),
)
FACET_PART = (
    Parameter(name="find", about="Characters, pinyin or initials of a value's name.", example="wuhan"),
    Parameter(name="under", about="Only the values right below this one."),
    Parameter(name="offset", about="How many values to pass over.", schema=_number(0, 1_000_000)),
    Parameter(name="limit", about="How many values.", schema=_number(1, MAX_LIMIT)),
)
SUGGESTING = (
    Parameter(name="q", about="What is typed; pinyin too.", example="wuh", schema={"type": "string", "maxLength": 100}),
    Parameter(name="limit", about="How many suggestions.", schema=_number(1, 20)),
)
UNDER = (Parameter(name="under", about="The units right below this one, instead of the provinces.", example="420000"),)
