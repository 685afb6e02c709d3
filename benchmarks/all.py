"""Every benchmark of search one after the other, each into a file of its own: what `docs/benchmarks.md` is made of.

    python -m benchmarks.all CORPUS.jsonl[.gz] --folder /tmp/search-benchmarks [--only speed ranking]

Takes an hour and a half on two cores and 30 GB of disk. A benchmark whose file is there and complete is not run again.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

_ENDED = "\nended well, "


def commands(corpus: str, folder: Path) -> Mapping[str, Sequence[str]]:
    """The name of each benchmark with its module and arguments, in the order they are run."""
    place = {name: str(folder / name) for name in ("ranking", "speed", "concurrency", "million", "ingest")}
    return {
        "ranking": ["ranking", "--news", corpus, "--folder", place["ranking"]],
        "speed": [
            "search", corpus, "--count", "100000", "--folder", place["speed"], "--keep",
            "--engines", "ours", "tantivy", "fts5", "xapian", "stock",
        ],
        "concurrency": [
            "concurrency", corpus, "--count", "100000", "--seconds", "60", "--folder", place["concurrency"],
            "--index", place["speed"],
        ],
        "million": ["million", corpus, "--folder", place["million"]],
        "ingest": ["ingest", corpus, "--count", "100000", "--folder", place["ingest"]],
        "site": ["site"],
    }  # fmt: skip


def is_done(log: Path) -> bool:
    return log.exists() and _ENDED in log.read_text(encoding="utf-8")


def run(name: str, words: Sequence[str], folder: Path) -> bool:
    """Run one benchmark; whether it came to its end."""
    log = folder / f"{name}.md"
    started = time.monotonic()
    settings = {"DATA_DIR": str(folder / "ingest" / "data"), "PYTHONWARNINGS": "ignore"}
    with log.open("w", encoding="utf-8") as out:
        command = [sys.executable, "-m", f"benchmarks.{words[0]}", *words[1:]]
        print(" ".join(command), f"> {log}", flush=True)
        ended = subprocess.run(command, stdout=out, stderr=subprocess.STDOUT, env=os.environ | settings, check=False)
        if ended.returncode == 0:
            out.write(f"{_ENDED}after {time.monotonic() - started:.0f} s, load {os.getloadavg()[0]:.1f}\n")
    return ended.returncode == 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--only", nargs="+", help="names of benchmarks")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    failed = []
    for name, words in commands(str(options.corpus.resolve()), options.folder.resolve()).items():
        wanted = not options.only or name in options.only
        if wanted and not is_done(options.folder / f"{name}.md") and not run(name, words, options.folder):
            failed.append(name)
    if failed:
        raise SystemExit(f"not ended well: {', '.join(failed)}")


if __name__ == "__main__":
    main()
