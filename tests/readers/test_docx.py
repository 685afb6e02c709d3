"""Word files."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.readers.registry import read_bytes
from archive.records import Page, UnreadablePage
from tests.readers.builders import build_docx, build_zip, word_paragraph
from tests.time_limit import time_limit

_STYLES = (
    '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:style w:type="paragraph" w:styleId="a3"><w:name w:val="Title"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style></w:styles>'
)
_DOCUMENT = build_docx(word_paragraph("志愿者"))


def _read(data: bytes, name: str = "a.docx") -> Page | UnreadablePage:
    (item,) = read_bytes(data, name=name)
    return item


def _content(body: str, **parts: str) -> str:
    page = _read(build_docx(body, **parts))
    assert isinstance(page, Page), page
    return page.content


def _failure(data: bytes) -> str:
    item = _read(data)
    assert isinstance(item, UnreadablePage), item
    return item.code


def test_paragraphs_become_paragraphs_and_the_file_is_the_original() -> None:
    data = build_docx(word_paragraph("第一段") + word_paragraph("") + word_paragraph("第二段"))
    page = _read(data, "upload")
    assert isinstance(page, Page)
    assert page.content == "<body><p>第一段</p><p>第二段</p></body>"
    assert (page.media_type, page.raw) == ("text/html", data)


def test_headings_are_headings() -> None:
    content = _content(word_paragraph("题", "a3") + word_paragraph("一级", "1") + word_paragraph("文"), styles=_STYLES)
    assert content == "<body><h1>题</h1><h1>一级</h1><p>文</p></body>"


def test_a_table_keeps_its_cells_apart() -> None:
    cells = "".join(f"<w:tc>{word_paragraph(text)}</w:tc>" for text in ("姓名", "王海"))
    assert "<td><p>姓名</p></td><td><p>王海</p></td>" in _content(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>")


def test_inserted_text_counts_and_deleted_text_does_not() -> None:
    body = (
        "<w:p><w:ins><w:r><w:t>新</w:t></w:r></w:ins><w:del><w:r><w:delText>旧</w:delText></w:r></w:del>"
        "<w:r><w:t>文</w:t></w:r></w:p>"
    )
    assert _content(body) == "<body><p>新文</p></body>"


def test_markup_in_the_text_stays_text() -> None:
    assert _content(word_paragraph("&lt;script&gt;")) == "<body><p>&lt;script&gt;</p></body>"


def test_a_document_without_text_says_so() -> None:
    assert _failure(build_docx(word_paragraph(" "))) == "no_text"


def test_an_encrypted_document_says_so() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100)
    assert _failure(ole + "EncryptedPackage".encode("utf-16-le")) == "encrypted"
    assert _failure(ole) == "unsupported"


def test_entities_are_never_expanded() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b "xxxxxxxxxx"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><a>&c;</a>'
    assert _failure(build_docx(word_paragraph("志愿者"), comments=bomb)) == "damaged"
    wide = bomb.encode("utf-16")
    members = {"[Content_Types].xml": b"<a/>", "word/document.xml": wide}
    assert _failure(build_zip(members)) == "damaged"


def test_a_document_that_unpacks_to_more_than_any_article_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<a>" + b" " * (7 * 1024 * 1024))
    assert _failure(file.getvalue()) == "too_large"


def test_a_document_of_countless_paragraphs_is_refused_at_once() -> None:
    with time_limit():
        assert _failure(build_docx("<w:p/>" * 500_000)) == "too_large"


def test_deeply_nested_markup_is_one_failure() -> None:
    depth = 3_000
    body = "<w:tbl><w:tr><w:tc>" * depth + "</w:tc></w:tr></w:tbl>" * depth
    assert _failure(build_docx(body)) == "damaged"


def test_a_damaged_document_is_one_failure() -> None:
    assert _failure(build_docx("<w:p>")) == "damaged"
    assert _failure(_DOCUMENT[:-30]) == "damaged"


@given(st.text(max_size=200))
def test_any_markup_in_the_body_gives_a_record(body: str) -> None:
    assert _read(build_docx(body.encode("utf-8", "ignore").decode()))


@pytest.mark.parametrize("part", ["styles", "numbering", "footnotes", "comments"])
@pytest.mark.parametrize("text", ["", "<a/>", "<", "\ufffe"])
def test_other_parts_may_be_broken(part: str, text: str) -> None:
    assert _read(build_docx(word_paragraph("志愿者"), **{part: text}))


@given(st.integers(0, len(_DOCUMENT) - 1), st.integers(0, 255))
def test_one_wrong_byte_never_stops_the_reader(place: int, value: int) -> None:
    data = bytearray(_DOCUMENT)
    data[place] = value
    assert list(read_bytes(bytes(data), name="a.docx"))


@pytest.mark.parametrize(
    "body",
    [
        "<w:p/>" * 40_000,
        f"<w:p><w:r>{'<w:br/>' * 40_000}</w:r></w:p>",
        "<w:p>" + "<w:r><w:fldChar/></w:r>" * 20_000 + "</w:p>",
        f"<w:tbl><w:tr>{'<w:tc><w:p/></w:tc>' * 20_000}</w:tr></w:tbl>",
    ],
)
def test_markup_that_shows_nothing_is_never_converted(body: str) -> None:
    (item,) = read_bytes(build_docx(body), name="a.docx")
    assert isinstance(item, UnreadablePage) and item.code == "too_large"


def test_a_long_report_with_a_format_for_every_word_is_read() -> None:
    run = '<w:r><w:rPr><w:b/><w:sz w:val="28"/><w:szCs w:val="28"/></w:rPr><w:t>志愿者来到社区</w:t></w:r>'
    (item,) = read_bytes(build_docx(f"<w:p>{run * 4}</w:p>" * 300), name="a.docx")
    assert isinstance(item, Page) and item.content.count("志愿者") == 1_200
