"""Anchors and event keys without an id, in one tree by hash, and how many anchors each article has.

Of an archive of 100,000 articles these are five million rows, which were in three trees and are in two. SQLite keeps a row in
the tree of its primary key only where it is told to (`WITHOUT ROWID`), which Django cannot say: so the tables are written anew.
"""

import django.db.models.deletion
from django.db import migrations, models

# Table: the index of its articles, as Django names it.
TABLES = {
    "archive_anchor": "archive_anchor_article_id_aa7740d6",
    "archive_eventkey": "archive_eventkey_article_id_901a93fa",
}
OF_AN_ARTICLE = 'FOREIGN KEY ("article_id") REFERENCES "archive_article" ("id") DEFERRABLE INITIALLY DEFERRED'


def write_anew(apps, schema_editor):
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    for table, index in TABLES.items():
        columns = '"hash" bigint NOT NULL, "article_id" bigint NOT NULL, PRIMARY KEY ("hash", "article_id")'
        # Elsewhere added when the rows are in: checked row by row, it would keep the table from being renamed.
        end = f", {OF_AN_ARTICLE}) WITHOUT ROWID" if is_sqlite else ")"
        schema_editor.execute(f'CREATE TABLE "{table}_new" ({columns}{end}')
        rows = f'SELECT DISTINCT "hash", "article_id" FROM "{table}" ORDER BY "hash", "article_id"'
        schema_editor.execute(f'INSERT INTO "{table}_new" ("hash", "article_id") {rows}')
        schema_editor.execute(f'DROP TABLE "{table}"')
        schema_editor.execute(f'ALTER TABLE "{table}_new" RENAME TO "{table}"')
        schema_editor.execute(f'CREATE INDEX "{index}" ON "{table}" ("article_id")')
        if not is_sqlite:
            schema_editor.execute(f'ALTER TABLE "{table}" ADD {OF_AN_ARTICLE}')


def count_anchors(apps, schema_editor):
    counted = 'SELECT "article_id", COUNT(*) FROM "archive_anchor" GROUP BY "article_id"'
    schema_editor.execute(f'INSERT INTO "archive_anchorcount" ("article_id", "number") {counted}')


class Migration(migrations.Migration):

    dependencies = [
        ('archive', '0024_search_fence'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(write_anew)],
            state_operations=[
                migrations.RemoveIndex(model_name='anchor', name='anchor_hash'),
                migrations.RemoveIndex(model_name='eventkey', name='event_key_hash'),
                migrations.RemoveField(model_name='anchor', name='id'),
                migrations.RemoveField(model_name='eventkey', name='id'),
                migrations.AddField(
                    model_name='anchor',
                    name='pk',
                    field=models.CompositePrimaryKey('hash', 'article_id', blank=True, editable=False, primary_key=True, serialize=False),
                ),
                migrations.AddField(
                    model_name='eventkey',
                    name='pk',
                    field=models.CompositePrimaryKey('hash', 'article_id', blank=True, editable=False, primary_key=True, serialize=False),
                ),
            ],
        ),
        migrations.CreateModel(
            name='AnchorCount',
            fields=[
                ('article', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='archive.article')),
                ('number', models.PositiveSmallIntegerField()),
            ],
        ),
        migrations.RunPython(count_anchors),
    ]
