"""Run as a program: readers ask while the index is rebuilt again and again and articles are added.

    DATA_DIR=… python -m tests.search.asked_during_rebuilds REBUILDS

Prints the answers' codes and whether a total ever fell, as JSON.
"""

from __future__ import annotations

import json
import os
import sys

ARTICLES = 120
ADDRESSES = ("/api/v1/search?q=志愿者", "/search/?q=江滩", "/search.json?type=unknown", "/", "/readyz")


def set_up() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "archive.settings"
    import django

    django.setup()
    from django.core.management import call_command

    from archive.search.indexing import index_stale

    call_command("migrate", verbosity=0)
    add_articles(ARTICLES)
    index_stale()


def add_articles(number: int) -> None:
    from archive.models import Article

    Article.objects.bulk_create(
        Article(title=f"第{n}次志愿者行动", body=f"志愿者清理江滩，第{n}次。" * 20) for n in range(number)
    )


def rebuild(times: int) -> None:
    """In a child: a rebuild, some more articles, and the index brought up to date, so many times."""
    from archive.search.indexing import index_stale, rebuild_index

    for _time in range(times):
        rebuild_index()
        add_articles(5)
        index_stale()


def main(times: int) -> None:
    from django.db import connections
    from django.test import Client

    client = Client(HTTP_HOST="localhost", raise_request_exception=False)
    for address in ADDRESSES:  # what a first request loads takes longer than many rebuilds
        client.get(address)
    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            rebuild(times)
        except BaseException:
            os._exit(1)
        os._exit(0)
    codes: set[int] = set()
    totals: list[int] = []
    ended = 0
    while not ended:
        codes |= {client.get(address).status_code for address in ADDRESSES}
        totals.append(client.get(ADDRESSES[0]).json()["total"])
        ended, status = os.waitpid(child, os.WNOHANG)
    totals.append(client.get(ADDRESSES[0]).json()["total"])
    print(json.dumps({"child": status, "codes": sorted(codes), "totals": totals}))


if __name__ == "__main__":
    set_up()
    main(int(sys.argv[1]))
