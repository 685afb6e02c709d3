"""Lines of a stream that may pause: the same lines as of a file, and word of the pauses."""

from __future__ import annotations

import io
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.readers import live, source
from archive.readers.jsonl import read_live_json_lines
from archive.readers.live import live_lines
from archive.records import LULL, Lull, Page

CONTENT = st.lists(st.sampled_from([b"a", b"bc", b"\r", b"\n", b"\r\n", "江".encode(), b"x" * 30])).map(b"".join)


@contextmanager
def a_pipe() -> Iterator[tuple[BinaryIO, BinaryIO]]:
    """(what reads, what writes without delay)."""
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as source_end, os.fdopen(writing, "wb", buffering=0) as target_end:
        yield source_end, target_end


def read_through_pipe(content: bytes) -> list[bytes | None]:
    with a_pipe() as (reading, writing):

        def write() -> None:
            with writing:
                writing.write(content)

        writer = threading.Thread(target=write)
        writer.start()
        lines = [line for line in live_lines(reading) if not isinstance(line, Lull)]
        writer.join()
    return lines


@given(CONTENT)
def test_they_are_the_lines_a_file_of_that_content_has(content: bytes) -> None:
    with pytest.MonkeyPatch.context() as patch:
        for module in (live, source):
            patch.setattr(module, "MAX_FILE", 20)
        patch.setattr(live, "_PIECE", 7)
        assert read_through_pipe(content) == list(source.bounded_lines(io.BytesIO(content)))


def test_a_pause_is_told_even_amid_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "PATIENCE", 0.01)
    with a_pipe() as (reading, writing):
        lines = live_lines(reading)
        writing.write(b"first\nsec")
        assert [next(lines), next(lines)] == [b"first", LULL]
        writing.write(b"ond\n")
        assert [next(lines), next(lines)] == [b"second", LULL]
        writing.close()
        assert list(lines) == []


def test_no_pause_is_told_while_more_is_there_and_one_at_once_where_a_line_waited_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(live, "PATIENCE", 0.0)
    with a_pipe() as (reading, writing):
        lines = live_lines(reading)
        for line in (b"first", b"second", b"third"):
            writing.write(line + b"\n")
            assert next(lines) == line
        assert next(lines) == LULL


def test_a_stream_that_is_no_file_has_its_lines_without_pauses() -> None:
    assert list(live_lines(io.BytesIO(b"a\n\nb"))) == [b"a", b"", b"b"]


def test_a_lull_does_not_count_as_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "PATIENCE", 0.01)
    with a_pipe() as (reading, writing):
        items = read_live_json_lines(reading, name="-")
        writing.write(b'{"title": "t", "text": "x"}\n')
        assert isinstance(next(items), Page) and next(items) == LULL
        writing.write(b"no json\n")
        broken = next(items)
    assert not isinstance(broken, Lull) and broken.name == "-:2"
