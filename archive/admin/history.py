"""The history page of a row, read from the audit log; and its form filled with how the row was, to be saved or left.

Going back goes through the form, so that it is checked, reaches readers and is logged like any other change.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.apps import apps
from django.contrib import messages
from django.db.models import Field, ForeignKey, Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from archive.models import AuditAction, AuditEntry
from archive.review.history import column, entries_about, set_back, states_before, values_before, values_before_deletion

_PARAMETER = "restore"
_SHOWN = 200
_LONGEST = 300


@dataclass(frozen=True, kw_only=True)
class Change:
    label: str
    was: str
    now: str


@dataclass(frozen=True, kw_only=True)
class Moment:
    """One entry, as the page shows it; `restore` is the form filled with the state before it, or empty."""

    at: dt.datetime
    who: str
    what: str
    about: str
    reason: str
    changes: tuple[Change, ...]
    restore: str


class WithHistory:
    """Mix in before ModelAdmin."""

    object_history_template: Any = "admin/history.html"

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None) -> Any:
        told = partial(self._moments, request, object_id)  # asked when the page is drawn: it may be closed to this user
        return super().history_view(request, object_id, {**(extra_context or {}), "moments": told})  # type: ignore[misc]

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The row; on its form, where `?restore=` names an entry, as it was right before that entry."""
        row = super().get_object(request, object_id, from_field)  # type: ignore[misc]
        entry = _named_entry(request, self.model, "change")  # type: ignore[attr-defined]
        if row is None or entry is None or entry.subject != str(row.pk):
            return row
        fields = self.get_form(request, row, change=True).base_fields  # type: ignore[attr-defined]
        values = {name: value for name, value in values_before(entry).items() if name in fields}
        _tell(request, *set_back(row, values))
        return row

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """The form for a new row, where `?restore=` names the entry of a deletion, with what the deleted row held."""
        initial = super().get_changeform_initial_data(request)  # type: ignore[misc]
        entry = _named_entry(request, self.model, "add")  # type: ignore[attr-defined]
        held = values_before_deletion(entry) if entry else {}
        return initial | {name: value for name, value in held.items() if column(self.model, name)}  # type: ignore[attr-defined]

    def _moments(self, request: HttpRequest, object_id: str) -> list[Moment]:
        row = super().get_object(request, object_id)  # type: ignore[misc]
        may_change = self.has_change_permission(request, row)  # type: ignore[attr-defined]
        knows_values = may_change or request.user.has_perm("archive.view_auditentry")
        knows_why = request.user.has_perm("archive.view_withdrawal")
        fields = self.get_form(request, row, change=True).base_fields if may_change else {}  # type: ignore[attr-defined]
        address = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
        entries = list(entries_about(row)[:_SHOWN])
        back = {
            entry.pk: f"{address}?{_PARAMETER}={entry.pk}"
            for entry, values in states_before(entry for entry in entries if _is_of(entry, row))
            if values.keys() & fields.keys() and entry.action != AuditAction.ADD
        }
        return [
            Moment(
                at=entry.at,
                who=entry.actor_name,
                what=entry.get_action_display(),
                about="" if _is_of(entry, row) else entry.subject_name,
                reason=entry.reason if knows_why else "",
                changes=tuple(_changes(entry)) if knows_values else (),
                restore=back.get(entry.pk, ""),
            )
            for entry in entries
        ]


def recreation_address(entry: AuditEntry) -> str:
    """The form for a new row with what a deleted one held; empty for other entries, and kinds that are no more."""
    model = _model_of(entry)
    if model is None or not values_before_deletion(entry):
        return ""
    return f"{reverse(f'admin:{model._meta.app_label}_{model._meta.model_name}_add')}?{_PARAMETER}={entry.pk}"


def _named_entry(request: HttpRequest, model: type[Model], page: str) -> AuditEntry | None:
    """The entry that the address of a form names, if it is about this kind of row; only to look at, never when sent."""
    match, number = request.resolver_match, request.GET.get(_PARAMETER, "")
    is_form = match is not None and (match.url_name or "").endswith(f"_{page}")
    if not is_form or request.method != "GET" or not (number.isascii() and number.isdecimal() and len(number) < 18):
        return None
    return AuditEntry.objects.filter(pk=int(number), subject_type=model._meta.model_name).first()


def _tell(request: HttpRequest, done: list[str], lost: list[str]) -> None:
    if done:
        told = _("表单里是所选时刻的内容（%(fields)s），保存后生效，不保存则一切不变")
        messages.info(request, told % {"fields": "、".join(done)})
    if lost:
        told = _("以下内容无法恢复（当时的内容过长，或所指对象已不存在）：%(fields)s")
        messages.warning(request, told % {"fields": "、".join(lost)})
    if not done and not lost:
        messages.info(request, _("现在的内容与所选时刻相同"))


def _is_of(entry: AuditEntry, row: Model) -> bool:
    return entry.subject_type == row._meta.model_name and entry.subject == str(row.pk)


def _model_of(entry: AuditEntry) -> type[Model] | None:
    return next((model for model in apps.get_models() if model._meta.model_name == entry.subject_type), None)


def _changes(entry: AuditEntry) -> Iterator[Change]:
    model = _model_of(entry)
    for name in dict.fromkeys([*entry.before, *entry.after]):
        field = column(model, name) if model else None
        many = next((each for each in model._meta.many_to_many if each.name == name), None) if model else None
        shown = field or many
        if shown is not None:
            was, now = (_words(field, values.get(name)) for values in (entry.before, entry.after))
            yield Change(label=str(shown.verbose_name), was=was, now=now)


def _words(field: Field[Any, Any] | None, value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(field, ForeignKey):
        other = field.related_model._default_manager.filter(pk=value).first()
        return str(other or f"#{value}")[:_LONGEST]
    if field is not None and field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return ("、".join(map(str, value)) if isinstance(value, list) else str(value))[:_LONGEST]
