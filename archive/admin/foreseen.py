"""A form that changes what articles show first says how many, and saves when that was seen.

Counts are of the whole archive. What a new rule for places, types or sites would change takes resolving pages anew: that
is tried by a job (`archive.admin.house_rule`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.admin.utils import unquote
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

SEEN = "_foreseen"


@dataclass(frozen=True, kw_only=True)
class Effect:
    """One thing that follows from a change: so many articles, and what becomes of them, in a sentence."""

    articles: int
    told: str


class Foreseen:
    """Mix in before Audited and ModelAdmin; say in `foresee` what follows."""

    admin_site: Any
    opts: Any

    def foresee(self, before: Any, form: Any, formsets: Sequence[Any]) -> Iterable[Effect]:
        """What follows from saving a valid form; `before` is the row as it is, None for a new one. Reads only."""
        return ()

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if request.method == "POST":
            effects = [effect for effect in self._effects(request, object_id) if effect.articles]
            digest = _digest(effects)
            if effects and request.POST.get(SEEN) != digest:
                return self._ask(request, effects, digest)
        return super().changeform_view(request, object_id, form_url, extra_context)  # type: ignore[misc]

    def _effects(self, request: HttpRequest, object_id: str | None) -> list[Effect]:
        """None for what will not be saved: no right, no such row, a field that is wrong."""
        admin: Any = self
        row: Model | None = admin.get_object(request, unquote(object_id)) if object_id else None
        may = admin.has_change_permission(request, row) if object_id else admin.has_add_permission(request)
        if not may or (object_id and row is None):
            return []
        form = admin.get_form(request, row, change=row is not None)(request.POST, request.FILES, instance=row)
        if not form.is_valid():
            return []
        formsets, _inlines = admin._create_formsets(request, form.instance, change=row is not None)
        if not all(formset.is_valid() for formset in formsets):
            return []
        before = type(row)._default_manager.get(pk=row.pk) if row is not None else None
        return list(self.foresee(before, form, formsets))

    def _ask(self, request: HttpRequest, effects: Sequence[Effect], digest: str) -> HttpResponse:
        left_out = ("csrfmiddlewaretoken", SEEN)
        context = {
            **self.admin_site.each_context(request),
            "title": _("保存之前请看：会有这些变化"),
            "opts": self.opts,
            "effects": effects,
            "kept": [(key, value) for key, values in request.POST.lists() for value in values if key not in left_out],
            "seen": (SEEN, digest),
        }
        return render(request, "admin/foreseen.html", context)


def _digest(effects: Iterable[Effect]) -> str:
    """What follows, without the numbers: pages come in all the time, and one more is no other effect."""
    said = [effect.told.replace(str(effect.articles), "#") for effect in effects]
    return hashlib.sha256(repr(said).encode()).hexdigest()
