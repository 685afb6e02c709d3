"""`manage.py bench_extract` on the pages of the checkout."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.quality import report
from tests.quality.labelled_pages import DEV, HELDOUT, read_lines
from tests.quality.report import BEGIN, END
from tests.quality.scoring import ROW_ORDER


def run(*args: object) -> str:
    out = StringIO()
    call_command("bench_extract", *args, stdout=out)
    return out.getvalue()


def test_it_prints_every_field_for_both_parts():
    printed = run("--no-cost")
    assert "own dev" in printed and "own held out" in printed
    assert all(f"\n{name} " in printed for name in ROW_ORDER)


def test_it_never_lists_what_is_wrong_on_the_held_out_pages():
    printed = run("--no-cost", "--errors", "type,event,region,title,source,authors,editor,published")
    assert not [line["id"] for line in read_lines(HELDOUT) if f"| {line['id']} |" in printed]


def test_it_scores_another_labelled_file(tmp_path: Path):
    line = next(read_lines(DEV))
    wrong = {**line, "labels": {**line["labels"], "title": "不是这个标题"}}
    other = tmp_path / "other.jsonl"
    other.write_text(json.dumps(wrong) + "\n", encoding="utf-8")
    printed = run("--no-cost", "--errors", "title", other)
    assert f"title | other | {line['id']} |" in printed


def test_it_measures_speed_and_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    few = tmp_path / "few.jsonl"
    few.write_text("\n".join(json.dumps(line) for line in list(read_lines(DEV))[:5]), encoding="utf-8")
    monkeypatch.setattr(report, "OWN_PAGES", [few])
    printed = run()
    assert "text/plain, p50 / p95 / max of 5 pages" in printed
    assert "peak resident" in printed


def test_it_renews_the_tables_of_a_page_and_nothing_else(tmp_path: Path):
    page = tmp_path / "page.md"
    page.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n", encoding="utf-8")
    run("--no-cost", "--write", page)
    written = page.read_text(encoding="utf-8")
    assert written.startswith(f"before\n{BEGIN}\n") and written.endswith(f"\n{END}\nafter\n")
    assert "| title exact | " in written and "old\n" not in written


def test_a_file_that_is_not_there_is_a_usage_error(tmp_path: Path):
    with pytest.raises(CommandError) as raised:
        run(tmp_path / "missing.jsonl")
    assert raised.value.returncode == 2
