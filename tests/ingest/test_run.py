"""A run takes in what it can, says what became of each input, and ends in order however it is ended."""

from __future__ import annotations

import errno
import json
import weakref
from pathlib import Path

import pytest
from django.db import OperationalError

from archive.errors import StoreError
from archive.ingest import batches, new_articles, stages
from archive.ingest.report import IngestReport, ItemOutcome, ReportFile
from archive.ingest.run import ingest_files, ingest_pages
from archive.models import Article, IngestOutcome, IngestRun, Outcome, SavedFile
from archive.records import LULL, UnreadablePage
from tests.ingest.factories import BODY, make_body, make_page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path: Path) -> None:
    settings.FILES_DIR = tmp_path / "files"


def pages(number: int, **changes):
    return [make_page(f"第{n}篇报道\n\n{n}日,{make_body(n)}", name=f"{n}.txt", **changes) for n in range(1, number + 1)]


def failing_on(word: str, error: BaseException, monkeypatch: pytest.MonkeyPatch, module, name: str) -> None:
    """Let `module.name` raise `error` for the page whose content holds `word`."""
    real = getattr(module, name)

    def fail_or_do(page, *args, **kwargs):
        if word in page.content:
            raise error
        return real(page, *args, **kwargs)

    monkeypatch.setattr(module, name, fail_or_do)


