"""Tables of articles: columns, charsets, delimiters, and rows that are broken."""

import csv
import io
import json
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.readers.columns import field_of_column
from archive.readers.registry import read_bytes, read_pages
from archive.records import GivenArticle, Page, UnreadablePage

TABLE = "标题,正文,来源,作者,发布时间,网址\n海边净滩,志愿者在海边捡拾垃圾。,滨海日报,王海、李滩,2024-07-06,http://a.example/1\n"
ARTICLE = GivenArticle(
    title="海边净滩",
    text="志愿者在海边捡拾垃圾。",
    published="2024-07-06",
    source="滨海日报",
    authors=("王海", "李滩"),
)


def _read(data: bytes | str, name: str = "a.csv") -> list[Page | UnreadablePage]:
    return list(read_bytes(data.encode() if isinstance(data, str) else data, name=name))


def _texts(items: list[Page | UnreadablePage]) -> list[str]:
    return [item.given.text if item.given else item.content for item in items if isinstance(item, Page)]


@pytest.mark.parametrize(
    "data",
    [
        TABLE.encode(),
        TABLE.encode("utf-8-sig"),
        TABLE.encode("gbk"),
        TABLE.encode("utf-16"),
        TABLE.replace(",", "\t").encode("utf-16"),
        TABLE.replace(",", ";").encode(),
        TABLE.replace("\n", "\r\n").encode(),
        TABLE.replace("\n", "\r").encode(),
        TABLE.replace("\n", "\r").encode("utf-16"),
        f"sep=;\n{TABLE.replace(',', ';')}".encode(),
    ],
    ids=[
        "utf-8",
        "with a mark",
        "gbk",
        "utf-16",
        "tabs",
        "semicolons",
        "crlf",
        "cr",
        "cr in utf-16",
        "excel's first line",
    ],
)
@pytest.mark.parametrize("name", ["a.csv", "export"])
def test_a_row_is_an_article_however_the_table_is_written(data: bytes, name: str) -> None:
    (page,) = _read(data, name)
    assert isinstance(page, Page)
    assert (page.given, page.url) == (ARTICLE, "http://a.example/1")


def test_columns_come_in_any_order_and_others_are_ignored() -> None:
    (page,) = _read("Views,Content,Publish Date,Headline\n5,正文,2024年7月6日,题\n")
    assert isinstance(page, Page)
    assert page.given == GivenArticle(title="题", text="正文", published="2024年7月6日")


@pytest.mark.parametrize(
    ("name", "field"),
    [("標題", "title"), (" Ｔｉｔｌｅ ", "title"), ("published_at", "published"), ("文章内容(全文)", None), ("", None)],
)
def test_a_column_is_known_in_any_script_case_and_width(name: str, field: str | None) -> None:
    assert field_of_column(name) == field


def test_of_two_columns_for_one_field_the_filled_one_counts() -> None:
    assert _texts(_read("标题,正文,内容\n甲,,乙\n丙,丁,戊\n")) == ["乙", "丁"]


def test_unknown_columns_are_named() -> None:
    (item,) = _read("栏目,浏览量\n要闻,5\n")
    assert isinstance(item, UnreadablePage)
    assert item.code == "bad_columns"
    assert "栏目、浏览量" in item.reason


def test_a_row_keeps_a_line_of_json_that_reads_the_same() -> None:
    (page,) = _read(TABLE)
    assert isinstance(page, Page)
    fields = json.loads(page.raw)
    assert list(fields) == sorted(fields)
    (again,) = read_bytes(page.raw, name=page.name, media_type=page.raw_media_type)
    assert isinstance(again, Page)
    assert (again.given, again.url, again.flags) == (page.given, page.url, page.flags)


def test_a_row_without_title_is_a_page() -> None:
    (page,) = _read("url,html\nhttp://a.example/,<html><body><p>志愿</p></body></html>\n")
    assert isinstance(page, Page)
    assert (page.media_type, page.given) == ("text/html", None)


def test_markup_in_the_text_of_an_article_becomes_lines() -> None:
    assert _texts(_read("标题,正文\n甲,<p>第一段&nbsp;</p><script>x</script><p>第<b>二</b>段</p>\n")) == [
        "第一段\n第二段"
    ]


