"""PDF files with and without text."""

import itertools
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.readers import pdf
from archive.readers.registry import read_bytes
from archive.records import Page, UnreadablePage
from tests.readers.builders import Line, build_pdf, paragraph_lines
from tests.time_limit import time_limit

TITLE = (100.0, 780.0, 22.0, "百余名志愿者走进河沿公园清河护绿")
FIRST = (
    "志愿者分成六个小组，沿着两公里长的河岸捡拾垃圾、清理枯枝，"
    "并向来往的居民讲解垃圾分类的知识，请大家一起爱护身边的一草一木。"
)
SECOND = "河清了，来散步的人就多了。"
ENCRYPTED = (
    f"/Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <{'41' * 32}> /U <{'42' * 32}> >> "
    f"/ID [<{'43' * 16}> <{'43' * 16}>]"
)
_SIMPLE = build_pdf([[TITLE, *paragraph_lines(FIRST, top=700)]])


def _read(data: bytes) -> Page | UnreadablePage:
    (item,) = read_bytes(data, name="a.pdf")
    return item


def _text(sheets: list[list[Line]]) -> str:
    page = _read(build_pdf(sheets))
    assert isinstance(page, Page), page
    return page.content


def _failure(data: bytes) -> str:
    item = _read(data)
    assert isinstance(item, UnreadablePage), item
    return item.code


def test_lines_are_joined_to_paragraphs() -> None:
    lines = paragraph_lines(FIRST, top=700)
    below = paragraph_lines(SECOND, top=700 - 22.4 * len(lines))
    assert _text([[TITLE, *lines, *below]]).split("\n") == [TITLE[3], FIRST, SECOND]


def test_the_file_is_the_original() -> None:
    page = _read(_SIMPLE)
    assert isinstance(page, Page)
    assert (page.media_type, page.raw, page.raw_media_type) == ("text/plain", _SIMPLE, "application/pdf")


def test_a_heading_over_two_lines_is_one() -> None:
    second = (210.0, 745.0, 22.0, "守护一江碧水")
    assert _text([[TITLE, second, *paragraph_lines(FIRST, top=700)]]).split("\n")[0] == TITLE[3] + second[3]


def test_a_paragraph_goes_on_over_the_sheet_and_its_number() -> None:
    lines = paragraph_lines(FIRST, top=120)
    sheets = [[TITLE, lines[0], (290.0, 30.0, 9.0, "— 1 —")], [(80.0, 780.0, 14.0, lines[1][3])]]
    sheets[1] += [(x, 760.0 - 22.4 * n, size, text) for n, (x, _, size, text) in enumerate(lines[2:])]
    sheets[1].append((290.0, 30.0, 9.0, "— 2 —"))
    assert _text(sheets).split("\n") == [TITLE[3], FIRST]


def test_heads_that_return_are_left_out() -> None:
    head = (80.0, 810.0, 9.0, "榕城生活报")
    texts = [FIRST, SECOND, "第三页说的是另一件事。"]
    sheets = [[head, *paragraph_lines(text, top=700)] for text in texts]
    assert _text(sheets).split("\n") == texts


def test_what_browsers_print_at_the_edges_gives_the_address() -> None:
    edges = [
        (30.0, 820.0, 8.0, "2024/7/6 08:30"),
        (200.0, 820.0, 8.0, "清河护绿"),
        (30.0, 20.0, 8.0, "https://news.gulou.example/2024/7.html"),
        (560.0, 20.0, 8.0, "1/1"),
    ]
    page = _read(build_pdf([[*edges, TITLE, *paragraph_lines(FIRST, top=700)]]))
    assert isinstance(page, Page)
    assert page.url == "https://news.gulou.example/2024/7.html"
    assert page.content.split("\n") == [TITLE[3], FIRST]


def test_disguised_characters_are_what_they_mean() -> None:
    assert _text([[(80.0, 700.0, 14.0, "⽂明⼩区的队⻓ﬁne")]]) == "文明小区的队长fine"


def test_a_printers_spaces_are_closed() -> None:
    line = "7 月 5 日 ， 志 愿 者 们 来 到 河 沿 公 园 。"
    assert _text([[(80.0, 700.0, 14.0, line)]]) == "7月5日，志愿者们来到河沿公园。"


def test_spaces_between_names_stay() -> None:
    line = "榕城生活报 记者 林晓禾 2024年7月6日"
    assert _text([[(80.0, 700.0, 14.0, line)]]) == line


def test_a_scanned_file_says_it_has_no_text() -> None:
    assert _failure(build_pdf([[]])) == "no_text"


def test_an_encrypted_file_says_so() -> None:
    assert _failure(build_pdf([[TITLE]], trailer=ENCRYPTED)) == "encrypted"


def test_a_book_is_refused() -> None:
    assert _failure(build_pdf([[TITLE]] * 201)) == "too_large"


def test_a_file_made_to_waste_time_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "_LONGEST", 0.2)
    with time_limit():
        assert _failure(build_pdf([[(80.0, 700.0, 1.0, "志")] * 5_000] * 20)) == "too_large"


@pytest.mark.parametrize("size", [8_000_000, 200_000_000])
def test_a_packed_bomb_is_stopped(size: int) -> None:
    packed = f"{zlib.compress(b'q Q ' * (size // 4)).hex()}>"
    with time_limit():
        assert _failure(build_pdf([[TITLE]], packed=packed)) == "too_large"


def test_a_damaged_file_is_one_failure() -> None:
    assert _failure(b"%PDF-1.7\nnothing more") == "damaged"


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_behind_the_magic_give_a_record(data: bytes) -> None:
    assert _read(b"%PDF-1.4\n" + data)


@settings(deadline=None)
@given(st.integers(9, len(_SIMPLE) - 1), st.integers(0, 255))
def test_one_wrong_byte_never_stops_the_reader(place: int, value: int) -> None:
    data = bytearray(_SIMPLE)
    data[place] = value
    assert _read(bytes(data))


def test_a_file_that_shows_nothing_is_given_up_within_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = itertools.count(step=0.001)  # a clock that goes on as it is looked at: the same on every machine
    monkeypatch.setattr(pdf, "thread_time", lambda: next(seconds))
    packed = f"{zlib.compress(b'q Q ' * 100_000).hex()}>"
    assert _failure(build_pdf([[TITLE]] * 20, packed=packed)) == "too_large"
    assert 0.5 < next(seconds) < 1


def test_a_file_may_take_longer_the_more_text_it_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "_WITHOUT_TEXT", 0.0)
    monkeypatch.setattr(pdf, "_CHARACTERS_A_SECOND", 1)
    assert isinstance(_read(_SIMPLE), UnreadablePage)  # the first sheet is asked for before it has given any
    monkeypatch.setattr(pdf, "_WITHOUT_TEXT", 0.05)
    assert isinstance(_read(_SIMPLE), Page)


def test_a_line_of_spaces_is_evened_at_once() -> None:
    with time_limit():
        assert _text([[(80.0, 700.0, 14.0, "志" + " " * 50_000 + "愿")]]).startswith("志")
