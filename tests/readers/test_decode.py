"""Bytes as text."""

import codecs

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archive.errors import DecodeError, ReadError
from archive.readers.decode import decode_bytes

HANS = "会议指出，要进一步提高对推进全民志愿服务的认识。各县区逐一进行了交流发言，市县区要切实履行好指导督导职责。\n"
HANT = "會議指出，要進一步提高對推進全民志願服務的認識。各縣區逐一進行了交流發言，市縣區要切實履行好指導督導職責。\n"
CASES = [(HANS, "gbk"), (HANS, "gb18030"), (HANT, "gbk"), (HANT, "big5"), (HANS, "utf-8"), (HANT, "utf-8")]


@pytest.mark.parametrize("length", [20, 50, 200, 2500])
@pytest.mark.parametrize(("text", "charset"), CASES)
def test_undeclared_text_comes_back(text: str, charset: str, length: int) -> None:
    wanted = (text * 60)[:length]
    assert decode_bytes(wanted.encode(charset)).text == wanted


@pytest.mark.parametrize("length", [20, 200, 2500])
@pytest.mark.parametrize("charset", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_comes_back(charset: str, length: int) -> None:
    wanted = (HANS * 60)[:length]
    assert decode_bytes(wanted.encode(charset)).text == wanted


@pytest.mark.parametrize(
    ("mark", "charset"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
    ],
)
def test_a_byte_order_mark_decides_and_is_no_text(mark: bytes, charset: str) -> None:
    decoded = decode_bytes(mark + HANS.encode(charset), "big5")
    assert (decoded.text, decoded.charset, decoded.flags) == (HANS, charset, ())


@pytest.mark.parametrize("label", ["gb2312", "GBK", "x-gbk", "gb_2312-80", "GB18030"])
def test_a_right_declaration_is_taken_without_a_flag(label: str) -> None:
    decoded = decode_bytes(HANS.encode("gbk"), label)
    assert (decoded.text, decoded.charset, decoded.flags) == (HANS, "gb18030", ())


@pytest.mark.parametrize(
    ("charset", "declared"),
    [("gbk", "utf-8"), ("gbk", "big5"), ("gbk", "iso-8859-1"), ("utf-8", "gb2312"), ("utf-8", "big5")],
)
def test_a_wrong_declaration_is_overruled_and_told(charset: str, declared: str) -> None:
    decoded = decode_bytes(HANS.encode(charset), declared)
    assert (decoded.text, decoded.flags) == (HANS, ("charset_mismatch",))


def test_a_declaration_nobody_knows_is_ignored() -> None:
    assert decode_bytes(HANS.encode("utf-8"), "x-no-such-charset").flags == ()
    assert decode_bytes(HANS.encode("utf-8"), "unicode_escape").text == HANS


@pytest.mark.parametrize("charset", ["gbk", "big5", "utf-8"])
def test_a_last_character_cut_in_two_is_dropped_and_told(charset: str) -> None:
    text = HANT if charset == "big5" else HANS
    decoded = decode_bytes(text.strip().encode(charset)[:-1])
    assert decoded.text == text.strip()[:-1]
    assert "truncated" in decoded.flags


def test_gbk_whose_bytes_are_out_of_step_all_over_is_no_text() -> None:
    data = b"".join(HANS.encode("gbk")[n : n + 7] + b"\xff\xff" for n in range(0, 80, 9))
    with pytest.raises(DecodeError):
        decode_bytes(data)


def test_one_broken_character_does_not_lose_a_page() -> None:
    text = HANS * 20
    data = text.encode("utf-8")[:3000] + b"\xe4\xbb\n" + text.encode("utf-8")[3000:]
    decoded = decode_bytes(data)
    assert decoded.charset == "utf-8"
    assert "lost_characters" in decoded.flags


@pytest.mark.parametrize("data", [b"", b" \r\n\t", codecs.BOM_UTF8, "\u3000\n".encode(), codecs.BOM_UTF16_LE + b"\n\0"])
def test_nothing_but_space_is_empty(data: bytes) -> None:
    with pytest.raises(ReadError) as caught:
        decode_bytes(data)
    assert caught.value.code == "empty"


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
        b"PK\x03\x04" + b"\0" * 40,
        b"%PDF-1.7\n%text",
        b"MZ\x90\0\x03\0\0\0" + bytes(200),
        bytes(range(256)) * 20,
        bytes(1000),
    ],
)
def test_binary_is_told(data: bytes) -> None:
    with pytest.raises(ReadError) as caught:
        decode_bytes(data)
    assert caught.value.code == "binary"


def test_european_text_is_read_as_such() -> None:
    assert decode_bytes("Le café".encode("cp1252")).text == "Le café"
    assert decode_bytes("Un café pour les bénévoles de la ville".encode("cp1252")).text.startswith("Un café")


@pytest.mark.parametrize("text", ["联通", "武汉", "一", "2013年7月7日", "囧"])
def test_two_characters_are_enough(text: str) -> None:
    assert decode_bytes(text.encode("gbk"), "gb2312").text == text
    assert decode_bytes(text.encode("utf-8"), "utf-8").text == text


@pytest.mark.parametrize(("text", "charset"), [("자원봉사 활동", "euc-kr"), ("ボランティア活動", "shift_jis")])
def test_neighbours_languages_are_read_as_declared(text: str, charset: str) -> None:
    assert decode_bytes(text.encode(charset), charset).text == text


@given(st.binary(max_size=400), st.sampled_from([None, "gbk", "big5", "utf-8", "utf-16", "koi8-r", "idna"]))
@example(b"\xff\xfe\x00\xd8", None)
@example(b"\xff\xfe\0\0\xff\xff\xff\xff", None)
def test_any_bytes_are_text_or_a_read_error(data: bytes, declared: str | None) -> None:
    try:
        decoded = decode_bytes(data, declared)
    except ReadError as error:
        assert error.code in {"empty", "binary", "undecodable"}
    else:
        assert decoded.text.strip()
        assert "\0" not in decoded.text
        decoded.text.encode("utf-8")


@given(st.text(alphabet=st.characters(codec="gb18030", exclude_categories=("Cc", "Cs", "Cn", "Co")), min_size=1))
def test_valid_utf8_that_tells_is_never_read_as_something_else(text: str) -> None:
    data = (HANS + text).encode("utf-8")
    assert decode_bytes(data, "gbk").text == HANS + text


@pytest.mark.parametrize("size", [40, 200, 2000])
@pytest.mark.parametrize(("charset", "convert"), [("gbk", False), ("big5", True)])
def test_real_news_cut_anywhere_is_read_in_its_charset(shared, charset: str, convert: bool, size: int) -> None:
    import gzip
    import json
    from itertools import islice

    from opencc import OpenCC

    to_traditional = OpenCC("s2t").convert if convert else str
    wanted = {"gbk": "gb18030", "big5": "big5hkscs"}[charset]
    with gzip.open(shared / "corpus" / "broadcast-news.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in islice(lines, 0, 19_000, 190):
            text = to_traditional(json.loads(line)["text"][30:1100])
            data = text.encode(charset, "ignore")[:size]
            assert decode_bytes(data).charset == wanted
