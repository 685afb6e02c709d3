"""What staff change in forms of the admin goes into the audit log, with the values before and after, and is told from it."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse

from archive.admin.history import WithHistory
from archive.admin.read_only import staff_of
from archive.models import AuditAction
from archive.models.writing import writing
from archive.review.audit import changes_between, fields_of, new_batch, record

_DERIVED = ("changed_at", "revision", "indexed_revision")


class Audited(WithHistory):
    """Mix in before ModelAdmin. The admin saves in a transaction of its own, which the entries are part of.

    `unlogged` are columns that are not copied into the log, since it keeps for ever what may have to be deleted.
    """

    unlogged: tuple[str, ...] = ()

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """What a form is compared with is read in the turn in which it is saved; so for the two below."""
        with _turn_of(request):
            return super().changeform_view(request, *args, **kwargs)  # type: ignore[misc]

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with _turn_of(request):
            return super().changelist_view(request, *args, **kwargs)  # type: ignore[misc]

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with _turn_of(request):
            return super().delete_view(request, *args, **kwargs)  # type: ignore[misc]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        before = self._stored([obj]) if change else {}
        super().save_model(request, obj, form, change)  # type: ignore[misc]
        self._record_saved(request, obj, before, "")

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Inlines, and relations to many: who is in which group, what a group may do."""
        before = _related(form.instance)
        super().save_related(request, form, formsets, change)  # type: ignore[misc]
        was, now = changes_between(before, _related(form.instance))
        if now:
            record(AuditAction.CHANGE, form.instance, by=staff_of(request), before=was, after=now)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self._record_deleted(request, obj, "")
        super().delete_model(request, obj)  # type: ignore[misc]

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        batch = new_batch()
        for obj in queryset:
            self._record_deleted(request, obj, batch)
        super().delete_queryset(request, queryset)  # type: ignore[misc]

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """The rows of an inline."""
        batch = new_batch()
        rows = [inner.instance for inner in formset.forms if inner.has_changed() and inner.instance.pk]
        before = self._stored(rows)
        for inner in formset.deleted_forms if formset.can_delete else ():
            if inner.instance.pk:
                self._record_deleted(request, inner.instance, batch)
        super().save_formset(request, form, formset, change)  # type: ignore[misc]
        changed = [obj for obj, _names in formset.changed_objects]
        for obj in (*formset.new_objects, *changed):
            self._record_saved(request, obj, before, batch)

    def _stored(self, rows: Iterable[Model]) -> dict[Any, dict[str, Any]]:
        """The rows as the database has them still."""
        return {
            row.pk: fields_of(stored, (*_DERIVED, *self.unlogged))
            for row in rows
            if (stored := type(row)._default_manager.filter(pk=row.pk).first()) is not None
        }

    def _record_saved(self, request: HttpRequest, obj: Model, before: dict[Any, dict[str, Any]], batch: str) -> None:
        was, now = changes_between(before.get(obj.pk, {}), fields_of(obj, (*_DERIVED, *self.unlogged)))
        if now:
            action = AuditAction.CHANGE if obj.pk in before else AuditAction.ADD
            record(action, obj, by=staff_of(request), before=was, after=now, batch=batch)

    def _record_deleted(self, request: HttpRequest, obj: Model, batch: str) -> None:
        before = self._stored([obj]).get(obj.pk, {})
        record(AuditAction.DELETE, obj, by=staff_of(request), before=before, batch=batch)


def _turn_of(request: HttpRequest) -> AbstractContextManager[None]:
    return writing() if request.method == "POST" else nullcontext()


def _related(row: Model) -> dict[str, list[str]]:
    """Of each relation to many, what it holds, by name."""
    return {
        field.name: sorted(str(other) for other in getattr(row, field.name).all()) for field in row._meta.many_to_many
    }
