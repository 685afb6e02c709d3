"""JSON files that hold an array, or one object over several lines."""

import json
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.readers.registry import read_bytes, read_pages
from archive.records import Page, UnreadablePage

ARTICLES = [{"title": f"第{n}篇", "text": '他说：“好”。{"[\\', "id": n} for n in range(3)]


def _read(data: bytes | str, name: str = "a.json") -> list[Page | UnreadablePage]:
    return list(read_bytes(data.encode() if isinstance(data, str) else data, name=name))


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_every_element_of_an_array_is_a_page(indent: int | None, charset: str) -> None:
    items = _read(json.dumps(ARTICLES, ensure_ascii=False, indent=indent).encode(charset))
    assert [item.id for item in items] == ["0", "1", "2"]
    assert all(isinstance(item, Page) and item.given and item.given.text == ARTICLES[0]["text"] for item in items)


@pytest.mark.parametrize("indent", [None, 1])
def test_one_object_is_one_page(indent: int | None) -> None:
    (page,) = _read(json.dumps(ARTICLES[1], indent=indent))
    assert isinstance(page, Page) and page.id == "1"


@pytest.mark.parametrize("indent", [None, 1])
def test_an_element_is_kept_as_it_stands_and_reads_the_same(indent: int | None) -> None:
    whole = json.dumps(ARTICLES, ensure_ascii=False, indent=indent)
    for page in _read(whole):
        assert isinstance(page, Page)
        assert page.raw.decode() in whole
        (again,) = read_bytes(page.raw, name=page.name, media_type=page.raw_media_type)
        assert isinstance(again, Page) and again.given == page.given


def test_a_bad_element_is_told_by_its_number() -> None:
    items = _read('[{"title": "甲", "text": "乙"}, 5, {"x": 1}, {"title": }, {"content": "页"}]')
    assert [getattr(item, "code", None) for item in items] == [None, "bad_line", "bad_line", None]
    assert "element 2" in getattr(items[1], "reason", "")


def test_an_array_that_breaks_off_gives_what_comes_before() -> None:
    items = _read('[{"title": "甲", "text": "乙"}, {"title": "丙", "te')
    assert [getattr(item, "code", None) for item in items] == [None, "truncated"]


def test_an_empty_array_says_so() -> None:
    (item,) = _read("[ ]")
    assert isinstance(item, UnreadablePage) and item.code == "empty"


def test_lines_stay_lines() -> None:
    items = _read('{"title": "甲", "text": "乙"}\n{"title": "丙", "text": "丁"}\n')
    assert [item.name for item in items] == ["a.json:1", "a.json:2"]
    items = _read('{"title": "甲", "text": "乙\n{"title": "丙", "text": "丁"}\n', "a")
    assert [getattr(item, "code", None) for item in items] == ["bad_line", None]


def test_a_large_array_is_streamed(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    with path.open("w", encoding="utf-8") as file:
        file.write("[")
        for number in range(4_000):
            file.write(
                f'{"," if number else ""}\n{{"title": "第{number}篇", "text": "{"志愿者在海边捡拾垃圾。" * 200}"}}'
            )
        file.write("]")
    tracemalloc.start()
    count = sum(isinstance(item, Page) for item in read_pages(path))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 4_000
    assert peak < 8 * 1024 * 1024 < path.stat().st_size


@given(st.lists(st.dictionaries(st.text(), st.text() | st.lists(st.text())), min_size=1), st.booleans())
def test_any_array_gives_a_record_for_each_object(objects: list[dict[str, object]], ascii_only: bool) -> None:
    text = json.dumps(objects, ensure_ascii=ascii_only).encode("utf-8", "replace")
    assert len(_read(text)) == len(objects)


@given(st.binary(max_size=300))
def test_any_bytes_behind_a_bracket_give_a_record(data: bytes) -> None:
    assert _read(b'[{"' + data)
