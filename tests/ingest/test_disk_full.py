"""A disk that fills up while pages come in: it is said, nothing acknowledged is lost, and the next run goes on."""

from __future__ import annotations

import base64
import json
import os
import random
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ingest.factories import make_body

ROOT = Path(__file__).resolve().parents[2]
PAGES = 120


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk with room for the tables of an empty archive and not for all the pages."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    if (said := mount(folder, "size=8m")).returncode:
        pytest.skip(f"no small disk can be mounted here: {said.stderr.decode().strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def mount(folder: Path, options: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], check=False, capture_output=True)


def manage(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env={**os.environ, "DATA_DIR": str(data), "LOG_LEVEL": "ERROR", "LANGUAGE_CODE": "en"},
        capture_output=True,
        text=True,
        check=False,
    )


def write_pages(file: Path) -> None:
    """Pages with little to read and much that does not compress."""
    chance = random.Random(8)
    with file.open("w", encoding="utf-8") as lines:
        for n in range(PAGES):
            text = f"<h1>第{n}次净滩活动举行</h1><p>江城市志愿者清理江滩。</p><p>{make_body(n)}</p>"
            noise = base64.b64encode(chance.randbytes(60_000)).decode()
            page = {"content": f"<html><body>{text}<!-- {noise} --></body></html>", "content_type": "text/html"}
            lines.write(json.dumps(page | {"url": f"http://a.example/{n}.html"}, ensure_ascii=False) + "\n")


def articles(data: Path) -> set[int]:
    connection = sqlite3.connect(data / "archive.sqlite3")
    rows = {pk for (pk,) in connection.execute("SELECT id FROM archive_article")}
    connection.close()
    return rows


def test_a_full_disk_stops_the_run_with_a_reason_and_costs_nothing_acknowledged(
    small_disk: Path, tmp_path: Path
) -> None:
    write_pages(pages := tmp_path / "pages.jsonl")
    data = small_disk / "data"
    data.mkdir()
    assert manage(data, "migrate", "-v0").returncode == 0
    report = tmp_path / "report.json"
    run = manage(data, "ingest", str(pages), "--no-index", "--workers", "1", "--report", str(report))
    assert run.returncode == 1
    said = run.stdout + run.stderr
    assert "Traceback" not in said
    assert "No space left on device" in said or "disk is full" in said, said
    taken = [item["article"] for item in json.loads(report.read_text(encoding="utf-8"))["items"]]
    assert 0 < len(taken) < PAGES

    assert mount(small_disk, "remount,size=64m").returncode == 0
    assert set(taken) <= articles(data)
    assert manage(data, "verify_archive", "--only", "database").returncode == 0
    again = manage(data, "ingest", str(pages), "--no-index", "--workers", "1")
    assert again.returncode == 0, again.stdout + again.stderr
    assert len(articles(data)) == PAGES
    assert manage(data, "verify_archive", "--only", "database", "files").returncode == 0
