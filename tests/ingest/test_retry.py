"""What failed in a run is tried again from where it lay, and nothing else is."""

from __future__ import annotations

import json
import os
import time
import zipfile
from pathlib import Path

import pytest

from archive.ingest.ledger import name_of_input
from archive.ingest.retry import find_failed, is_within
from archive.ingest.run import ingest_files, ingest_pages, retry_run
from archive.models import Article, IngestRun
from archive.records import UnreadablePage
from tests.ingest.factories import make_body

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folders(settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.FILES_DIR = tmp_path / "files"
    (tmp_path / "in").mkdir()
    monkeypatch.chdir(tmp_path)


def line(number: int) -> str:
    return json.dumps({"title": f"第{number}篇报道", "text": make_body(number)}, ensure_ascii=False)


def retry(run: int, **changes):
    first = IngestRun.objects.get(pk=run)
    found = find_failed(first)
    return found, retry_run(first, found, **changes)


def test_only_the_failed_lines_of_a_mended_file_are_taken() -> None:
    file = Path("in", "lines.jsonl")
    file.write_text("\n".join([line(1), "{broken", line(3), "[]"]), encoding="utf-8")
    first = ingest_files(["in"], batch="首批")
    assert (first.counts["new"], first.failed) == (2, 2)
    file.write_text("\n".join([line(1), line(2), line(3), "[]"]), encoding="utf-8")
    os.utime(file, (time.time() + 5, time.time() + 5))
    found, second = retry(first.run)
    assert [path.name for path in found.changed] == ["lines.jsonl"]
    assert {name: count for name, count in second.counts.items() if count} == {"new": 1, "failed": 1}
    assert [item.input.rpartition("/")[2] for item in second.failures] == ["lines.jsonl:4"]
    run = IngestRun.objects.get(pk=second.run)
    assert (run.retry_of_id, run.batch, run.state) == (first.run, "首批", "finished")
    assert Article.objects.count() == 3


def test_of_a_file_that_failed_within_an_archive_all_pages_are_taken() -> None:
    def write(inner: str) -> None:
        with zipfile.ZipFile("in/all.zip", "w") as held:
            held.writestr("one.jsonl", line(1))
            held.writestr("more.json", inner)

    write('[{"title": "cut sho')
    first = ingest_files(["in/all.zip"])
    assert (first.counts["new"], [item.input.rpartition("/")[2] for item in first.failures]) == (
        1,
        ["all.zip!more.json"],
    )
    write(f"[{line(2)}, {line(3)}]")
    _found, second = retry(first.run)
    assert {name: count for name, count in second.counts.items() if count} == {"new": 2}


def test_a_page_lies_in_its_file_however_long_its_own_name_is() -> None:
    page = f"all.zip!{'长' * 2000}.html"
    assert is_within(page, {"all.zip"})
    assert is_within(page, {name_of_input(page)})
    assert not is_within(page, {"all"})


def test_a_relative_name_is_found_from_anywhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    Path("in", "a.txt").write_bytes(b"")
    first = ingest_files(["in/a.txt"])
    Path("in", "a.txt").write_text(f"标题一则\n\n{make_body(1)}", encoding="utf-8")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    _found, second = retry(first.run)
    assert (second.counts["new"], second.failed) == (1, 0)


def test_what_is_gone_or_was_never_a_file_is_told_each_with_its_reason() -> None:
    Path("in", "gone.txt").write_bytes(b"")
    lines = Path("in", "short.jsonl")
    lines.write_text(f"{line(1)}\n[]\n", encoding="utf-8")
    first = ingest_files(["in"])
    Path("in", "gone.txt").unlink()
    lines.write_text(line(1), encoding="utf-8")
    _found, second = retry(first.run)
    assert [(Path(item.input).name, item.code) for item in second.failures] == [
        ("short.jsonl:2", "gone"),
        ("gone.txt", "missing"),
    ]
    upload = ingest_pages([UnreadablePage(name="a.txt", stage="read", code="empty", reason="no bytes")])
    Path("a.txt").write_text("a file of the same name that nobody sent", encoding="utf-8")
    _found, third = retry(upload.run)
    assert [(item.input, item.code) for item in third.failures] == [("a.txt", "not_kept")]


def test_a_file_that_failed_as_a_whole_is_read_as_a_whole() -> None:
    file = Path("in", "lines.jsonl")
    file.write_bytes(b"")
    first = ingest_files(["in"])
    file.write_text("\n".join([line(1), line(2)]), encoding="utf-8")
    _found, second = retry(first.run)
    assert second.counts["new"] == 2


def test_a_retry_that_worked_can_be_repeated_without_harm() -> None:
    file = Path("in", "lines.jsonl")
    file.write_text(f"{line(1)}\n[]\n", encoding="utf-8")
    first = ingest_files(["in"])
    file.write_text(f"{line(1)}\n{line(2)}\n", encoding="utf-8")
    retry(first.run)
    _found, again = retry(first.run)
    assert {name: count for name, count in again.counts.items() if count} == {"duplicate": 1}
