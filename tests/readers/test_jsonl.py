"""JSON lines."""

import datetime as dt
import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.readers.registry import read_bytes, read_json_lines
from archive.records import Page, UnreadablePage


def _read(*lines: str | dict[str, Any]) -> list[Page | UnreadablePage]:
    written = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
    return list(read_json_lines([line.encode() for line in written], name="in.jsonl"))


def _one(**fields: Any) -> Page:
    (page,) = _read(fields)
    assert isinstance(page, Page), page
    return page


def _failure(**fields: Any) -> UnreadablePage:
    (item,) = _read(fields)
    assert isinstance(item, UnreadablePage), item
    return item


def test_a_page_line_gives_a_page_with_its_own_bytes() -> None:
    line = '{"id": "p1", "url": "https://a.example.cn/1", "content_type": "text/plain", "content": "志愿者\\n走进社区"}'
    (page,) = _read(line + "\r\n")
    assert isinstance(page, Page)
    assert page.raw == line.encode()
    assert page.raw_media_type == "application/json"
    assert (page.name, page.id, page.url) == ("in.jsonl:1", "p1", "https://a.example.cn/1")
    assert (page.media_type, page.content, page.flags) == ("text/plain", "志愿者\n走进社区", ())


def test_an_article_line_gives_what_its_sender_states() -> None:
    page = _one(title="标题", text="正文", published="2013-07-07", source="某报", authors=["吴某", "李某"], id=7)
    assert page.given is not None
    assert (page.given.title, page.given.text, page.given.published) == ("标题", "正文", "2013-07-07")
    assert (page.given.source, page.given.authors, page.id) == ("某报", ("吴某", "李某"), "7")


def test_a_bad_line_is_told_with_its_number_and_the_rest_goes_on() -> None:
    items = _read({"content": "一"}, '{"content": "二"', "", {"content": "三"})
    assert [type(item) for item in items] == [Page, UnreadablePage, Page]
    bad = items[1]
    assert isinstance(bad, UnreadablePage)
    assert (bad.name, bad.code) == ("in.jsonl:2", "bad_line")
    assert bad.reason.startswith("line 2: ")
    assert items[2].name == "in.jsonl:4"


@pytest.mark.parametrize(
    "line", ["[]", "3", "null", '"text"', "{}", '{"title": "只有标题"}', "[" * 100_000, "1" * 9_999]
)
def test_lines_that_are_no_page_are_bad_lines(line: str) -> None:
    (item,) = _read(line)
    assert isinstance(item, UnreadablePage)
    assert item.code == "bad_line"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("content", 5),
        ("url", ["https://a.example.cn"]),
        ("id", {"a": 1}),
        ("captured_at", "yesterday"),
        ("captured_at", 1700000000),
        ("captured_at", "0001-01-01T00:00:00+23:00"),
        ("content_type", "image/png"),
    ],
)
def test_a_field_of_the_wrong_kind_is_named(field: str, value: object) -> None:
    failure = _failure(**{"content": "文字", field: value})
    assert failure.code == "bad_field"
    assert f"`{field}`" in failure.reason


def test_wrong_authors_are_named_with_the_lines_own_id() -> None:
    failure = _failure(title="标题", text="正文", authors=[1], id="a9")
    assert (failure.code, failure.id) == ("bad_field", "a9")


@pytest.mark.parametrize("fields", [{"content": " \n\u3000"}, {"title": "标题", "text": ""}])
def test_a_line_without_text_is_empty(fields: dict[str, str]) -> None:
    assert _failure(**fields).code == "empty"


def test_a_capture_time_without_an_offset_is_chinese_time() -> None:
    wanted = dt.datetime(2024, 5, 1, 4, 0, tzinfo=dt.UTC)
    assert _one(content="文字", captured_at="2024-05-01T12:00:00").captured_at == wanted
    assert _one(content="文字", captured_at="2024-05-01T04:00:00Z").captured_at == wanted


def test_markup_without_a_content_type_is_recognised_and_its_address_read() -> None:
    page = _one(content='<html><link rel="canonical" href="https://a.example.cn/9"><p>文字</p>')
    assert (page.media_type, page.url) == ("text/html", "https://a.example.cn/9")


def test_text_damaged_before_it_was_sent_is_flagged_and_left_as_sent() -> None:
    damaged = "志愿服务走进社区".encode().decode("latin-1")
    page = _one(content=damaged, content_type="text/plain")
    assert (page.content, page.flags) == (damaged, ("mojibake",))


def test_what_no_database_holds_is_taken_out() -> None:
    (page,) = _read('{"content": "甲\\u0000乙\\ud800丙"}')
    assert isinstance(page, Page)
    assert page.content == "甲乙\ufffd丙"


def test_a_file_is_known_by_its_first_lines_whatever_its_name() -> None:
    data = b'\xef\xbb\xbf{"content": "\xe7\x94\xb2"}\r\n{"content": "\xe4\xb9\x99"}'
    pages = list(read_bytes(data, name="pages.txt"))
    assert [page.content for page in pages if isinstance(page, Page)] == ["甲", "乙"]
    assert pages[1].name == "pages.txt:2"


def test_lines_in_gbk_are_read() -> None:
    data = json.dumps({"content": "志愿者走进社区为居民服务"}, ensure_ascii=False).encode("gbk")
    (page,) = read_bytes(data, name="pages.jsonl")
    assert isinstance(page, Page)
    assert page.content == "志愿者走进社区为居民服务"


def test_a_line_without_end_costs_bounded_memory_and_the_next_is_read() -> None:
    stream = _Endless(50 * 1024 * 1024)
    items = list(read_json_lines(stream, name="in.jsonl"))
    assert [item.name for item in items] == ["in.jsonl:1", "in.jsonl:2"]
    assert isinstance(items[0], UnreadablePage)
    assert items[0].code == "too_large"
    assert isinstance(items[1], Page)
    assert stream.longest <= 20 * 1024 * 1024 + 1


class _Endless(io.RawIOBase):
    """A first line of `size` bytes that never exists as a whole, then a sound one."""

    def __init__(self, size: int) -> None:
        self.left = size
        self.rest = io.BytesIO(b'\n{"content": "\xe7\x94\xb2"}\n')
        self.longest = 0

    def readline(self, size: int | None = -1, /) -> bytes:
        assert size is not None
        assert size > 0
        take = min(size, self.left)
        self.left -= take
        part = b"x" * take
        if take < size:
            part += self.rest.readline(size - take)
        self.longest = max(self.longest, len(part))
        return part


@given(
    st.dictionaries(
        st.sampled_from(["content", "content_type", "title", "text", "id", "url", "authors", "captured_at"]),
        st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.text()),
    )
)
def test_any_object_is_one_record(fields: dict[str, Any]) -> None:
    (item,) = _read(json.dumps(fields))
    assert isinstance(item, Page | UnreadablePage)
