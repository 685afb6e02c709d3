"""What every list and every form of the admin costs the server, over an archive that exists.

    DATA_DIR=… python -m benchmarks.admin

Each list is opened as it is, at its second page and with a search; of each model the forms of the newest and oldest row
and of the heaviest are opened. Times are processor time of Django's handler in this process, the least of three;
queries are the database's. A list or form that takes more than 15 queries or 300 ms, or counts a whole table, is named at the
end, and the exit code is 1. Writes nothing: what is written for the session is rolled back.
"""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

MOST_QUERIES = 15
MOST_MS = 300
_WORD = "志愿"
_WHOLE_COUNT = re.compile(r'^SELECT COUNT\(\*\) AS "__count" FROM "(archive_\w+)"$')
_WHOLE = "bulk preview of the whole archive"
"""Looks at every article, and is not held to what a list may cost."""

_SMALL = ("archive_region", "archive_eventtype", "archive_servicefield")
"""Vocabularies, whose size does not follow that of the archive."""


@dataclass
class Cost:
    """The worst of one kind of page."""

    pages: int = 0
    queries: int = 0
    ms: float = 0.0
    counted: set[str] = field(default_factory=set)

    @property
    def is_too_much(self) -> bool:
        return self.queries > MOST_QUERIES or self.ms > MOST_MS or bool(self.counted)


def set_up() -> None:
    """Django over the archive in DATA_DIR."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    os.environ.update(ALLOWED_HOSTS="testserver", LOG_LEVEL="ERROR")
    import django

    django.setup()
    from django.conf import settings

    # Pages are rendered without the files `collectstatic` collects.
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


def addresses() -> Iterator[tuple[str, list[str]]]:
    """Kind of page -> addresses."""
    from django.contrib import admin
    from django.urls import reverse

    from archive.models import EventType

    yield "front page", [reverse("admin:index")]
    for model, model_admin in admin.site._registry.items():
        if model._meta.app_label != "archive":
            continue
        name = f"archive_{model._meta.model_name}"
        listed = reverse(f"admin:{name}_changelist")
        several = model._default_manager.count() > model_admin.list_per_page
        yield f"{name} list", [listed, *([f"{listed}?p=2"] if several else [])]
        if model_admin.search_fields:
            yield f"{name} search", [f"{listed}?q={_WORD}"]
        if rows := list(dict.fromkeys(_rows(model))):
            yield f"{name} form", [reverse(f"admin:{name}_change", args=[row]) for row in rows]
    yield "arrange event", [reverse("admin:archive_event_arrange", args=[pk]) for pk in _heaviest("event", "articles")]
    yield "bulk page", [reverse("admin:archive_article_bulk")]
    first = EventType.objects.order_by("pk").values_list("pk", flat=True).first()
    asked = {"bulk-change": "set_type", "bulk-preview": "1", "bulk-value": first}
    yield _WHOLE, [reverse("admin:archive_article_bulk", query=asked)]


def _rows(model: Any) -> list[Any]:
    """The newest, the oldest, and the one with most beside it."""
    keys = model._default_manager.order_by("pk").values_list("pk", flat=True)
    related = {"article": "findings", "event": "articles", "source": "articles", "ingestrun": "outcomes"}
    more = (
        _heaviest(model._meta.model_name, related[model._meta.model_name]) if model._meta.model_name in related else []
    )
    return [key for key in (keys.first(), keys.last(), *more) if key is not None]


def _heaviest(model: str, related: str) -> list[Any]:
    from django.apps import apps
    from django.db.models import Count

    rows = apps.get_model("archive", model)._default_manager.order_by()
    return list(rows.annotate(n=Count(related)).order_by("-n").values_list("pk", flat=True)[:2])


def measure(client: Any, address: str, cost: Cost) -> None:
    """Add a page to its kind."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    taken = []
    for _round in range(3):
        with CaptureQueriesContext(connection) as captured:
            started = time.process_time()
            response = client.get(address)
            taken.append((time.process_time() - started) * 1000)
        if response.status_code != 200:
            raise SystemExit(f"{address} answers {response.status_code}")
    counted = (_WHOLE_COUNT.match(query["sql"]) for query in captured.captured_queries)
    cost.pages += 1
    cost.queries, cost.ms = max(cost.queries, len(captured)), max(cost.ms, min(taken))
    cost.counted |= {found[1] for found in counted if found and found[1] not in _SMALL}


def main() -> None:
    set_up()
    from django.contrib.auth.models import User
    from django.db import transaction
    from django.test import Client

    from archive.models import Article

    costs: dict[str, Cost] = {}
    with transaction.atomic():
        client = Client()
        client.force_login(User.objects.create(username="benchmark", is_staff=True, is_superuser=True))
        for kind, pages in addresses():
            cost = costs.setdefault(kind, Cost())
            for address in pages:
                measure(client, address, cost)
        transaction.set_rollback(True)
    print(f"{Article.objects.count()} articles\n\n| page | asked | most queries | worst ms |\n|---|---|---|---|")
    for kind, cost in costs.items():
        print(f"| {kind} | {cost.pages} | {cost.queries} | {cost.ms:.0f} |")
    wrong = {kind: cost for kind, cost in costs.items() if cost.is_too_much and kind != _WHOLE}
    for kind, cost in wrong.items():
        print(f"TOO MUCH: {kind}: {cost.queries} queries, {cost.ms:.0f} ms, counts {sorted(cost.counted)}")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
