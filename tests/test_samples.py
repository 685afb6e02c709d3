"""The sample archive: what it must hold to be a fair ground, and how much of it the program gets right."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from archive.dedupe.fingerprint import fingerprint
from archive.readers.registry import list_inputs
from archive.records import Page
from archive.resolve.gazetteer import load_gazetteer
from archive.resolve.vocabulary import terms_by_code
from tests.quality.samples import PAGES, answer_samples, load_labels, read_samples, sample_files, score_samples

FLOORS = Path(__file__).with_name("quality") / "floors.json"


def _charset_declared(data: bytes) -> str | None:
    head = data[:2000].lower()
    return next(
        (name for name in ("utf-8", "gb2312", "gbk", "big5") if f"charset={name}".encode() in head.replace(b'"', b"")),
        None,
    )


def test_it_holds_at_least_sixty_pages_each_with_one_label():
    names = [name for name, _ in read_samples()]
    assert len(names) >= 60
    assert sorted(names) == sorted(label["file"] for label in load_labels())


def test_every_page_can_be_read():
    assert [page for _, page in read_samples() if not isinstance(page, Page)] == []


def test_a_folder_of_samples_gives_every_file():
    assert sorted(list_inputs([PAGES])) == sample_files()


def test_every_year_from_2005_to_2026_is_there():
    years = {(label["event"] or label["published"] or "")[:4] for label in load_labels()}
    assert {str(year) for year in range(2005, 2027)} <= years


def test_every_event_type_and_service_field_is_there():
    labels = load_labels()
    assert {code for label in labels for code in label["event_types"]} == set(terms_by_code("event_types"))
    assert {code for label in labels for code in label["service_fields"]} == set(terms_by_code("service_fields"))


def test_the_regions_are_current_units_of_most_provinces():
    codes = {code for label in load_labels() for accepted in label["regions"] for code in accepted} - {"000000"}
    units = [load_gazetteer().get(code) for code in codes]
    assert [unit for unit in units if unit is None or unit.valid_to] == []
    assert len({code[:2] for code in codes}) >= 30


def test_three_meetings_of_2013_in_hubei_speak_of_volunteer_service():
    """The archive's own demonstration: search 志愿服务, then 湖北省, 2013, 会议."""
    pages = dict(read_samples())
    meetings = [
        label["file"]
        for label in load_labels()
        if "meeting" in label["event_types"]
        and (label["event"] or "").startswith("2013")
        and any(code.startswith("42") for code in label["regions"][0])
    ]
    events = {label["same_event"] or label["file"] for label in load_labels() if label["file"] in meetings}
    assert len(events) >= 3
    spoken = [name for name in meetings if "志愿服务" in pages[name].content]
    assert len(spoken) >= 3


def test_every_format_is_there():
    html = [path.read_bytes() for path in sample_files() if path.suffix == ".html"]
    declared = Counter(_charset_declared(data) for data in html)
    assert all(declared[name] for name in ("utf-8", "gb2312", "gbk", "big5"))
    undeclared = [data for data in html if _charset_declared(data) is None]
    utf8 = [data for data in undeclared if _decodes(data, "utf-8")]
    assert utf8 and len(utf8) < len(undeclared), "both UTF-8 and GBK come without a declaration"
    suffixes = {path.suffix for path in sample_files()}
    assert {".txt", ".jsonl", ".csv", ".docx", ".gz", ".mhtml", ".pdf", ".zip"} <= suffixes


def _decodes(data: bytes, charset: str) -> bool:
    try:
        data.decode(charset)
    except UnicodeDecodeError:
        return False
    return True


def test_six_events_are_reported_more_than_once():
    reports = Counter(label["same_event"] for label in load_labels() if label["same_event"])
    assert sum(1 for count in reports.values() if count > 1) >= 6


def test_full_copies_share_a_fingerprint():
    """Other boilerplate, another script and inline pinyin do not hide a copy; an excerpt is no full copy."""
    prints = {answer.file: fingerprint(answer.record["body"]) for answer in answer_samples()}
    copies = [
        (label["file"], label["reprint_of"])
        for label in load_labels()
        if label["reprint_of"] and not label.get("excerpt")
    ]
    same = [copy for copy, original in copies if prints[copy] == prints[original]]
    print(f"full copies recognised: {len(same)} of {len(copies)}; not: {sorted({c for c, _ in copies} - set(same))}")
    assert len(same) / len(copies) >= json.loads(FLOORS.read_text(encoding="utf-8"))["samples"]["full_copies"]


@pytest.fixture(scope="module")
def measured() -> dict[str, float]:
    scores, failures = score_samples(answer_samples())
    print("\n" + "\n".join(f"{field:16s} {score:.3f}" for field, score in scores.items()))
    for failure in failures:
        print(f"{failure.field} | {failure.file} | got {failure.got} | wanted {failure.wanted}")
    return scores


@pytest.mark.parametrize(
    "field",
    [
        "title",
        "published",
        "original_source",
        "editor",
        "authors",
        "body",
        "page_class",
        "event",
        "regions",
        "event_types",
        "service_fields",
    ],
)
def test_no_field_falls_below_its_floor(field: str, measured: dict[str, float]):
    floor = json.loads(FLOORS.read_text(encoding="utf-8"))["samples"][field]
    assert measured[field] >= floor, "the output above lists every wrong answer"
