"""What one text changed against another, in words and sentence by sentence, for reprints and for versions of a page.

Finding the changes is `archive.dedupe.changes`; both texts come masked.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from archive.dedupe.changes import Change, Changes, Piece, mark_words

_SHORT = 120
"""Characters of a sentence where it is only a sample."""
_KINDS = {
    "added": gettext_lazy("增加"),
    "dropped": gettext_lazy("删去"),
    "reworded": gettext_lazy("改写"),
    "moved": gettext_lazy("移动"),
}


@dataclass(frozen=True, kw_only=True)
class ChangeLine:
    """One changed sentence: what became of it, and its pieces, each `same`, `dropped` or `added`."""

    kind: str
    label: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, kw_only=True)
class ChangeSummary:
    """`counts` in words, none where every sentence stayed; `title` is the new title where it is another."""

    counts: tuple[str, ...]
    title: str
    kept: int
    samples: tuple[ChangeLine, ...] = ()
    more: int = 0
    """Changed sentences beyond the samples."""


def summarise_changes(changes: Changes, *, samples: int) -> ChangeSummary:
    """In a line, with at most so many sentences as samples."""
    shown = tuple(_line(change, shorten=True) for change in changes.sentences[:samples])
    return ChangeSummary(
        counts=_counts(changes),
        title=changes.title[1] if changes.title else "",
        kept=changes.kept,
        samples=shown,
        more=len(changes.sentences) - len(shown),
    )


def list_changes(changes: Changes) -> tuple[ChangeLine, ...]:
    """Every changed sentence, whole, in the order of the later text."""
    return tuple(_line(change, shorten=False) for change in changes.sentences)


def _counts(changes: Changes) -> tuple[str, ...]:
    number = {kind: sum(1 for change in changes.sentences if change.kind == kind) for kind in _KINDS}
    words = {
        "dropped": ngettext("删去 %(n)d 句", "删去 %(n)d 句", number["dropped"]),
        "added": ngettext("增加 %(n)d 句", "增加 %(n)d 句", number["added"]),
        "reworded": ngettext("改写 %(n)d 句", "改写 %(n)d 句", number["reworded"]),
        "moved": ngettext("移动 %(n)d 句", "移动 %(n)d 句", number["moved"]),
    }
    return tuple(text % {"n": number[kind]} for kind, text in words.items() if number[kind])


def _line(change: Change, *, shorten: bool) -> ChangeLine:
    if change.kind == "moved":
        pieces: tuple[Piece, ...] = (Piece("same", change.after),)
    else:
        pieces = mark_words(change)
    return ChangeLine(kind=change.kind, label=str(_KINDS[change.kind]), pieces=_shorten(pieces) if shorten else pieces)


def _shorten(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """The first pieces of a sentence; words both texts have are cut before words of one."""
    kept: list[Piece] = []
    left = _SHORT
    for piece in pieces:
        room = min(left, 12) if piece.kind == "same" and len(pieces) > 1 else left
        if room <= 0:
            break
        kept.append(Piece(piece.kind, _cut(piece.text, room)))
        left -= len(kept[-1].text)
    return tuple(kept)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else _("%(words)s…") % {"words": text[:most]}
