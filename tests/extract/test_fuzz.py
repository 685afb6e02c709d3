"""Whatever bytes come in, all stages end soon, with an answer or a documented error; samples are bent in every way."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.dedupe.clues import gather_clues
from archive.errors import ArchiveError
from archive.ingest.stages import process_page
from archive.readers.registry import read_bytes
from archive.records import Page, UnreadablePage
from tests.time_limit import time_limit

ROOT = Path(__file__).resolve().parents[2]
LARGEST = 120_000
MOST_RECORDS = 200
DOCUMENTED = {
    *(
        "bad_columns",
        "bad_field",
        "bad_line",
        "bad_row",
        "binary",
        "damaged",
        "empty",
        "encrypted",
        "nested",
        "no_text",
    ),
    *("too_large", "truncated", "undecodable", "unreadable", "unsupported"),
}
STARTS = [
    *(b"", b"PK\x03\x04", b"\x1f\x8b\x08", b"%PDF-1.7\n", b"WARC/1.0\r\n", b"MIME-Version: 1.0\r\n", b"<html>", b"{"),
    *(
        b'{"content": "',
        b"title,content\n",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"From: <Saved by Blink>\r\n",
        b"[",
        b"\x89PNG",
    ),
]
NAMES = [
    "a",
    "a.txt",
    "a.html",
    "a.jsonl",
    "a.csv",
    "a.mhtml",
    "a.warc",
    "a.warc.gz",
    "a.zip",
    "a.docx",
    "a.pdf",
    "a.json",
]
PIECES = st.sampled_from(
    [
        "7月7日",
        "<p>",
        "</div>",
        "<!--",
        "来源：",
        "武汉市",
        "\n",
        "。",
        "\0",
        "\ud7ff",
        "&#x110000;",
        '"',
        ",",
        "1" * 30,
        "志" * 200,
    ]
)


def samples() -> list[Path]:
    folders = ("samples", "tests/samples/readers", "tests/samples/extract")
    files = (path for folder in folders for path in sorted((ROOT / folder).rglob("*")) if path.is_file())
    return [path for path in files if path.stat().st_size <= LARGEST]


SAMPLES = samples()


def run(data: bytes, name: str) -> None:
    """Reading and all stages within the bound; only documented errors."""
    records = 0
    with time_limit():
        for item in islice(read_bytes(data, name=name), MOST_RECORDS):
            records += 1
            check(item)
    assert records, "silence"


def check(item: Page | UnreadablePage) -> None:
    if not isinstance(item, Page):
        assert item.code in DOCUMENTED, item
        return
    try:
        draft, findings = process_page(item)
    except ArchiveError as error:
        assert error.code in DOCUMENTED, error
        return
    gather_clues(draft.title, draft.body, findings)


@pytest.fixture(autouse=True, scope="module")
def _tables_are_loaded() -> None:
    for page in read_bytes("志愿者，2013年7月7日来到武汉市看望老人。".encode(), name="a.txt"):
        assert isinstance(page, Page)
        process_page(page)


def test_there_are_samples_of_every_kind_to_bend() -> None:
    assert {".txt", ".html", ".jsonl"} <= {path.suffix for path in SAMPLES} and len(SAMPLES) > 60


@settings(max_examples=120, deadline=None)
@given(start=st.sampled_from(STARTS), rest=st.binary(max_size=2_000), name=st.sampled_from(NAMES))
def test_any_bytes(start: bytes, rest: bytes, name: str) -> None:
    run(start + rest, name)


@settings(max_examples=80, deadline=None)
@given(
    start=st.sampled_from(STARTS),
    pieces=st.lists(PIECES | st.text(max_size=20), max_size=80),
    name=st.sampled_from(NAMES),
)
def test_any_text_made_of_what_rules_look_for(start: bytes, pieces: list[str], name: str) -> None:
    run(start + "".join(pieces).encode("utf-8", "replace"), name)


@st.composite
def bent_samples(draw: st.DrawFn) -> tuple[bytes, str]:
    """A sample with up to six flips, cuts, insertions and doubled slices."""
    path = draw(st.sampled_from(SAMPLES))
    data = bytearray(path.read_bytes())
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(data)))
        length = draw(st.sampled_from([1, 3, 20, 300, 5_000]))
        match draw(st.sampled_from(["flip", "cut", "truncate", "insert", "double", "move"])):
            case "flip":
                for place in range(at, min(at + length, len(data)), 7):
                    data[place] ^= draw(st.integers(1, 255))
            case "cut":
                del data[at : at + length]
            case "truncate":
                del data[at:]
            case "insert":
                data[at:at] = draw(st.binary(max_size=40) | PIECES.map(lambda piece: piece.encode("utf-8", "replace")))
            case "double":
                data[at:at] = bytes(data[at : at + length]) * draw(st.sampled_from([1, 2, 9]))
            case _:
                piece = bytes(data[at : at + length])
                del data[at : at + length]
                data[0:0] = piece
    return bytes(data[: 2 * LARGEST]), draw(st.sampled_from([path.name, path.name, "a"]))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(bent=bent_samples())
def test_a_bent_sample(bent: tuple[bytes, str]) -> None:
    run(*bent)
