"""What a whole answer costs the server: `/search/` as HTML and as JSON over an archive that exists.

    DATA_DIR=… python -m benchmarks.pages

Reads, changes nothing. Words are drawn from the titles of the archive; a third of the searches have a facet chosen.
Times are of Django's handler in this process: middleware, search, database rows, facets with their labels, templates.
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--queries", type=int, default=100)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    os.environ.update(ALLOWED_HOSTS="testserver", LOG_LEVEL="ERROR")
    import django

    django.setup()
    from django.conf import settings
    from django.test import Client

    from archive.models import Article
    from archive.search.warm import warm_up

    # Pages are rendered without the files `collectstatic` collects.
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    warm_up()
    titles = list(Article.public.order_by("?").values_list("title", flat=True)[:2000])
    regions = [f"{number}0000" for number in (11, 31, 32, 33, 42, 43, 44, 51)]
    queries = ["", *make_queries(titles, regions, options.queries)]
    client = Client()
    print(f"{Article.public.count()} articles, {len(queries)} searches\n\n| | p50 / p95 ms | worst |\n|---|---|---|")
    for name, address in (("/search/", "/search/?"), ("/api/v1/search", "/api/v1/search?")):
        taken = []
        for query in queries:
            if client.get(address + query).status_code != 200:
                raise SystemExit(f"{address}{query} answers {client.get(address + query).status_code}")
            taken.append(min(measure(partial(client.get, address + query)) for _round in range(3)))
        print("| {} | {:.1f} / {:.1f} | {:.1f} |".format(name, *quantiles(taken), max(taken)))


if __name__ == "__main__":
    main()
