"""Why a page says what it says: its findings with the words they stand on, and the candidates that lost.

Gives plain records; printing is `archive.management.explain_display`'s. Reads no page itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from archive.records import Draft, Finding, FindingKind
from archive.resolve.findings import resolve_findings
from archive.resolve.trace import Considered, Trace


@dataclass(frozen=True, kw_only=True)
class Numbered:
    """A finding with the number under which it is marked in the text."""

    number: int
    finding: Finding


@dataclass(frozen=True, kw_only=True)
class KindExplained:
    """All that was found of a kind, best first, and what lost."""

    kind: FindingKind
    chosen: tuple[Numbered, ...]
    lost: tuple[Considered, ...]


@dataclass(frozen=True, kw_only=True)
class StatedField:
    """What the page states about itself, with the words that state it."""

    name: str
    value: str
    quote: str
    rule: str


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A run of the text. A mark has a `number` and opens or closes it; other pieces tell which kinds cover them."""

    text: str
    kinds: tuple[FindingKind, ...] = ()
    number: int | None = None
    opens: bool = False


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """One page explained."""

    draft: Draft
    stated: tuple[StatedField, ...]
    kinds: tuple[KindExplained, ...]
    pieces: tuple[Piece, ...]


def explain_draft(draft: Draft) -> Explanation:
    """Resolve a draft once more, keeping what lost."""
    trace: Trace = []
    findings = resolve_findings(draft, trace)
    numbered = [Numbered(number=number, finding=finding) for number, finding in enumerate(findings, start=1)]
    return Explanation(
        draft=draft,
        stated=tuple(_stated(draft)),
        kinds=tuple(_kinds(numbered, trace)),
        pieces=mark_text(draft.text, numbered),
    )


def mark_text(text: str, numbered: Sequence[Numbered]) -> tuple[Piece, ...]:
    """The text cut at every mark, in order. Marks may cross: each closing names what it closes."""
    placed = [
        (n.finding.start, n.finding.end, n)
        for n in numbered
        if n.finding.start is not None and n.finding.end is not None and n.finding.start < n.finding.end <= len(text)
    ]
    edges = sorted({0, len(text), *(start for start, _e, _n in placed), *(end for _s, end, _n in placed)})
    opening: dict[int, list[tuple[int, Numbered]]] = {}
    closing: dict[int, list[tuple[int, Numbered]]] = {}
    for start, end, n in placed:
        opening.setdefault(start, []).append((end, n))
        closing.setdefault(end, []).append((start, n))
    pieces: list[Piece] = []
    active: dict[int, FindingKind] = {}
    for here, there in zip(edges, [*edges[1:], len(text)], strict=True):
        # What opened last closes first, what closes last opens first.
        for _start, n in sorted(closing.get(here, []), key=lambda pair: (-pair[0], -pair[1].number)):
            active.pop(n.number, None)
            pieces.append(Piece(text="", kinds=(n.finding.kind,), number=n.number))
        for _end, n in sorted(opening.get(here, []), key=lambda pair: (-pair[0], pair[1].number)):
            active[n.number] = n.finding.kind
            pieces.append(Piece(text="", kinds=(n.finding.kind,), number=n.number, opens=True))
        if there > here:
            pieces.append(Piece(text=text[here:there], kinds=tuple(active.values())))
    return tuple(pieces)


def _kinds(numbered: Sequence[Numbered], trace: Sequence[Considered]) -> list[KindExplained]:
    found = []
    for kind in get_args(FindingKind):
        chosen = tuple(n for n in numbered if n.finding.kind == kind)
        # The strongest first; what never got a weight was no candidate for long.
        lost = tuple(sorted((row for row in trace if row.kind == kind), key=lambda row: -(row.score or 0.0)))
        if chosen or lost:
            found.append(KindExplained(kind=kind, chosen=chosen, lost=lost))
    return found


def _stated(draft: Draft) -> list[StatedField]:
    fields = [
        ("page_class", draft.page_class, ""),
        ("title", draft.title, draft.quotes.get("title", "")),
        ("original_source", draft.original_source, draft.quotes.get("original_source", "")),
        ("publisher", draft.publisher, draft.quotes.get("publisher", "")),
        ("dateline", draft.dateline, draft.quotes.get("dateline", "")),
        ("authors", "、".join(draft.authors), draft.quotes.get("authors", "")),
        ("editor", draft.editor, draft.quotes.get("editor", "")),
    ]
    rows = [StatedField(name=name, value=value, quote=quote, rule="") for name, value, quote in fields if value]
    for name, stated in (("published", draft.published), ("original_published", draft.original_published)):
        if stated is not None:
            rows.append(StatedField(name=name, value=stated.value, quote=stated.quote, rule=stated.rule))
    return rows
