"""What a PostgreSQL server knows or shows to be wrong with the tables of an archive."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg import sql

_NOT_TO_BE_TRUSTED = """
SELECT 'index ' || indexrelid::regclass || ' is not valid: REINDEX it'
FROM pg_index JOIN pg_class ON pg_class.oid = indrelid
WHERE relnamespace = current_schema()::regnamespace AND NOT indisvalid
UNION ALL
SELECT 'constraint ' || conname || ' of ' || conrelid::regclass || ' is not enforced'
FROM pg_constraint WHERE connamespace = current_schema()::regnamespace AND NOT convalidated
"""


def find_postgres_damage(connection: psycopg.Connection[Any], limit: int = 10) -> list[str]:
    """Tables that cannot be read to the end, indexes and constraints that are not valid.

    References need no check: the server lets none go astray. It compares pages with their sums where its cluster was
    made with `--data-checksums`, which is what makes reading all of them worth while.
    """
    found = [str(row[0]) for row in connection.execute(_NOT_TO_BE_TRUSTED).fetchall()]
    tables = connection.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"
    ).fetchall()
    for (table,) in tables:
        try:
            # The text of a row is made of all its values, those that are kept apart from it as well.
            query = sql.SQL("SELECT sum(length({table}::text)) FROM {table}").format(table=sql.Identifier(table))
            connection.execute(query)
        except psycopg.Error as error:
            found.append(f"{table} cannot be read: {error}".strip())
    return found[:limit]
