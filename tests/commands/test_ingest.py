"""`manage.py ingest`: what it prints, what it writes and how it exits, on good and on broken input."""

from __future__ import annotations

import contextlib
import io
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from archive.models import Article, IngestOutcome, IngestRun
from tests.ingest.factories import BODY
from tests.time_limit import time_limit

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path_factory: pytest.TempPathFactory) -> None:
    settings.FILES_DIR = tmp_path_factory.mktemp("files")


def ingest(*args: object) -> tuple[str, int]:
    """Run the command without indexing; returns what it printed and its exit code."""
    out = io.StringIO()
    try:
        call_command("ingest", *map(str, args), "--no-index", stdout=out)
    except CommandError as error:
        return out.getvalue() + str(error), error.returncode
    return out.getvalue(), 0


def page_text(number: int) -> str:
    return f"江城志愿者第{number}次净滩活动举行\n\n发布时间:2021-06-{number:02}\n\n第{number}次活动:{BODY}\n"


def write_pages(folder: Path, number: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for n in range(1, number + 1):
        (folder / f"{n}.txt").write_text(page_text(n), encoding="utf-8")


def test_it_takes_in_a_folder_and_knows_it_the_second_time(tmp_path: Path) -> None:
    write_pages(tmp_path / "in" / "deep", 3)
    printed, code = ingest(tmp_path / "in", "--batch", "首批")
    assert code == 0
    assert "新文章: 3" in printed and "失败: 0" in printed
    printed, code = ingest(tmp_path / "in")
    assert code == 0 and "重复: 3" in printed
    assert Article.objects.count() == 3
    assert list(IngestRun.objects.order_by("id").values_list("batch", "state")) == [
        ("首批", "finished"),
        ("", "finished"),
    ]


def test_broken_inputs_each_get_a_clear_row_and_the_rest_is_taken_in(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    write_pages(folder, 2)
    (folder / "empty.txt").write_bytes(b"")
    (folder / "binary.txt").write_bytes(os.urandom(5000) + b"\x00" * 500)
    (folder / "image.html").write_bytes(b"\x89PNG\r\n\x1a\n" + os.urandom(4000))
    (folder / "long.txt").write_bytes(b"x" * (50 * 1024 * 1024))
    (folder / "nested.html").write_text("<div>" * 10_000 + page_text(7) + "</div>" * 10_000, encoding="utf-8")
    (folder / "truncated.txt").write_bytes(page_text(8).encode("gb18030")[:-2])
    good = json.dumps({"id": "j1", "title": "净滩活动九", "text": "第九次活动:" + BODY}, ensure_ascii=False)
    (folder / "lines.jsonl").write_text(f'{good}\n{{"id": "j2", broken\n[]\n', encoding="utf-8")
    report = tmp_path / "report.json"
    with time_limit(120):
        printed, code = ingest(folder, "--report", report)
    assert code == 1
    items = {Path(item["input"]).name: item for item in json.loads(report.read_text(encoding="utf-8"))["items"]}
    failed = {name for name, item in items.items() if item["outcome"] == "failed"}
    assert {"empty.txt", "binary.txt", "image.html", "long.txt", "lines.jsonl:2", "lines.jsonl:3"} <= failed
    assert not failed & {"1.txt", "2.txt", "truncated.txt", "nested.html", "lines.jsonl:1"}
    for name in failed:
        assert items[name]["stage"] and items[name]["code"] and items[name]["reason"], name
        assert name in printed
    assert items["lines.jsonl:1"]["id"] == "j1"
    assert IngestOutcome.objects.filter(outcome="failed").count() == len(failed)
    assert IngestRun.objects.get().state == "finished"


def test_a_long_list_of_failures_is_cut_and_counted(tmp_path: Path) -> None:
    for n in range(25):
        (tmp_path / f"{n:02}.txt").write_bytes(b"")
    printed, code = ingest(tmp_path)
    assert code == 1
    assert sum(line.startswith("失败: /") for line in printed.splitlines()) == 20
    assert "另有 5 个失败" in printed


def test_a_hostile_file_name_cannot_forge_a_line(tmp_path: Path) -> None:
    (tmp_path / "a\n新文章: 999\x1b[2J.txt").write_bytes(b"")
    printed, code = ingest(tmp_path)
    assert code == 1
    assert "新文章: 0" in printed.splitlines() and "\x1b" not in printed
    assert not any(line.startswith("新文章: 999") for line in printed.splitlines())


def test_a_dry_run_writes_nothing(tmp_path: Path, settings) -> None:
    write_pages(tmp_path / "in", 2)
    printed, code = ingest(tmp_path / "in", "--dry-run")
    assert (code, Article.objects.count(), IngestRun.objects.count()) == (0, 0, 0)
    assert "新文章: 2" in printed
    assert not list(Path(settings.FILES_DIR).iterdir())


def test_it_indexes_at_the_end_unless_told_not_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from archive.search import indexing

    calls: list[int] = []

    def index(*_args: object) -> indexing.IndexReport:
        calls.append(Article.objects.count())
        return indexing.IndexReport(indexed=2, removed=0)

    monkeypatch.setattr(indexing, "index_stale", index)
    write_pages(tmp_path / "in", 2)
    ingest(tmp_path / "in")
    call_command("ingest", str(tmp_path / "in"), "--dry-run", stdout=io.StringIO())
    assert calls == []
    out = io.StringIO()
    call_command("ingest", str(tmp_path / "in"), stdout=out)
    assert calls == [2] and "索引：写入 2" in out.getvalue()


def test_an_index_that_fails_does_not_undo_what_was_stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from archive.search import indexing

    def fail() -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(indexing, "index_stale", fail)
    write_pages(tmp_path / "in", 2)
    with pytest.raises(CommandError, match=r"No space left.*index_stale") as caught:
        call_command("ingest", str(tmp_path / "in"), stdout=io.StringIO())
    assert (caught.value.returncode, Article.objects.count()) == (1, 2)


def test_json_lines_come_in_on_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    line = json.dumps({"id": "s1", "title": "净滩活动", "text": BODY, "url": "http://a.example/1"}, ensure_ascii=False)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(line.encode() + b"\n")))
    printed, code = ingest("-")
    assert code == 0 and "新文章: 1" in printed
    assert Article.objects.get().url == "http://a.example/1"


