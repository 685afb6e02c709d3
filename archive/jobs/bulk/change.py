"""What every change in bulk can do: say what it would do to articles, do it to one, and take that back.

A change decides nothing anew where staff have: what they set on a single article stands, and is told as skipped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.contrib.auth.models import AbstractBaseUser

from archive.models import Article

Values = Mapping[str, Any]
"""What a JSON column holds."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a change would do to one article; `before` and `after` in words staff read.

    `skip` says why nothing is done, where something stands in the way.
    """

    before: str
    after: str
    skip: str = ""

    @property
    def changes(self) -> bool:
        return not self.skip and self.before != self.after


@dataclass(frozen=True, kw_only=True)
class Doing:
    """On whose behalf, and what its entries of the audit log have in common."""

    by: AbstractBaseUser | None
    batch: str


@dataclass(frozen=True, kw_only=True)
class Done:
    """What was done to one article: enough to know it again and to put back what was there."""

    before: Values
    after: Values


class Change(Protocol):
    """One kind of change with its values, such as "set the type to meeting"."""

    def plan(self, articles: Sequence[int]) -> dict[int, Plan]:
        """What it would do to each of these; reads only, in a few queries whatever their number."""
        ...

    def apply(self, article: Article, doing: Doing) -> Done | None:
        """Do it, with its entry in the audit log; None if nothing was to be changed. Call inside a transaction."""
        ...

    def undo(self, article: Article, done: Done, doing: Doing) -> bool:
        """Put back what was there; False, and nothing changed, if it is no longer as this change left it."""
        ...
