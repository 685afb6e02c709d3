"""Writes the audit log, in the transaction of the decision it tells of: neither is there without the other."""

from __future__ import annotations

import getpass
import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import models, transaction

from archive.models import Article, AuditAction, AuditEntry

_LONGEST_VALUE = 2000


def new_batch() -> str:
    """What the entries of one operation have in common."""
    return str(uuid.uuid4())


@transaction.atomic
def record(
    action: AuditAction,
    subject: models.Model,
    *,
    by: AbstractBaseUser | None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
    batch: str = "",
) -> AuditEntry:
    """Add an entry. Without `by` the decision came from the command line, by whoever is logged in there."""
    return AuditEntry.objects.create(
        actor=by.pk if by is not None else None,
        actor_name=(by.get_username() if by is not None else f"manage.py ({_system_user()})")[:150],
        action=action,
        subject_type=subject._meta.model_name or "",
        subject=str(subject.pk)[:64],
        subject_name=str(subject)[:200],
        article=_article_of(subject),
        before=_shortened(before or {}),
        after=_shortened(after or {}),
        reason=reason,
        batch=batch,
    )


def fields_of(row: models.Model, without: tuple[str, ...] = ()) -> dict[str, Any]:
    """The values of a row's columns, as the log keeps them; file contents and relations to many are left out."""
    return {
        field.name: field.value_from_object(row) for field in row._meta.concrete_fields if field.name not in without
    }


def changes_between(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Of two states of a row, what differs: as it was and as it is."""
    names = [name for name in after if before.get(name) != after[name]]
    return {name: before.get(name) for name in names}, {name: after[name] for name in names}


def is_cut(value: Any) -> bool:
    """Whether a value of the log is only the beginning of what it was."""
    return isinstance(value, str) and len(value) == _LONGEST_VALUE + 1 and value.endswith("…")


def _article_of(subject: models.Model) -> int | None:
    if isinstance(subject, Article):
        return subject.pk
    return getattr(subject, "article_id", None)


def _shortened(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: f"{value[:_LONGEST_VALUE]}…" if isinstance(value, str) and len(value) > _LONGEST_VALUE else value
        for name, value in values.items()
    }


def _system_user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a number without a name, in a container
        return "?"
