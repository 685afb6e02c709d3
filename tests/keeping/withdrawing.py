"""Run as a program: withdraws articles one after the other as staff do, and looks for each right after.

    DATA_DIR=… python -m tests.keeping.withdrawing ID…

Prints what was found of them, as JSON.
"""

from __future__ import annotations

import io
import json
import os
import sys
import zipfile
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
        found += [f"{pk} at {address}" for address in find_at_once(client, pk, article.title)]
    print(json.dumps(found, ensure_ascii=False))


def find_at_once(client, pk: int, title: str) -> list[str]:
    """The addresses at which an article is still shown, of those a program would ask."""
    shown = _listing(client, pk, f"/api/v1/search?q={_phrase(title)}&per_page=100")
    return shown + _not_gone(client, f"/articles/{pk}/", f"/api/v1/articles/{pk}")


def find_everywhere(client, pk: int, title: str) -> list[str]:
    """The addresses at which an article is still shown, of all that could show it."""
    words = _phrase(title)
    lists = [
        f"/search/?q={words}",
        f"/search/?q={words}&view=events",
        f"/search.json?q={words}",
        *(f"/search.{form}?q={words}" for form in ("atom", "csv")),
        f"/api/v1/suggest?q={quote(title[:20])}&limit=20",
    ]
    own = f"/articles/{pk}/"
    more = (f"{own}original/", f"{own}original/?download=1", f"{own}changes/", f"{own}versions/")
    return _listing(client, pk, *lists) + _not_gone(client, *more)


def find_in_lists_of_all(client, ids: list[int]) -> list[str]:
    """The same of the pages that show whatever there is."""
    pages = {address: _read(client, address) for address in LISTS_OF_ALL}
    return [f"{pk} at {address}" for address, page in pages.items() for pk in ids if f"/articles/{pk}/" in page]


# Each is asked before and after: a new way to show many articles is one more line.
LISTS_OF_ALL = (
    "/",
    "/search/?sort=newest&per_page=100",
    "/search/?sort=newest&per_page=100&view=events",
    "/api/v1/search?sort=newest&per_page=100",
    *(f"/search.{form}?sort=newest" for form in ("atom", "csv", "xlsx", "jsonl", "ris", "bib", "txt")),
    "/sitemap-articles.xml",
    "/oai?verb=ListRecords&metadataPrefix=oai_dc",
)


def _listing(client, pk: int, *addresses: str) -> list[str]:
    return [address for address in addresses if f"/articles/{pk}/" in _read(client, address)]


def _read(client, address: str) -> str:
    response = client.get(address)
    content = response.getvalue() if response.streaming else response.content
    if content.startswith(b"PK"):  # a workbook
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            content = b"".join(parts.read(name) for name in parts.namelist())
    return content.decode()


def _not_gone(client, *addresses: str) -> list[str]:
    return [address for address in addresses if client.get(address).status_code != 410]


def _phrase(title: str) -> str:
    return quote(f'"{title}"')


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    import django

    django.setup()
    main([int(word) for word in sys.argv[1:]])
