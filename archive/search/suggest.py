"""What somebody who is typing may want: places, kinds of event, organisations, programmes, sources, and titles.

Gives `suggest`. Names are found in characters, pinyin or initials; titles by any of their characters, which the index
finds, or by the spelling of their beginning. Answers within milliseconds however large the archive: nothing is counted,
except after a withdrawal whether the names are still said anywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archive.models import Article, ArticleState
from archive.search.facets import FACET_BY_NAME
from archive.search.hits import read_titles
from archive.search.labels import is_english, region_tree, term_label
from archive.search.lookup import names, titles, written_at
from archive.search.pinyin import typed_letters
from archive.search.query import SearchQuery
from archive.search.run import count_found, find_titles
from archive.text.normalise import fold

MAX_TYPED = 60
DEFAULT_LIMIT = 8
MAX_LIMIT = 20
_LOOKED_AT = 60
_SAID = ("org", "programme")
"""Kinds of name that come from articles and not from a vocabulary."""
_TITLES_LEFT = 3
"""Places kept for titles where there are many names."""


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """One suggestion. `kind` is a facet's name, or `title`; `value` its code, or the article's id.

    `count` is how many articles a name has, as of the last writing of the names; None for a title. `within` tells places
    of one name apart.
    """

    kind: str
    value: str
    label: str
    within: str = ""
    count: int | None = None

    @property
    def query(self) -> SearchQuery | None:
        """The search a name stands for; None for a title."""
        return SearchQuery(**{self.kind: (self.value,)}) if self.kind in FACET_BY_NAME else None  # type: ignore[arg-type]


def suggest(typed: str, limit: int = DEFAULT_LIMIT) -> tuple[Suggestion, ...]:
    """Suggestions, names before titles, the likeliest first; none for nothing. Never raises for what is typed."""
    folded = fold(typed[:MAX_TYPED]).strip()
    if not folded:
        return ()
    spelled = typed_letters(folded)
    named = _named(folded, spelled, limit)
    titled = _titled(folded, spelled, limit)
    kept = named[: max(limit - min(len(titled), _TITLES_LEFT), 0)]
    return (*kept, *titled[: limit - len(kept)])


def _named(folded: str, spelled: str, limit: int) -> list[Suggestion]:
    known = names()
    if known is None:
        return []
    found = known.find(folded, spelled, _LOOKED_AT)
    named = [_name(*known.rows[number]) for number in found[:limit]]
    return [name for name in named if _is_still_said(name)] if _any_withdrawn_since() else named


def _any_withdrawn_since() -> bool:
    """Whether names may be known that only a withdrawn article says."""
    return Article.objects.filter(state=ArticleState.WITHDRAWN, changed_at__gte=written_at()).exists()


def _is_still_said(name: Suggestion) -> bool:
    return name.kind not in _SAID or name.query is None or count_found(name.query) > 0


def _name(kind: str, code: str, label: str, count: int) -> Suggestion:
    within = ""
    if kind == "region":
        within = " ".join(region_tree().path(code)[:-1])
        label = region_tree().name(code) if is_english() else label
    elif kind in {"type", "field"}:
        label = term_label(kind, code)
    return Suggestion(kind=kind, value=code, label=label, within=within, count=count)


def _titled(folded: str, spelled: str, limit: int) -> list[Suggestion]:
    found: Sequence[int] = find_titles(folded, limit)
    spellings = titles()
    if not found and spelled and spellings is not None:
        lines = spellings.starting_with(spelled, limit)
        found = list(dict.fromkeys(int(line.rpartition("\t")[2]) for line in lines))
    return [Suggestion(kind="title", value=str(article), label=title) for article, title in read_titles(found)]
