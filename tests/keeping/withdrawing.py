"""Run as a program: withdraws articles one after the other as staff do, and looks for each right after.

    DATA_DIR=… python -m tests.keeping.withdrawing ID…

Prints what was found of them, as JSON.
"""

from __future__ import annotations

import json
import os
import sys
from urllib.parse import quote


def main(ids: list[int]) -> None:
    from django.test import Client

    from archive.models import Article
    from archive.review.decisions import withdraw

    client = Client(HTTP_HOST="localhost")
    found = []
    print("ready", flush=True)
    sys.stdin.readline()
    for pk in ids:
        article = Article.objects.get(pk=pk)
        withdraw(article, "removal request")
        found += [f"{pk} at {address}" for address in find_everywhere(client, pk, article.title)]
    print(json.dumps(found, ensure_ascii=False))


def find_everywhere(client, pk: int, title: str) -> list[str]:
    """The addresses at which an article is still shown."""
    words = quote(f'"{title}"')
    lists = [
        f"/search/?q={words}",
        f"/search/?q={words}&view=events",
        f"/search.json?q={words}",
        f"/api/v1/search?q={words}&per_page=100",
        "/api/v1/search?sort=newest&per_page=100",
        f"/api/v1/suggest?q={quote(title[:20])}&limit=20",
        "/",
    ]
    own = f"/articles/{pk}/"
    shown = [address for address in lists if own in client.get(address).content.decode()]
    pages = [own, f"{own}original/", f"{own}original/?download=1", f"/api/v1/articles/{pk}"]
    return shown + [address for address in pages if client.get(address).status_code != 410]


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    import django

    django.setup()
    main([int(word) for word in sys.argv[1:]])