@pytest.mark.parametrize("args", [[], ["--workers", "0", "x"], ["--workers", "many", "x"]])
def test_bad_usage_exits_with_2(args: list[str]) -> None:
    done = subprocess.run([sys.executable, "manage.py", "ingest", *args], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 2, done.stderr


def test_a_report_that_cannot_be_written_is_told_before_anything_is_done(tmp_path: Path) -> None:
    write_pages(tmp_path / "in", 1)
    _printed, code = ingest(tmp_path / "in", "--report", tmp_path / "no" / "such" / "folder.json")
    assert (code, Article.objects.count()) == (2, 0)


@pytest.mark.parametrize("workers", ["1", "2"])
def test_what_a_pausing_source_gave_is_committed_and_a_stop_in_the_pause_is_in_order(
    tmp_path: Path, workers: str
) -> None:
    environment = {**os.environ, "DATA_DIR": str(tmp_path / "data")}
    command = [sys.executable, "manage.py"]
    subprocess.run([*command, "migrate", "-v0"], cwd=ROOT, env=environment, check=True)
    process = subprocess.Popen(
        [*command, "ingest", "-", "--workers", workers, "--no-index", "--report", str(tmp_path / "report.json")],
        cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    assert process.stdin is not None
    for number in range(120):  # a batch and part of another; the input stays open
        line = {"title": f"第{number}次净滩活动", "text": f"第{number}次:{BODY}"}
        process.stdin.write(json.dumps(line).encode() + b"\n")
    process.stdin.write(b'{"title": "an unfinished line')
    process.stdin.flush()
    _wait_for_rows(tmp_path / "data" / "archive.sqlite3", 120)
    process.send_signal(signal.SIGTERM)
    printed, _nothing = process.communicate(timeout=120)
    assert process.returncode == 130, printed.decode()
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert report["counts"]["new"] == len(report["items"]) == 120


def _wait_for_rows(database: Path, number: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if _rows(database, "SELECT count(*) FROM archive_article")[0][0] >= number:
            return
        time.sleep(0.1)
    raise AssertionError(f"no {number} articles were committed in time")


def test_real_news_goes_in_without_a_failure(shared: Path, tmp_path: Path) -> None:
    import gzip
    from itertools import islice

    sample = tmp_path / "news.jsonl"
    with gzip.open(shared / "corpus" / "broadcast-news.jsonl.gz") as lines:
        sample.write_bytes(b"".join(islice(lines, 200)))
    printed, code = ingest(sample)
    assert code == 0, printed
    printed, code = ingest(sample)
    assert code == 0 and "重复: 200" in printed


def test_both_real_pages_go_in(shared: Path) -> None:
    printed, code = ingest(shared / "seeds")
    assert code == 0 and "新文章: 2" in printed


def test_what_failed_is_taken_in_with_retry(tmp_path: Path) -> None:
    write_pages(tmp_path / "in", 2)
    (tmp_path / "in" / "2.txt").write_bytes(b"")
    ingest(tmp_path / "in")
    first = IngestRun.objects.get()
    (tmp_path / "in" / "2.txt").write_text(page_text(2), encoding="utf-8")
    printed, code = ingest("--retry", first.pk)
    assert code == 0 and "新文章: 1" in printed
    assert IngestRun.objects.get(retry_of=first).state == "finished"
    second = IngestRun.objects.get(retry_of=first)
    printed, code = ingest("--retry", second.pk)
    assert code == 0 and "没有失败的输入" in printed
    printed, code = ingest("--retry", 99_999)
    assert code == 2 and "99999" in printed


@pytest.mark.parametrize("args", [["x", "--retry", "1"], ["x", "--watch", "."], ["--watch", "no-such-folder"]])
def test_ways_in_that_do_not_go_together_exit_with_2(args: list[str]) -> None:
    assert ingest(*args)[1] == 2


def test_a_watched_folder_is_taken_in_as_files_come_until_it_is_stopped(tmp_path: Path) -> None:
    environment = {**os.environ, "DATA_DIR": str(tmp_path / "data")}
    database = tmp_path / "data" / "archive.sqlite3"
    write_pages(tmp_path / "in", 2)
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=environment, check=True)
    for come in (3, 4):  # the second round after a restart
        watching = subprocess.Popen(
            [sys.executable, "manage.py", "ingest", "--watch", str(tmp_path / "in"), "--no-index"],
            cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        _wait_for_rows(database, come - 1)
        write_pages(tmp_path / "in", come)
        _wait_for_rows(database, come)
        watching.send_signal(signal.SIGTERM)
        assert watching.wait(120) == 0


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may mount a small disk")
def test_a_full_disk_ends_the_run_with_its_reason_and_keeps_what_was_acknowledged(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=9m", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("this root may not mount")
    try:
        _fill_and_recover(disk, tmp_path)
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)


def _fill_and_recover(disk: Path, folder: Path) -> None:
    environment = {**os.environ, "DATA_DIR": str(disk), "LOG_LEVEL": "ERROR"}
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=environment, check=True)
    filler = disk / "filler"
    room = os.statvfs(disk)
    filler.write_bytes(b"\0" * (room.f_bavail * room.f_frsize - 1_200_000))
    lines = folder / "pages.jsonl"
    padding = [os.urandom(6000).hex() for _n in range(400)]
    lines.write_text(
        "".join(json.dumps({"title": f"第{n}次", "text": page_text(n), "pad": padding[n]}) + "\n" for n in range(400)),
        encoding="utf-8",
    )
    report = folder / "report.json"
    command = [sys.executable, "manage.py", "ingest", str(lines), "--no-index", "--report", str(report)]
    full = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert full.returncode == 1, full.stderr
    assert "Traceback" not in full.stderr and "入档中止" in full.stderr
    acknowledged = [item for item in json.loads(report.read_text(encoding="utf-8"))["items"] if item["article"]]
    filler.unlink()
    held = _rows(disk / "archive.sqlite3", "SELECT article_id FROM archive_articleversion")
    assert {item["article"] for item in acknowledged} <= {row[0] for row in held}
    for (sha256,) in _rows(disk / "archive.sqlite3", "SELECT sha256 FROM archive_savedfile"):
        assert (disk / "files" / sha256[:2] / sha256[2:4] / f"{sha256}.gz").stat().st_size


def _rows(database: Path, statement: str) -> list[tuple[Any, ...]]:
    with contextlib.closing(sqlite3.connect(database)) as connection:
        return connection.execute(statement).fetchall()
