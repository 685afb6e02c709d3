"""What a whole answer costs the server, for every kind of page over an archive that exists.

    DATA_DIR=… python -m benchmarks.site

Reads, changes nothing. Words are drawn from the titles of the archive; a third of the searches have a region chosen.
Times are of Django's handler in this process: middleware, search, database rows, facets with their labels, templates.
Each address is asked three times, the fastest counts; queries are the database's, bytes what a browser receives packed.
"""

from __future__ import annotations

import argparse
import os
import random
from collections.abc import Sequence
from functools import partial
from urllib.parse import urlencode

from benchmarks.search import measure, quantiles

_LONGEST = 8
_PROVINCES = ("11", "31", "32", "33", "42", "43", "44", "51")


def make_queries(titles: Sequence[str], regions: Sequence[str], count: int, seed: int = 2) -> list[str]:
    """So many addresses' parts after `?`: pieces of titles, quoted or not, with and without a region."""
    chance = random.Random(seed)
    queries = []
    while len(queries) < count:
        title = chance.choice(titles)
        start = chance.randrange(max(1, len(title) - 1))
        piece = title[start : start + chance.randint(2, _LONGEST)].strip()
        if len(piece) > 1 and '"' not in piece:
            params = {"q": f'"{piece}"' if chance.random() < 0.5 else piece}
            if regions and chance.random() < 1 / 3:
                params["region"] = chance.choice(regions)
            queries.append(urlencode(params))
    return queries


def set_up() -> None:
    """Django over the archive in DATA_DIR, warmed as a server is."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    os.environ.update(ALLOWED_HOSTS="testserver", LOG_LEVEL="ERROR", API_RATE="", READER_RATE="")
    import django

    django.setup()
    from django.conf import settings

    from archive.search.warm import warm_up

    # Pages are rendered without the files `collectstatic` collects.
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    warm_up()


def draw_addresses(count: int) -> dict[str, list[str]]:
    """Kind of page -> addresses, at most so many of each."""
    from archive.models import Article, Event, Source

    newest = Article.public.order_by("-pk").values_list("pk", flat=True)[: count * 50 : 50]
    titles = [title for title in Article.public.order_by("?").values_list("title", flat=True)[:2000] if title]
    queries = ["", *make_queries(titles, [f"{province}0000" for province in _PROVINCES], count)]
    events = Event.objects.filter(articles__state="public").order_by("-pk").values_list("pk", flat=True)[:count]
    sources = Source.objects.order_by("pk").values_list("pk", flat=True)[:count]
    return {
        "/search/": [f"/search/?{query}" for query in queries],
        "/search/?view=events": [f"/search/?view=events&{query}" for query in queries],
        "/api/v1/search": [f"/api/v1/search?{query}" for query in queries],
        "/articles/…": [f"/articles/{pk}/" for pk in newest],
        "/events/…": [f"/events/{pk}/" for pk in dict.fromkeys(events)],
        "/": ["/"],
        "/map/": ["/map/"],
        "/regions/": ["/regions/"],
        "/regions/…": [f"/regions/{province}0000/" for province in _PROVINCES],
        "/types/": ["/types/"],
        "/sources/": ["/sources/"],
        "/sources/…": [f"/sources/{pk}/" for pk in sources],
        "/organisations/": ["/organisations/"],
        "/timeline/": ["/timeline/"],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100, help="addresses of each kind")
    options = parser.parse_args()
    set_up()
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from archive.models import Article

    client = Client(headers={"accept-encoding": "gzip"})
    print(f"{Article.public.count()} articles\n\n| page | asked | p50 / p95 ms | worst | most queries | most KB |")
    print("|---|---|---|---|---|---|")
    for kind, addresses in draw_addresses(options.count).items():
        taken, queries, size = [], 0, 0
        for address in addresses:
            with CaptureQueriesContext(connection) as captured:
                response = client.get(address)
            if response.status_code != 200:
                raise SystemExit(f"{address} answers {response.status_code}")
            queries, size = max(queries, len(captured)), max(size, len(response.content))
            taken.append(min(measure(partial(client.get, address)) for _round in range(3)))
        p50, p95 = quantiles(taken)
        print(
            f"| {kind} | {len(addresses)} | {p50:.1f} / {p95:.1f} | {max(taken):.1f} | {queries} | {size / 1024:.0f} |"
        )


if __name__ == "__main__":
    main()
