"""The sample files: each `<case>.<ext>` is read as `<case>.expected.json` says, record by record."""

import filecmp
import json
from pathlib import Path

import pytest

from archive.readers.registry import read_pages
from archive.records import Page, UnreadablePage
from tests.readers.make_samples import write_samples

FOLDER = Path(__file__).parents[1] / "samples" / "readers"
CASES = sorted(path for path in FOLDER.iterdir() if not path.name.endswith(".expected.json"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_sample_is_read_as_expected(path: Path) -> None:
    expected = json.loads(path.with_name(f"{path.stem}.expected.json").read_text(encoding="utf-8"))
    items = list(read_pages(path))
    assert len(items) == len(expected)
    for item, wanted in zip(items, expected, strict=True):
        assert _facts(item, wanted) == wanted


def test_every_format_has_samples() -> None:
    suffixes = {path.name.partition(".")[2] for path in CASES}
    assert {
        "txt",
        "html",
        "jsonl",
        "json",
        "csv",
        "tsv",
        "warc",
        "warc.gz",
        "mht",
        "mhtml",
        "docx",
        "pdf",
        "zip",
    } <= suffixes


def test_the_generator_writes_the_binary_samples(tmp_path: Path) -> None:
    write_samples(tmp_path)
    written = sorted(tmp_path.iterdir())
    assert [path.name for path in written if not (FOLDER / path.name).is_file()] == []
    # What is packed depends on the machine's zlib.
    plain = [path for path in written if path.suffix in {".mht", ".mhtml", ".pdf", ".csv", ".tsv"}]
    assert [path.name for path in plain if not filecmp.cmp(path, FOLDER / path.name, shallow=False)] == []


def _facts(item: Page | UnreadablePage, wanted: dict[str, object]) -> dict[str, object]:
    """The record's values for the keys the expectation names."""
    special = {"contains", "given_title", "given_text", "captured_at", "label"}
    facts = {name: getattr(item, name, None) for name in wanted if name not in special}
    if "label" in wanted:
        facts["label"] = item.name.removeprefix(f"{FOLDER}/")
    if isinstance(item, Page):
        facts["flags"] = list(item.flags)
        facts |= {name: value for name, value in _of_page(item, wanted).items() if name in wanted}
    return facts


def _of_page(page: Page, wanted: dict[str, object]) -> dict[str, object]:
    contains = wanted.get("contains")
    return {
        "contains": contains if str(contains) in page.content else page.content,
        "given_title": page.given.title if page.given else None,
        "given_text": page.given.text if page.given else None,
        "captured_at": page.captured_at.isoformat() if page.captured_at else None,
    }