def test_a_clock_of_a_spreadsheet_is_read_and_a_wrong_one_left_out() -> None:
    items = _read("标题,正文,采集时间\n甲,乙,2024/7/6 8:30\n丙,丁,昨天\n")
    assert [str(item.captured_at) for item in items if isinstance(item, Page)] == ["2024-07-06 08:30:00+08:00", "None"]


def test_a_bad_row_is_told_by_its_number_and_the_others_are_read() -> None:
    items = _read("标题,正文\n甲,乙\n丙,\n\n丁,戊,己,庚\n辛,壬\n")
    assert [item.name for item in items] == ["a.csv:2", "a.csv:3", "a.csv:5", "a.csv:6"]
    assert [getattr(item, "code", None) for item in items] == [None, "empty", "bad_row", None]


def test_a_quote_that_never_closes_costs_its_own_line_only() -> None:
    items = _read('标题,正文\n甲,乙\n丙,"丁\n戊,己\n庚,辛\n')
    assert [getattr(item, "code", None) for item in items] == [None, "bad_row", None, None]
    assert _texts(items) == ["乙", "己", "辛"]


def test_a_quote_closed_by_a_later_row_costs_its_own_line_only() -> None:
    items = _read('标题,正文\n丙,"丁\n"戊","己"\n')
    assert [getattr(item, "code", None) for item in items] == ["bad_row", None]
    assert _texts(items) == ["己"]


def test_line_breaks_and_quotes_inside_cells_are_kept() -> None:
    assert _texts(_read('标题,正文\n甲,"第一行\n他说""好""，\n第三行"\n')) == ['第一行\n他说"好"，\n第三行']


def test_chinese_after_a_long_start_of_ascii_is_decoded() -> None:
    ascii_rows = "".join(f"a{number},b\n" for number in range(20_000))
    items = _read(f"title,text\n{ascii_rows}".encode() + "甲,志愿者在海边捡拾垃圾\n".encode("gbk"))
    assert _texts(items)[-1] == "志愿者在海边捡拾垃圾"


def test_a_text_with_a_menu_is_no_table() -> None:
    (page,) = _read("首页|新闻|时间|内容|志愿|公益|图片|视频|专题|论坛\n志愿者在海边捡拾垃圾。", "a.txt")
    assert isinstance(page, Page) and page.given is None


def test_a_large_table_is_streamed(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with path.open("w", encoding="gbk") as file:
        file.write("标题,正文\n")
        for number in range(4_000):
            file.write(f"第{number}篇,{'志愿者在海边捡拾垃圾。' * 200}\n")
    tracemalloc.start()
    count = sum(isinstance(item, Page) for item in read_pages(path))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 4_000
    assert peak < 8 * 1024 * 1024 < path.stat().st_size


def test_an_endless_row_is_given_up_within_bounds(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with path.open("wb") as file:
        file.write("标题,正文\n".encode())
        for _ in range(30):
            file.write(b"x" * 1024 * 1024)
        file.write("\n甲,乙\n".encode())
    items = list(read_pages(path))
    assert [getattr(item, "code", None) for item in items] == ["too_large", None]


# Control characters make a file binary; `\r` alone ended lines on the Macs of the nineties.
_CELL = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.just("\n"), min_size=1)


@given(st.lists(st.tuples(_CELL, _CELL), min_size=1), st.sampled_from(",;\t|"))
def test_what_a_program_writes_is_read_row_by_row(rows: list[tuple[str, str]], delimiter: str) -> None:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=delimiter)
    writer.writerows([("标题", "正文"), *((f"题{title}", f"文{text}") for title, text in rows)])
    items = _read(file.getvalue())
    assert len(items) == len(rows)
    assert all(isinstance(item, Page) for item in items)


@given(st.binary(max_size=400), st.sampled_from(["utf-8", "utf-16", "gbk"]))
def test_any_bytes_under_a_header_give_a_record(data: bytes, charset: str) -> None:
    items = _read("标题,正文\n".encode(charset) + data)
    assert items and all(isinstance(item, Page | UnreadablePage) for item in items)
