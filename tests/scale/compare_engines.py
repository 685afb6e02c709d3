"""The same searches on both engines over one archive: sets of hits, their order by day, totals and every count of every facet.

    DATA_DIR=… SEARCH_URL=opensearch://… python -m tests.scale.compare_engines

DATA_DIR holds an archive whose embedded index is up to date; the server's index is made from it first unless --keep.
Ends with 1 at the first kind of difference, which it shows.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any


def compare(queries: list[Any], engines: dict[str, Any], found: Counter[str]) -> list[str]:
    """What differs, in words; `found` is told how many searches found how much."""
    differences: list[str] = []
    for query in queries:
        answers = [dict(_answer(query, engine)) for engine in engines.values()]
        found[_magnitude(answers[0]["totals"][0])] += 1
        for part, expected in answers[0].items():
            if answers[1][part] != expected:
                differences.append(f"{query!r}: {part}: {_shown(expected, answers[1][part])}")
    return differences


def _magnitude(total: int) -> str:
    return "nothing" if not total else "1 to 9" if total < 10 else "10 to 99" if total < 100 else "100 and more"


def _answer(query: Any, engine: Any) -> Iterator[tuple[str, Any]]:
    from archive.search import run

    run.engine = lambda: engine  # type: ignore[assignment]
    results = run.search(query)
    yield "totals", (results.total, results.articles, results.events, results.pages)
    yield "notices", results.notices
    yield "suggestion", results.suggestion
    yield "sizes of facets", dict(results.facet_sizes)
    for name, values in results.facets.items():
        yield f"facet {name}", {value.value: value.count for value in _walk(values)}
    ids, total, _state = run.find_all(query, 30_000)
    # Of an event the best article is listed, and which one that is may be told by the score.
    by_score = query.effective_sort == "relevance"
    if not (by_score and query.view == "events"):
        yield "hits", (total, sorted(ids) if by_score else ids)


def _walk(values: Any) -> Iterator[Any]:
    for value in values:
        yield value
        yield from _walk(value.children)


def _shown(first: Any, second: Any) -> str:
    if isinstance(first, dict):
        keys = [key for key in {**first, **second} if first.get(key) != second.get(key)]
        return str([(key, first.get(key), second.get(key)) for key in keys[:8]])
    return f"{str(first)[:300]} | {str(second)[:300]}"


def _common(counts: Mapping[str, int]) -> list[str]:
    """Codes to choose from: the commonest, mostly, so that choices leave something to find; and some rare ones."""
    ordered = sorted(counts, key=lambda code: (-counts[code], code))
    return ordered[:12] + ordered[12 :: max(1, len(ordered) // 3)][:3]


def open_engines(rebuild: bool) -> dict[str, Any]:
    """The embedded engine over DATA_DIR and the server's, both holding the same articles."""
    from django.conf import settings
    from haystack import connections

    from archive.search.engines.opensearch.backend import ArchiveOpenSearchBackend
    from archive.search.engines.whoosh.backend import ArchiveWhooshBackend

    options = settings.HAYSTACK_CONNECTIONS["default"]
    server = connections["default"].get_backend()
    if not isinstance(server, ArchiveOpenSearchBackend):
        raise SystemExit("SEARCH_URL has to name an OpenSearch server")
    if rebuild:
        from archive.search.indexing import rebuild_index

        worked, started = time.process_time(), time.perf_counter()
        done = rebuild_index().indexed
        seconds, work = time.perf_counter() - started, time.process_time() - worked
        print(f"{done} articles indexed on the server in {seconds:.0f} s, {work:.0f} s of this process's processor")
    return {"embedded": ArchiveWhooshBackend("default", **options), "server": server}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keep", action="store_true", help="do not build the server's index anew")
    parser.add_argument("--seed", type=int, default=8)
    arguments = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    import django

    django.setup()
    from archive.models import Article
    from archive.search.facets import FACETS
    from archive.search.query import SearchQuery
    from archive.search.run import count_facet
    from tests.scale.real_queries import make_queries

    engines = open_engines(rebuild=not arguments.keep)
    texts = [text for row in Article.public.order_by("pk").values_list("title", "body") for text in row if text]
    chosen = {facet.name: _common(count_facet(SearchQuery(), facet)) for facet in FACETS}
    queries = make_queries(texts, chosen, arguments.seed)
    found: Counter[str] = Counter()
    differences = compare(queries, engines, found)
    for difference in differences:
        print(difference)
    print(
        f"{len(queries)} searches over {len(texts) // 2} articles, {len(differences)} differences; found: {dict(found)}"
    )
    sys.exit(bool(differences))


if __name__ == "__main__":
    main()
