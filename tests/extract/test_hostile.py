"""Pages made to waste time pass all stages in a time that grows with their size."""

from __future__ import annotations

import pytest

from archive.ingest.stages import process_safely
from archive.readers.registry import read_bytes
from archive.records import Page, UnreadablePage
from tests.time_limit import time_limit

SIZE = 100_000

TEXTS = ["0", ",", "a", "a ", " 志", "2013-07-07 ", "7月7日", "7月7日至", "发布时间:2013-07-07 ", "文图", "志", "记者张三、",
         "电话13800138000", "8岁儿童张三", "志愿者来到武汉市。", "捐款10万元", "&濒;", "å¿—"]  # fmt: skip
MARKUP = {
    "an open tag without end": "<" + "a" * SIZE,
    "open tags without end": "<a " * (SIZE // 3),
    "nested blocks": "<div>" * (SIZE // 5),
    "nested spans of text": "<span>一" * (SIZE // 9),
    "one long attribute": f'<div a="{"x" * SIZE}">一</div>',
    "many attributes": f"<div {' '.join(f'a{n}=1' for n in range(SIZE // 8))}>一</div>",
    "entities": "&nbsp;" * (SIZE // 6),
    "broken entities": "&" * SIZE,
    "open comments": "<!--" * (SIZE // 4),
    "nested tables": "<table><tr><td>" * (SIZE // 15),
    "dated paragraphs": "<p>2013-07-07</p>" * (SIZE // 17),
}


def run(data: bytes, name: str) -> None:
    """Read and process a page; whatever it comes to must be an answer, and soon."""
    with time_limit(10):
        for item in read_bytes(data, name=name):
            result = process_safely(item) if isinstance(item, Page) else item
            assert not isinstance(result, UnreadablePage) or result.code != "unexpected", result


@pytest.fixture(autouse=True, scope="module")
def _tables_are_loaded() -> None:
    run("2013年7月7日，志愿者来到武汉市武昌区看望老人。".encode(), "a.txt")


@pytest.mark.parametrize("unit", TEXTS)
@pytest.mark.parametrize("length", [60, 400, SIZE])
def test_text_that_repeats_is_read_at_once(unit: str, length: int) -> None:
    line = (unit * length)[:length]
    text = "\n".join([line] * (SIZE // len(line.encode()) + 1)).encode()[:SIZE]
    run(text, "a.txt")


@pytest.mark.parametrize("kind", MARKUP)
def test_markup_that_repeats_is_read_at_once(kind: str) -> None:
    page = f"<html><head><title>t</title></head><body>{MARKUP[kind]}</body></html>"
    run(page.encode(), "a.html")
