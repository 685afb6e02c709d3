"""The comparison with other programs runs where none of them is installed: the project's own row, the others named."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.quality.labelled_pages import DEV, read_lines

SCRIPT = Path(__file__).resolve().parents[2] / "benchmarks" / "extraction_peers.py"


def test_it_prints_the_own_rows_and_names_what_is_missing(tmp_path: Path):
    labels = tmp_path / "three.jsonl"
    lines = [line for line in read_lines(DEV) if line["labels"]["relevant"]][:3]
    labels.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    command = [sys.executable, SCRIPT, "--python", sys.executable, "--labels", labels, "--markdown"]
    run = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    assert run.stdout.count("| this project | ") == 2
    assert "cpca is not installed here" in run.stderr


def test_it_compares_whole_html_pages(tmp_path: Path):
    body = "<p>10月7日,平和县的志愿者帮留守老人采收蜜柚。</p>" * 12
    (tmp_path / "one.html").write_text(f"<html><body><h1>柚园里的帮手</h1>{body}</body></html>", encoding="utf-8")
    label = {"file": "one.html", "title": "柚园里的帮手", "published": None}
    (tmp_path / "labels.jsonl").write_text(json.dumps(label) + "\n", encoding="utf-8")
    command = [sys.executable, SCRIPT, "--python", sys.executable, "--html", tmp_path]
    run = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    assert "this project" in run.stdout and "1/1" in run.stdout
