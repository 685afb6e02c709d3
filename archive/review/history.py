"""How a row came to be as it is, and how it was: read from the audit log, which alone tells it.

Only what staff changed can be told and put back; what the machine wrote in between stays. Puts nothing into the
database: whoever puts a row back saves it as any other decision, and that is an entry of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Field, ForeignKey, Model, Q, QuerySet

from archive.models import Article, AuditAction, AuditEntry
from archive.review.audit import is_cut


def entries_about(row: Model) -> QuerySet[AuditEntry]:
    """The entries about a row, the newest first; of an article also those about its facts and its withdrawals."""
    about = Q(subject_type=row._meta.model_name, subject=str(row.pk))
    return AuditEntry.objects.filter(about | Q(article=row.pk) if isinstance(row, Article) else about)


def states_before(entries: Iterable[AuditEntry]) -> Iterator[tuple[AuditEntry, dict[str, Any]]]:
    """Each entry with the values that it and later ones changed, as they were right before it.

    `entries` are all those of one row, the newest first.
    """
    values: dict[str, Any] = {}
    for entry in entries:
        values |= entry.before
        yield entry, dict(values)


def values_before(entry: AuditEntry) -> dict[str, Any]:
    """The values that this entry and those after it changed, as they were right before it."""
    newer = AuditEntry.objects.filter(subject_type=entry.subject_type, subject=entry.subject, pk__gte=entry.pk)
    return next(values for each, values in states_before(newer) if each.pk == entry.pk)


def values_before_deletion(entry: AuditEntry) -> dict[str, Any]:
    """What a row that was deleted held; nothing for any other entry."""
    return dict(entry.before) if entry.action == AuditAction.DELETE else {}


def set_back(row: Model, values: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """Set a row's columns to earlier values, without saving it; labels of those that were set, and of those that cannot be.

    A value cannot be set back where it was too long for the log, or names a row that is gone.
    """
    done, lost = [], []
    for name, value in values.items():
        field = column(type(row), name)
        if field is None or field.value_from_object(row) == value:
            continue
        try:
            setattr(row, field.attname, _as_stored(field, value))
            done.append(str(field.verbose_name))
        except ValidationError:
            lost.append(str(field.verbose_name))
    return done, lost


def column(model: type[Model], name: str) -> Field[Any, Any] | None:
    """The column of this name; what the log tells beside columns has none."""
    return next((field for field in model._meta.concrete_fields if field.name == name), None)


def _as_stored(field: Field[Any, Any], value: Any) -> Any:
    """A value of the log as the column has it."""
    if is_cut(value):
        raise ValidationError("cut")
    if isinstance(field, ForeignKey) and value is not None:
        if not field.related_model._default_manager.filter(pk=value).exists():
            raise ValidationError("gone")
        return value
    return field.to_python(value)
