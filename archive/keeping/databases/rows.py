"""All rows of an archive from one database into another of the same schema, whatever the two run on.

Goes by the models, so that every value is read and written as the program itself would. Ids stay, and what ids were
given out before is remembered, so that none is given out twice.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, Error, connections, models, transaction
from django.db.migrations.executor import MigrationExecutor

from archive.errors import KeepingError
from archive.models.insertion import insert_rows, store_json

_ROWS = 500
_NUL = "\x00"
_INSTEAD = "\N{REPLACEMENT CHARACTER}"


@contextlib.contextmanager
def connected(alias: str, settings: dict[str, Any]) -> Iterator[str]:
    """A further database under this alias, for as long as it is needed."""
    connections.settings[alias] = connections.configure_settings({DEFAULT_DB_ALIAS: {}, alias: settings})[alias]
    try:
        yield alias
    finally:
        connections[alias].close()
        del connections[alias]
        del connections.settings[alias]


def sqlite_settings(path: Path) -> dict[str, Any]:
    """Of a copy that only this process sees."""
    quick = "PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF;"
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(path), "OPTIONS": {"init_command": quick}}


def migrate(alias: str) -> None:
    """Bring a database to the schema of this program."""
    call_command("migrate", database=alias, interactive=False, verbosity=0)


def is_migrated(alias: str) -> bool:
    """Whether a database has the schema of this program."""
    executor = MigrationExecutor(connections[alias])
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def copy_rows(source: str, target: str) -> None:
    """Put the rows of one migrated database in the place of whatever `migrate` put into another.

    All or nothing in the target; call with the source in one transaction where others write to it.

    Raises:
        KeepingError: a row the target refuses; names the table.
    """
    tables = [model for model in apps.get_models(include_auto_created=True) if _is_stored(model)]
    with transaction.atomic(using=target):
        for model in tables:
            _empty(model, target)
        for model in tables:
            try:
                _copy(model, source, target)
            except Error as error:
                table = model._meta.db_table
                raise KeepingError(f"a row of {table} cannot be kept there: {error}", code="failed") from error
        _remember_ids(tables, source, target)


def _is_stored(model: type[models.Model]) -> bool:
    return model._meta.managed and not model._meta.proxy and not model._meta.swapped


def _empty(model: type[models.Model], target: str) -> None:
    if model._base_manager.using(target).exists():  # the audit log cannot be emptied, and is never filled by `migrate`
        with connections[target].cursor() as cursor:
            cursor.execute(f'DELETE FROM "{model._meta.db_table}"')  # noqa: S608


def _copy(model: type[models.Model], source: str, target: str) -> None:
    fields = model._meta.concrete_fields
    names = [field.attname for field in fields]
    rows = model._base_manager.using(source).order_by("pk").values_list(*names).iterator(chunk_size=_ROWS)
    connection = connections[target]
    stored = (tuple(_store(field, value, connection) for field, value in zip(fields, row, strict=True)) for row in rows)
    insert_rows(model, [str(field.column) for field in fields], stored, using=connection)


def _store(field: models.Field[Any, Any], value: Any, connection: Any) -> Any:
    """A value as the target's columns hold it."""
    if value is None:
        return None
    if connection.vendor == "postgresql":
        value = _without_nul(value)
    if isinstance(field, models.JSONField):
        return store_json(value)
    return field.get_db_prep_save(value, connection)


def _without_nul(value: Any) -> Any:
    """PostgreSQL holds no NUL; the program stores none, a hand in the database might have."""
    if isinstance(value, str):
        return value.replace(_NUL, _INSTEAD)
    if isinstance(value, list):
        return [_without_nul(part) for part in value]
    if isinstance(value, dict):
        return {_without_nul(key): _without_nul(part) for key, part in value.items()}
    return value


def _remember_ids(tables: list[type[models.Model]], source: str, target: str) -> None:
    counted = [model for model in tables if isinstance(model._meta.pk, models.AutoField)]
    for model in counted:
        if last := _last_id(model, source):
            _set_last_id(model, target, last)


def _last_id(model: type[models.Model], alias: str) -> int:
    """The highest id the table ever had, 0 for none."""
    connection, table = connections[alias], model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_sequence_last_value(%s::regclass)", [_sequence(model, alias)])
        else:
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        row = cursor.fetchone()
    last = model._base_manager.using(alias).aggregate(last=models.Max("pk"))["last"]
    return max(int(row[0] or 0) if row else 0, int(last or 0))


def _set_last_id(model: type[models.Model], alias: str, last: int) -> None:
    connection, table = connections[alias], model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT setval(%s::regclass, %s)", [_sequence(model, alias), last])
            return
        cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
        cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, last])


def _sequence(model: type[models.Model], alias: str) -> str:
    with connections[alias].cursor() as cursor:
        pk = model._meta.pk
        assert pk is not None
        cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [f'"{model._meta.db_table}"', pk.column])
        return str(cursor.fetchone()[0])
