"""The sample files: each `<case>.<ext>` is read as `<case>.expected.json` says, record by record."""

import json
from pathlib import Path

import pytest

from archive.readers.registry import read_pages
from archive.records import Page, UnreadablePage

FOLDER = Path(__file__).parents[1] / "samples" / "readers"
CASES = sorted(path for path in FOLDER.iterdir() if not path.name.endswith(".expected.json"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_sample_is_read_as_expected(path: Path) -> None:
    expected = json.loads(path.with_name(f"{path.stem}.expected.json").read_text(encoding="utf-8"))
    items = list(read_pages(path))
    assert len(items) == len(expected)
    for item, wanted in zip(items, expected, strict=True):
        assert _facts(item, wanted) == wanted


def test_there_are_samples() -> None:
    assert len(CASES) >= 7


def _facts(item: Page | UnreadablePage, wanted: dict[str, object]) -> dict[str, object]:
    """The record's values for the keys the expectation names."""
    facts = {name: getattr(item, name, None) for name in wanted if name not in {"contains", "given_title"}}
    if isinstance(item, Page):
        facts["flags"] = list(item.flags)
        if "contains" in wanted:
            facts["contains"] = wanted["contains"] if str(wanted["contains"]) in item.content else item.content
        if "given_title" in wanted:
            facts["given_title"] = item.given.title if item.given else None
    return facts
