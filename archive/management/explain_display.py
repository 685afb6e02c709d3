"""What `manage.py extract --explain` prints: the page with its findings marked, then each kind's values and losers.

Colours on a terminal, the same marks without colours in a pipe: ⟦3 … 3⟧ encloses the words of finding 3.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TextIO

from django.utils.translation import gettext as _
from rich.console import Console
from rich.text import Text

from archive.export.explain import Explanation, KindExplained, Numbered, Piece, explain_draft
from archive.ingest.stages import process_safely
from archive.records import Page, UnreadablePage
from archive.resolve.trace import Considered

LOST_SHOWN = 12
"""Candidates that lost, a kind: more are counted only."""

_WIDTH_IN_A_PIPE = 10_000
_STYLES = {
    "region": "bold green",
    "event_date": "bold yellow",
    "event_type": "bold magenta",
    "service_field": "magenta",
    "organisation": "cyan",
    "person": "blue",
    "programme": "bright_cyan",
    "amount": "bright_red",
    "headcount": "red",
    "beneficiary": "bright_magenta",
    "theme_day": "yellow",
    "personal_data": "reverse red",
}


def show_pages(pages: Iterable[Page | UnreadablePage], out: TextIO) -> bool:
    """Print every page explained; whether all could be read."""
    whole = True
    for page in pages:
        result = process_safely(page) if isinstance(page, Page) else page
        if isinstance(result, UnreadablePage):
            whole = False
            out.write(f"══ {result.name}\n{result.stage}: {result.reason}\n\n")
        else:
            show_explanation(explain_draft(result.draft), page.id or page.name, out)
    return whole


def show_explanation(explanation: Explanation, name: str, out: TextIO) -> None:
    """Print one page."""
    terminal = bool(getattr(out, "isatty", lambda: False)())
    console = Console(
        file=out,
        force_terminal=terminal,
        no_color=not terminal,
        highlight=False,
        width=None if terminal else _WIDTH_IN_A_PIPE,
        soft_wrap=True,
    )
    console.print(Text(f"══ {name}", style="bold"))
    for field in explanation.stated:
        proof = "  ".join(part for part in (_quoted(field.quote), field.rule) if part)
        console.print(Text.assemble((f"{field.name}: ", "bold"), field.value, (f"  {proof}" if proof else "", "dim")))
    console.print()
    console.print(_marked(explanation.pieces))
    for kind in explanation.kinds:
        _show_kind(console, kind, explanation.draft.text)
    console.print()


def _marked(pieces: tuple[Piece, ...]) -> Text:
    text = Text()
    for piece in pieces:
        if piece.number is not None:
            mark = f"⟦{piece.number} " if piece.opens else f" {piece.number}⟧"
            text.append(mark, style="dim " + _STYLES[piece.kinds[0]].removeprefix("bold "))
        else:
            text.append(_printable(piece.text), style=_STYLES[piece.kinds[-1]] if piece.kinds else "")
    return text


def _show_kind(console: Console, kind: KindExplained, text: str) -> None:
    console.print()
    console.print(Text(f"── {kind.kind}", style=_STYLES[kind.kind]))
    for numbered in kind.chosen:
        console.print(_chosen(numbered))
    for row in kind.lost[:LOST_SHOWN]:
        console.print(_lost(row, text))
    if len(kind.lost) > LOST_SHOWN:
        console.print(Text(_("  另有 %(count)d 个落选") % {"count": len(kind.lost) - LOST_SHOWN}, style="dim"))


def _chosen(numbered: Numbered) -> Text:
    finding = numbered.finding
    place = f"{finding.start}–{finding.end}" if finding.start is not None else _("正文之外")
    details = " ".join(f"{key}={value}" for key, value in finding.data.items() if value not in (None, False, ""))
    head = " ".join(part for part in (finding.value, finding.role, details) if part)
    rule = f"{finding.rule} v{finding.rule_version}  {finding.confidence:.2f}  {place}"
    return Text.assemble(
        (f"  {numbered.number:>3} ", "dim"),
        (_printable(head), "bold"),
        (f"  {rule}\n", "dim"),
        f"      {_quoted(_printable(finding.quote))}",
    )


def _lost(row: Considered, text: str) -> Text:
    place = f"{row.start}–{row.end}" if row.start is not None else ""
    words = text[row.start : row.end] if row.start is not None else ""
    shown = row.value if words in ("", row.value) else f"{row.value} {_quoted(words)}"
    score = "" if row.score is None else f"{row.score:g}"
    rest = "  ".join(part for part in (row.rule, score, place) if part)
    return Text.assemble(
        ("    - ", "dim"), _printable(shown), f"  {_(row.text)}", (f"  {row.reason}  {rest}".rstrip(), "dim")
    )


def _quoted(words: str) -> str:
    return f"“{words}”" if words else ""


def _printable(words: str) -> str:
    """Without what would steer the terminal, and without halves of characters that no encoding can write."""
    kept = "".join(char if char.isprintable() or char == "\n" else "\N{REPLACEMENT CHARACTER}" for char in words)
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    return kept.encode(encoding, "replace").decode(encoding)
