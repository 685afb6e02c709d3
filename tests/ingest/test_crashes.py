"""Whatever kills an ingest, starting it again with the same inputs ends where an undisturbed run ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.ingest.factories import BODY, make_body

ROOT = Path(__file__).resolve().parents[2]
KILLS = 22


def write_stream(file: Path, number: int) -> None:
    """Pages of every fate: new ones, new versions, copies elsewhere, reports of one event, the same bytes twice."""
    lines: list[dict[str, Any]] = []
    for n in range(number):
        line = {
            "title": f"第{n}次活动举行",
            "url": f"http://news{n % 5}.example/{n}.html",
            "published": f"2021-06-{n % 28 + 1:02}",
            "text": f"江城市志愿者第{n}次净滩活动6月{n % 28 + 1}日举行。\n{make_body(n)}",
        }
        lines.append(line)
        if n % 6 == 0:
            lines.append(line | {"url": f"http://copy.example/{n}.html"})
        if n % 7 == 0:
            lines.append(line | {"text": line["text"] + BODY})
        if n % 8 == 0:
            lines.append(line)
    file.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")


def run_script(module: str, data: Path, *args: object, **settings: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", module, *map(str, args)],
        cwd=ROOT,
        env={**os.environ, "DATA_DIR": str(data), "LOG_LEVEL": "ERROR", **settings},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills forks of one process")
def test_an_ingest_killed_at_random_moments_ends_as_an_undisturbed_one(tmp_path: Path) -> None:
    write_stream(tmp_path / "pages.jsonl", 20)
    told = run_script("tests.ingest.kill_at_random", tmp_path / "data", tmp_path / "pages.jsonl", KILLS, 2021)
    whole, resumed = told["whole"], told["resumed"]
    assert told["killed"] >= 20
    assert told["midway"] >= 5, "the kills came too early or too late to show anything"
    assert resumed["digest"] == whole["digest"]
    assert resumed["originals"] == whole["originals"] > 20
    assert resumed["taken"] == whole["taken"], "an outcome row is missing, or a page was taken in twice"
    assert resumed["running"] == 0, "a run that was killed still counts as running"


PROCESSES = 8


def test_processes_that_take_in_overlapping_folders_at_once_neither_repeat_nor_lose_a_page(tmp_path: Path) -> None:
    folders = [tmp_path / "in" / name for name in ("a", "b", "c", "d")]
    for place, folder in enumerate(folders):
        folder.mkdir(parents=True)
        for n in range(place * 10, place * 10 + 30):  # every page but those at the ends lies in several folders
            text = (
                f"第{n}次净滩活动举行\n\n发布时间:2021-06-{n % 28 + 1:02}\n\n第{n}次活动在江城市举行。{make_body(n)}\n"
            )
            (folder / f"{n}.txt").write_text(text, encoding="utf-8")
    told = run_script("tests.ingest.ingest_at_once", tmp_path / "data", PROCESSES, *folders)
    assert told["printed"] == "", "a database that was locked, or another error"
    assert told["codes"] == [0] * PROCESSES
    assert told["articles"] == told["files"] == told["different_texts"] == 60
    assert told["taken"] == 60, "two runs both say that they took a page in"
    assert told["outcomes"] == 30 * PROCESSES
