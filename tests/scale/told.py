"""What an archive's database holds, whatever it runs on: a hash a table, over every value of every row.

As a program, with DATA_DIR and DATABASE_URL: prints them as JSON.
"""

from __future__ import annotations

import hashlib
import json
import os

import django


def tables(using: str = "default") -> dict[str, str]:
    """Table -> number of rows and the hash of all, by id. Keys of JSON objects have no order."""
    from django.apps import apps

    told = {}
    for model in apps.get_models(include_auto_created=True):
        rows = (
            model._base_manager.using(using)
            .order_by("pk")
            .values_list(*[f.attname for f in model._meta.concrete_fields])
        )
        lines = [json.dumps(row, sort_keys=True, ensure_ascii=False, default=str) for row in rows]
        told[model._meta.db_table] = f"{len(lines)} {hashlib.sha256(chr(10).join(lines).encode()).hexdigest()}"
    return told


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "archive.settings"
    django.setup()
    print(json.dumps(tables()))
