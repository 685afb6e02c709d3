"""What keeping a large archive costs, and whether what comes back is the same: backup, restore, index, verifying.

    DATA_DIR=COPY python -m benchmarks.keeping CORPUS.jsonl[.gz] --folder /tmp/keeping

Give it a copy of an archive: pages are taken in and searches answered by the real server (only loopback is asked) while the
second backup is made. The first is restored into an empty folder, and asked the same searches as the
archive it was made of: hits, the number found and the counts of every facet have to agree. The second is restored as well,
and both are verified. The commands are those an operator runs.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from benchmarks.load import MANAGE, start, write_new_pages
from benchmarks.process_tree import usage_of
from benchmarks.site import draw_addresses, set_up
from benchmarks.site_load import load, serving

_PAGES = 20_000
"""More than are taken in during a backup."""
_KEPT = ("total", "events", "hits", "facets", "facet_sizes")


def run(name: str, data: Path, *words: str) -> None:
    """A command of `manage.py` from beginning to end; prints a row: seconds, seconds of CPU, MB at most in either half."""
    environment = {**os.environ, "DATA_DIR": str(data), "LOG_LEVEL": "ERROR"}
    started, memory = time.perf_counter(), [0.0]
    command = subprocess.Popen([sys.executable, str(MANAGE), *words], env=environment, stdout=subprocess.DEVNULL)
    while not (ended := os.wait4(command.pid, os.WNOHANG))[0]:
        memory.append(usage_of(command.pid).memory)
        time.sleep(0.2)
    if ended[1]:
        raise SystemExit(f"{' '.join(words)} ended with {os.waitstatus_to_exitcode(ended[1])}")
    command.returncode = 0
    cpu = ended[2].ru_utime + ended[2].ru_stime
    first, second = max(memory[: len(memory) // 2 + 1]), max(memory[len(memory) // 2 :])
    print(f"| {name} | {time.perf_counter() - started:.0f} | {cpu:.0f} | {first:.0f} | {second:.0f} |", flush=True)


class Readers:
    """Two readers of the real server, until told to stop; `worst` is in milliseconds."""

    def __init__(self, port: int, addresses: list[str]) -> None:
        self.requests, self.errors, self.worst = 0.0, 0.0, 0.0
        self._ask = (port, addresses, 2, 5)
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._read)
        self._thread.start()

    def _read(self) -> None:
        while not self._is_over.is_set():
            result = load(*self._ask)
            self.requests += result["requests"]
            self.errors += result["errors"]
            self.worst = max(self.worst, result["worst"])

    def stop(self) -> None:
        """Let the last five seconds pass."""
        self._is_over.set()
        self._thread.join()


def back_up_at_work(data: Path, corpus: Path, file: Path, addresses: list[str]) -> str:
    """A backup while pages are taken in, indexed and read; what became of these."""
    from archive.models import Article

    pages = data / "keeping-pages.jsonl"
    write_new_pages(corpus, _PAGES, pages)
    before = Article.objects.count()
    with serving() as port:
        readers = Readers(port, addresses)
        indexer = start("index_stale", "--watch")
        ingest = start("ingest", str(pages), "--no-index", "--workers", "1")
        while Article.objects.count() == before and ingest.poll() is None:
            time.sleep(0.5)
        run("backup at work", data, "backup", str(file))
        came = Article.objects.count() - before
        readers.stop()
        ended = []
        for process in (ingest, indexer):
            process.send_signal(signal.SIGTERM)
            ended.append(process.wait())
    pages.unlink()
    return (
        f"{came} pages taken in meanwhile; {readers.requests:.0f} answers, {readers.errors:.0f} errors, "
        f"slowest {readers.worst:.0f} ms; ingest and indexer ended with {ended}"
    )


def ask(data: Path, addresses: list[str], file: Path) -> list[str]:
    """What an archive answers, in a process of its own: a line an address."""
    file.write_text(json.dumps(addresses), encoding="utf-8")
    command = [sys.executable, "-m", "benchmarks.keeping", "--ask", str(file)]
    environment = {**os.environ, "DATA_DIR": str(data)}
    return subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines()


def print_answers(file: Path) -> None:
    """What the archive of the environment answers to the addresses in a file."""
    set_up()
    from django.test import Client

    client = Client()
    for address in json.loads(file.read_text(encoding="utf-8")):
        told = client.get(address).json()
        print(json.dumps([told[name] for name in _KEPT], sort_keys=True))


def bring_back(name: str, file: Path, data: Path) -> None:
    """Restore a backup into an empty folder, build its index and verify it."""
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(parents=True)
    run(f"restore {name}", data, "restore", str(file), "--no-index")
    run(f"index of what was restored {name}", data, "index_stale")
    run(f"verify_archive {name}", data, "verify_archive")


def measure(corpus: Path, data: Path, folder: Path) -> None:
    set_up()
    from django.db import connections

    drawn = draw_addresses(200)
    searches = drawn["/api/v1/search"]
    addresses = [address for kind in drawn.values() for address in kind]
    folder.mkdir(parents=True, exist_ok=True)
    still, busy = folder / "still.tar", folder / "busy.tar"
    print("| command | s | s of CPU | MB at most, first half | second half |\n|---|---|---|---|---|", flush=True)
    run("backup at rest", data, "backup", str(still), "--force")
    expected = ask(data, searches, folder / "addresses.json")
    busy.unlink(missing_ok=True)
    told = back_up_at_work(data, corpus, busy, addresses)
    connections.close_all()
    for name, file in (("at rest", still), ("at work", busy)):
        bring_back(name, file, folder / "data")
        if file is still and (found := ask(folder / "data", searches, folder / "addresses.json")) != expected:
            differing = [
                address for address, *both in zip(searches, expected, found, strict=True) if both[0] != both[1]
            ]
            raise SystemExit(f"answered otherwise: {len(differing)} of {len(searches)}, as {differing[0]}")
    print(f"\n{told}")
    print(f"{len(searches)} searches are answered alike; {still.stat().st_size / 1e6:.0f} MB a backup")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path, nargs="?")
    parser.add_argument("--folder", type=Path, help="holds the backups; what is restored stays in its folder data")
    parser.add_argument("--ask", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.ask:
        print_answers(options.ask)
    elif options.corpus and options.folder:
        measure(options.corpus, Path(os.environ["DATA_DIR"]), options.folder)
    else:
        parser.error("CORPUS and --folder are wanted")


if __name__ == "__main__":
    main()
