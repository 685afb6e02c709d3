"""Measures how well searches are ranked: nDCG@10 and mean reciprocal rank, against Whoosh with jieba and SQLite FTS5.

    python -m benchmarks.ranking --folder /tmp/ranking [--news CORPUS.jsonl.gz] [--each 100]

One table for the sample archive with queries judged by hand, and one for a corpus of news judged by rule (where given);
both rules and grades: `benchmarks.ranking_sets`. This archive is asked as its pages ask it (`archive.search.run.search`)
over a database of its own in the folder, which is emptied first unless `--keep`. Peers get the same titles and bodies.
Weights are to be chosen by the training half only (`--keep --alone --weights TITLE_WEIGHT=2`).
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.ranking_scores import Judged, ndcg, reciprocal_rank

if TYPE_CHECKING:
    from benchmarks.ranking_peers import Ranker, Text

ROOT = Path(__file__).resolve().parents[1]
TITLE_WEIGHT = 3.0
SHOWN = 20


class Ours:
    """This archive, asked for a page of its results."""

    name = "this archive"

    def best(self, query: str, limit: int) -> list[int]:
        from archive.search.query import SearchQuery
        from archive.search.run import search

        return [hit.id for hit in search(SearchQuery(q=query, per_page=limit)).hits]


def prepare_samples(_options: argparse.Namespace) -> list[Judged[int]]:
    """The sample pages, ingested and indexed; judgements by article id."""
    from django.core.management import call_command

    from archive.models import Article
    from archive.search.indexing import index_stale
    from benchmarks.ranking_sets import sample_set

    if not Article.objects.exists():
        call_command("load_vocabularies", verbosity=0)
        call_command("ingest", str(ROOT / "samples"), verbosity=0)
    index_stale()
    rows = Article.public.values_list("versions__saved_file__name", "pk")
    ids = {name.split("samples/", 1)[-1]: pk for name, pk in rows}
    return [
        Judged(kind=judged.kind, query=judged.query, grades={ids[name]: grade for name, grade in judged.grades.items()})
        for judged in sample_set()
    ]


def prepare_news(options: argparse.Namespace) -> list[Judged[int]]:
    """The corpus as bare articles (title, body, day), indexed; judgements by article id."""
    from archive.models import Article
    from archive.search.indexing import index_stale
    from benchmarks.ranking_sets import news_items, news_set

    items = news_items(options.news)
    if not Article.objects.exists():
        rows = (
            Article(pk=number, title=item["title"], body=item["text"], published_on=item["published"][:10])
            for number, item in enumerate(items, start=1)
        )
        Article.objects.bulk_create(rows, batch_size=500)
    index_stale()
    return [
        Judged(kind=judged.kind, query=judged.query, grades={key + 1: grade for key, grade in judged.grades.items()})
        for judged in news_set(items, options.each)
    ]


PREPARED = {"samples": prepare_samples, "news": prepare_news}


def measure(ranker: Ranker, judged: Sequence[Judged[int]]) -> dict[str, tuple[float, float]]:
    """Mean nDCG@10 and reciprocal rank by kind, over each half, and over all queries."""
    scores = []
    for query in judged:
        answers = ranker.best(query.query, SHOWN)
        scores.append((query, ndcg(query.grades, answers), reciprocal_rank(query.grades, answers)))
    groups = {kind: [score for score in scores if score[0].kind == kind] for kind in kinds(judged)}
    groups["training half"] = [score for score in scores if score[0].is_for_training]
    groups["test half"] = [score for score in scores if not score[0].is_for_training]
    groups["all"] = scores
    return {name: (_mean([s[1] for s in group]), _mean([s[2] for s in group])) for name, group in groups.items()}


def set_weights(wanted: Sequence[str]) -> None:
    """`NAME=VALUE` in the place of the engine's own weights, in every module that took one over by name."""
    from archive.search.engines.whoosh import evaluate, nearness, ranking

    for word in wanted:
        name, value = word.split("=")
        if not isinstance(getattr(ranking, name, None), float):
            raise SystemExit(f"{name} is no weight of {ranking.__name__}")
        for module in (ranking, evaluate, nearness):
            if hasattr(module, name):
                setattr(module, name, float(value))


def kinds(judged: Sequence[Judged[Any]]) -> list[str]:
    return list(dict.fromkeys(query.kind for query in judged))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / max(1, len(values))


def print_table(results: Mapping[str, Mapping[str, tuple[float, float]]]) -> None:
    """One row an engine; the best of a column is bold."""
    columns = list(next(iter(results.values())))
    best = {column: max(row[column] for row in results.values()) for column in columns}
    print("| nDCG@10 / MRR | " + " | ".join(columns) + " |\n" + "|---" * (len(columns) + 1) + "|")
    for name, row in results.items():
        cells = [_cell(row[column], best[column][0]) for column in columns]
        print(f"| {name} | " + " | ".join(cells) + " |")


def _cell(score: tuple[float, float], best: float) -> str:
    shown = f"{score[0]:.3f} / {score[1]:.3f}"
    return f"**{shown}**" if score[0] == best else shown


def compare(name: str, options: argparse.Namespace) -> None:
    """Prepare one archive and print its table."""
    import django

    django.setup()
    from django.core.management import call_command

    from archive.models import Article
    from benchmarks.ranking_peers import make_peers

    set_weights(options.weights)
    call_command("migrate", verbosity=0)
    judged = PREPARED[name](options)
    texts: list[Text] = list(Article.public.order_by("pk").values_list("pk", "title", "body"))
    peers = options.folder / f"{name}-peers"
    shutil.rmtree(peers, ignore_errors=True)
    peers.mkdir()
    counts = ", ".join(f"{sum(query.kind == kind for query in judged)} {kind}" for kind in kinds(judged))
    print(f"\n### {name}: {len(texts)} articles, {len(judged)} queries ({counts})\n", flush=True)
    rankers = [Ours(), *([] if options.alone else make_peers(peers, texts, TITLE_WEIGHT))]
    print_table({ranker.name: measure(ranker, judged) for ranker in rankers})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True, help="for databases and indexes; emptied first")
    parser.add_argument("--news", type=Path, help="JSON lines with title, text, published; may be gzipped")
    parser.add_argument("--each", type=int, default=100, help="news queries of each kind")
    parser.add_argument("--keep", action="store_true", help="use what an earlier run left in the folder")
    parser.add_argument("--alone", action="store_true", help="leave the other engines out")
    parser.add_argument(
        "--weights", nargs="+", default=[], metavar="NAME=VALUE", help="in place of those in ranking.py"
    )
    parser.add_argument("--set", choices=PREPARED, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.set:
        compare(options.set, options)
        return
    if not options.keep:
        shutil.rmtree(options.folder, ignore_errors=True)
    for name in PREPARED if options.news else ("samples",):
        data = options.folder / name
        data.mkdir(parents=True, exist_ok=True)
        # Settings are read once a process: every archive gets a process and a DATA_DIR of its own.
        settings = {"DATA_DIR": str(data), "DJANGO_SETTINGS_MODULE": "archive.settings", "LOG_LEVEL": "WARNING"}
        command = [sys.executable, "-m", "benchmarks.ranking", *sys.argv[1:], "--set", name]
        subprocess.run(command, env=os.environ | settings, check=True)


if __name__ == "__main__":
    main()
