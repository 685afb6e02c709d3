"""An archive's database on a PostgreSQL server: copied from one snapshot, replaced by moving tables between schemas.

A new archive is loaded into the schema `archive_restoring`, which nobody reads. The step to it is one transaction: the old
tables go to a schema named as the folder that keeps the rest of the old archive, the new ones to where the old were.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import Error, OperationalError, connection, transaction
from django.db.backends.utils import CursorWrapper

from archive.database import APPLICATION
from archive.errors import KeepingError
from archive.keeping.databases.rows import connected, copy_rows, is_migrated, migrate, sqlite_settings
from archive.keeping.databases.sqlite import HELD
from archive.models import SavedFile
from archive.models.writing import writing

_STAGE = "archive_restoring"
_PATIENCE = 10.0
"""Seconds to wait for the archive not to be in use."""
_IN_USE = "the database is in use; stop the site, the indexer and whatever takes pages in"


class PostgresDatabase:
    """See `archive.keeping.databases.Database`; the one of the settings."""

    def copy_to(self, target: Path) -> None:
        if not is_migrated("default"):
            raise KeepingError("the database is of another version of this program: run `manage.py migrate`")
        try:
            with connected("copy", sqlite_settings(target)) as copy:
                migrate(copy)
                with transaction.atomic():
                    _ask("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                    copy_rows("default", copy)
        except Error as error:
            raise KeepingError(f"the database cannot be copied to {target.parent}: {error}", code="disk") from error

    def exists(self) -> bool:
        return bool(_tables(_schema()))

    def is_archive(self) -> bool:
        there = set(_tables(_schema()))
        return any(_ask(f'SELECT 1 FROM "{table}" LIMIT 1') for table in HELD if table in there)  # noqa: S608

    def settle(self) -> None:
        until = time.monotonic() + _PATIENCE
        others = (
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND application_name = %s"
        )
        while _ask(others, [APPLICATION]):
            if time.monotonic() > until:
                raise KeepingError(_IN_USE, code="in_use")
            time.sleep(0.1)

    def stage(self, new: Path) -> None:
        self.unstage()
        _ask(f"CREATE SCHEMA {_STAGE}")
        try:
            with connected("copy", sqlite_settings(new)) as copy, connected("staged", _staged_settings()) as staged:
                migrate(copy)  # a backup may be older than the program
                migrate(staged)
                copy_rows(copy, staged)
        except Error as error:
            raise KeepingError(f"the database cannot be written: {error}", code="disk") from error
        new.unlink()

    def set_aside(self, kept: Path) -> None:
        """The tables move with the step itself."""

    def put_in_place(self, kept: Path | None) -> None:
        schema = _schema()
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL lock_timeout = '{int(_PATIENCE)}s'")
                with writing():
                    self._replace(cursor, schema, _named(kept))
        except OperationalError as error:
            raise KeepingError(_IN_USE, code="in_use") from error
        except Error as error:
            raise KeepingError(f"the database's tables cannot be moved: {error}", code="failed") from error

    @staticmethod
    def _replace(cursor: CursorWrapper, schema: str, old: str) -> None:
        if _tables(schema):
            cursor.execute(f'CREATE SCHEMA "{old}"')
            _move_all(cursor, schema, old)
        _move_all(cursor, _STAGE, schema)
        cursor.execute(f"DROP SCHEMA {_STAGE}")

    def unstage(self) -> None:
        _ask(f"DROP SCHEMA IF EXISTS {_STAGE} CASCADE")

    def named_originals(self, hashes: Collection[str]) -> set[str]:
        return set(SavedFile.objects.filter(sha256__in=hashes).order_by().values_list("sha256", flat=True))


def _schema() -> str:
    return str(_ask("SELECT current_schema()")[0][0])


def _staged_settings() -> dict[str, Any]:
    found: dict[str, Any] = deepcopy(dict(settings.DATABASES["default"]))
    options = found.setdefault("OPTIONS", {})
    options.pop("pool", None)
    options["options"] = f"{options.get('options', '')} -c search_path={_STAGE}".strip()
    return found


def _tables(schema: str) -> list[str]:
    """Those of this program: it may share a schema with others."""
    known = set(connection.introspection.django_table_names())
    rows = _ask("SELECT tablename FROM pg_tables WHERE schemaname = %s ORDER BY tablename", [schema])
    return [name for (name,) in rows if name in known or name.startswith(("archive_", "django_", "auth_", "axes_"))]


def _functions(schema: str) -> list[str]:
    query = "SELECT proname FROM pg_proc WHERE pronamespace = %s::regnamespace AND proname LIKE 'audit\\_entry\\_%%'"
    return [name for (name,) in _ask(query, [f'"{schema}"'])]


def _move_all(cursor: CursorWrapper, source: str, target: str) -> None:
    for table in _tables(source):
        cursor.execute(f'ALTER TABLE "{source}"."{table}" SET SCHEMA "{target}"')
    for function in _functions(source):
        cursor.execute(f'ALTER FUNCTION "{source}"."{function}"() SET SCHEMA "{target}"')


def _named(kept: Path | None) -> str:
    return kept.name.replace("-", "_").lower() if kept is not None else "replaced"


def _ask(query: str, values: Sequence[str] = ()) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values or None)
        return list(cursor.fetchall()) if cursor.description else []
