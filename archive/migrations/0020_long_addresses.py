"""On PostgreSQL, addresses and searches are found and kept apart by hash: a row of a B-tree takes 2,704 bytes.

The models still call them indexed and unique, which they are; only how is another. Nothing to do on SQLite.
"""

from django.db import migrations

TEXTS = {
    "archive_article": ("url", 'CREATE INDEX "article_url" ON "archive_article" USING hash ("url")'),
    "archive_feed": (
        "address",
        'ALTER TABLE "archive_feed" ADD CONSTRAINT "one_feed_an_address" EXCLUDE USING hash ("address" WITH =)',
    ),
    "archive_fetchedaddress": (
        "address",
        'ALTER TABLE "archive_fetchedaddress"'
        ' ADD CONSTRAINT "one_row_a_fetched_address" EXCLUDE USING hash ("address" WITH =)',
    ),
    "archive_snapshot": (
        "query",
        'ALTER TABLE "archive_snapshot"'
        ' ADD CONSTRAINT "one_snapshot_an_answer_by_hash" EXCLUDE USING hash (("digest" || "query") WITH =)',
    ),
}


def find_by_hash(apps, schema_editor):
    connection = schema_editor.connection
    if connection.vendor != "postgresql":
        return
    for table, (column, statement) in TEXTS.items():
        with connection.cursor() as cursor:
            found = connection.introspection.get_constraints(cursor, table)
        for name, constraint in found.items():
            if column in constraint["columns"]:
                _drop(schema_editor, table, name)
        schema_editor.execute(statement)


def _drop(schema_editor, table, name):
    """An index, or the constraint it serves."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_constraint WHERE conname = %s AND conrelid = %s::regclass", [name, table])
        is_constraint = cursor.fetchone() is not None
    schema_editor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"' if is_constraint else f'DROP INDEX "{name}"')


class Migration(migrations.Migration):

    dependencies = [
        ('archive', '0019_name_aliases'),
    ]

    operations = [
        migrations.RunPython(find_by_hash, migrations.RunPython.noop),
    ]