def failing_to_store(word: str, error: BaseException, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the storing of the page whose content holds `word` raise `error`."""
    real = new_articles.fill_article

    def fail_or_fill(article, page, draft) -> None:
        if word in page.content:
            raise error
        real(article, page, draft)

    monkeypatch.setattr(new_articles, "fill_article", fail_or_fill)


def test_every_input_ends_as_one_row_in_its_order() -> None:
    unreadable = UnreadablePage(name="empty.txt", stage="read", code="empty", reason="no bytes", id="e1")
    first, second = pages(2, id="p")
    report = ingest_pages([first, unreadable, second, first], batch="试验", inputs=["folder"])
    rows = list(IngestOutcome.objects.order_by("id").values_list("input", "item_id", "outcome", "code"))
    assert rows == [
        ("1.txt", "p", "new", ""),
        ("empty.txt", "e1", "failed", "empty"),
        ("2.txt", "p", "new", ""),
        ("1.txt", "p", "duplicate", ""),
    ]
    run = IngestRun.objects.get()
    assert (run.batch, run.inputs, run.state) == ("试验", ["folder"], "finished")
    assert run.finished_at is not None
    assert run.counts == report.counts == {
        "new": 2, "duplicate": 1, "new_version": 0, "reprint": 0, "not_article": 0, "failed": 1,
    }  # fmt: skip


def test_known_bytes_are_not_extracted_again(monkeypatch: pytest.MonkeyPatch) -> None:
    ingest_pages(pages(3))
    failing_on("", AssertionError("was extracted"), monkeypatch, batches, "process_safely")
    report = ingest_pages(pages(3))
    assert report.counts["duplicate"] == 3


def test_an_unexpected_error_costs_only_its_page(monkeypatch: pytest.MonkeyPatch) -> None:
    failing_on("第2篇", ValueError("a bug"), monkeypatch, stages, "extract_article")
    failing_to_store("第4篇", ValueError("another"), monkeypatch)
    report = ingest_pages(pages(5))
    assert (report.counts["new"], report.failed) == (3, 2)
    assert [(item.input, item.stage, item.code, item.reason) for item in report.failures] == [
        ("2.txt", "extract", "unexpected", "ValueError: a bug"),
        ("4.txt", "store", "unexpected", "ValueError: another"),
    ]
    assert Article.objects.count() == 3


def test_what_was_done_before_an_interruption_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "PAGES_A_BATCH", 2)
    failing_on("第5篇", KeyboardInterrupt(), monkeypatch, stages, "extract_article")
    report = ingest_pages(pages(6))
    run = IngestRun.objects.get()
    assert report.interrupted and run.state == "interrupted"
    assert Article.objects.count() == run.outcomes.count() == report.counts["new"] == run.counts["new"] == 4


@pytest.mark.parametrize("workers", [1, 2])
def test_what_came_before_a_lull_is_committed_before_more_is_asked_for(workers: int) -> None:
    told: list[int] = []

    def pausing():
        yield LULL  # nothing has come yet
        for page in pages(3):
            yield page
            yield LULL
            told.append(IngestOutcome.objects.filter(outcome="new").count())

    report = ingest_pages(pausing(), workers=workers)
    assert told == [1, 2, 3]
    assert IngestRun.objects.get().counts == report.counts
    assert report.total == 3


def test_an_interruption_between_commit_and_counting_loses_no_count() -> None:
    def interrupt(_item: ItemOutcome) -> None:
        raise KeyboardInterrupt

    report = ingest_pages(pages(3), progress=interrupt)
    assert report.counts["new"] == IngestRun.objects.get().counts["new"] == 3


def test_an_interruption_amid_the_telling_leaves_a_whole_report_of_all_that_is_in(tmp_path: Path) -> None:
    file = ReportFile(tmp_path / "report.json")
    stops = iter([False, True])

    def tell_then_stop(item: ItemOutcome) -> None:
        file.add(item)
        if next(stops, False):
            raise KeyboardInterrupt

    report = ingest_pages(pages(4), progress=tell_then_stop)
    file.finish(report)
    written = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert report.interrupted
    assert [item["input"] for item in written["items"]] == ["1.txt", "2.txt", "3.txt", "4.txt"]
    assert written["counts"]["new"] == 4


@pytest.mark.parametrize("error", [OperationalError("database or disk is full"), StoreError("disk is full")])
def test_a_failing_disk_stops_the_run_with_its_reason(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    monkeypatch.setattr(batches, "PAGES_A_BATCH", 1)
    failing_to_store("第2篇", error, monkeypatch)
    report = ingest_pages(pages(4))
    assert "disk is full" in report.stopped_by
    assert (report.counts["new"], report.failed) == (1, 0)
    assert IngestRun.objects.get().state == "interrupted"


def test_a_disk_that_cannot_take_originals_stops_the_run(settings, tmp_path: Path) -> None:
    settings.FILES_DIR = tmp_path / "blocked"
    settings.FILES_DIR.write_text("in the way")
    report = ingest_pages(pages(1))
    assert "cannot be written" in report.stopped_by
    assert not Article.objects.exists() and not SavedFile.objects.exists()


def test_a_dry_run_tells_the_same_as_the_run_and_writes_nothing(tmp_path: Path) -> None:
    ingest_pages(pages(1))
    known = IngestOutcome.objects.count()
    files = sorted((tmp_path / "files").rglob("*"))
    first, second, third = pages(3, url="http://a.example/same")
    reprint = make_page(third.content + " ", url="http://b.example/3")
    stream = [*pages(1), first, second, second, third, reprint, make_page("", name="nothing.txt", raw=b" ")]
    dry = ingest_pages(stream, dry_run=True)
    assert IngestOutcome.objects.count() == known and IngestRun.objects.count() == 1
    assert sorted((tmp_path / "files").rglob("*")) == files
    assert dry.run is None
    assert ingest_pages(stream).counts == dry.counts
    assert dry.counts == {
        "new": 1, "duplicate": 3, "new_version": 1, "reprint": 1, "not_article": 0, "failed": 1,
    }  # fmt: skip


def test_two_workers_give_the_same_in_the_same_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "PAGES_A_BATCH", 3)
    stream = [*pages(10), UnreadablePage(name="x", stage="read", code="binary", reason="r"), *pages(2)]
    seen: list[str] = []
    report = ingest_pages(stream, workers=2, progress=lambda item: seen.append(item.input))
    assert seen == [page.name for page in stream]
    assert (report.counts["new"], report.counts["duplicate"], report.failed) == (10, 2, 1)


def test_a_missing_path_is_a_row_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"标题一则\n\n{BODY}", encoding="utf-8")
    report = ingest_files([str(tmp_path / "none.txt"), str(tmp_path / "a.txt")])
    assert (report.counts["new"], report.failed, report.failures[0].code) == (1, 1, "missing")


def test_a_file_that_cannot_be_opened_is_a_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from archive.ingest import inputs

    def refuse(_path: Path):
        raise PermissionError(errno.EACCES, "Permission denied")
        yield

    (tmp_path / "a.txt").write_text("x")
    monkeypatch.setattr(inputs, "read_pages", refuse)
    report = ingest_files([str(tmp_path)])
    assert [(item.code, item.reason) for item in report.failures] == [("unreadable", "Permission denied")]


def test_batches_are_bounded_by_bytes_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "BYTES_A_BATCH", 100)
    sizes = [len(batch) for batch in batches.make_batches([make_page("x", raw=b"x" * 60) for _n in range(5)])]
    assert sizes == [2, 2, 1]


@pytest.mark.parametrize(("workers", "batches_held"), [(1, 2), (2, 5)])
def test_of_a_stream_of_any_length_only_a_few_batches_are_held(
    monkeypatch: pytest.MonkeyPatch, workers: int, batches_held: int
) -> None:
    monkeypatch.setattr(batches, "PAGES_A_BATCH", 4)
    alive, most = set(), 0

    def stream():
        nonlocal most
        for n in range(120):
            page = make_page(f"{n}", name=f"{n}.txt")
            alive.add(n)
            weakref.finalize(page, alive.discard, n)
            most = max(most, len(alive))
            yield page

    report = ingest_pages(stream(), workers=workers)
    assert report.total == 120
    assert most <= 4 * batches_held


def test_the_report_file_has_the_public_shape(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    file = ReportFile(path)
    report = IngestReport(run=7)
    for item in (
        ItemOutcome(input="a.jsonl:1", item_id="x", outcome=Outcome.NEW, article=3),
        ItemOutcome(input="b\udcff", outcome=Outcome.FAILED, stage="read", code="binary", reason="r"),
    ):
        report.add(item)
        file.add(item)
    assert not path.exists()
    file.finish(report)
    nothing = {"stage": None, "code": None, "reason": None}
    failure = {"stage": "read", "code": "binary", "reason": "r"}
    written = json.loads(path.read_text(encoding="utf-8"))
    assert written == {
        "run": 7,
        "counts": {"new": 1, "duplicate": 0, "new_version": 0, "reprint": 0, "not_article": 0, "failed": 1},
        "items": [
            {"input": "a.jsonl:1", "id": "x", "outcome": "new", "article": 3, **nothing},
            {"input": "b\\udcff", "id": None, "outcome": "failed", "article": None, **failure},
        ],
    }
    assert [file.name for file in tmp_path.iterdir()] == ["report.json"]
