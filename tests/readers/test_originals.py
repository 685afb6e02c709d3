"""What is kept of a page can be read again, whichever file it came in."""

import gzip
from dataclasses import replace
from pathlib import Path

import pytest

from archive.readers.registry import read_bytes, read_pages
from archive.records import Page
from tests.readers.builders import build_record, build_zip

FOLDER = Path(__file__).parents[1] / "samples" / "readers"
CASES = sorted(path for path in FOLDER.iterdir() if not path.name.endswith(".expected.json"))
HOSTILE = [
    build_record("标题,正文\n甲,乙\n".encode(), media_type="text/plain"),
    build_record(b'{"title": "a", "text": "b"}', media_type="text/plain"),
    build_record("<p>志愿</p>".encode("gbk"), media_type='text/html; charset="GB2312"'),
    build_record("<p>志愿者</p>".encode("big5"), media_type="text/plain;charset=big5"),
    build_zip({"a.jsonl": b'{"content": "<p>x</p>"}\n[]\n', "b.csv": "内容\n<p>志愿</p>\n".encode("gbk")}),
    gzip.compress(b'[{"title": "a", "text": "b"},\n{\n"content": "c"}]'),
    '标题,正文\n"{""title"": 1}","{""content"": ""x""}"\n'.encode(),
]


def _assert_readable_again(page: Page) -> None:
    again = list(read_bytes(page.raw, name=page.name, url=page.url, media_type=page.raw_media_type))
    assert len(again) == 1 and isinstance(again[0], Page)
    # The name is a label of the way in; a crawler's time stands beside its record and is kept in the database.
    assert replace(again[0], name=page.name, captured_at=page.captured_at) == page


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_the_original_of_every_sample_reads_as_the_same_page(path: Path) -> None:
    for page in read_pages(path):
        if isinstance(page, Page):
            _assert_readable_again(page)


@pytest.mark.parametrize("data", HOSTILE)
def test_misleading_originals_read_as_the_same_page(data: bytes) -> None:
    for page in read_bytes(data, name="a"):
        if isinstance(page, Page):
            _assert_readable_again(page)
