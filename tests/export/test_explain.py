"""An explained page: every finding marked where it stands, every loser with its reason."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.export.explain import Numbered, explain_draft, mark_text
from archive.records import Draft, Finding

BODY = "7月7日,江州市文明办主任严宏在武汉市出席捐赠仪式,走进农村小学。百川集团捐款10万元。"


def numbered(*spans: tuple[int, int]) -> list[Numbered]:
    return [
        Numbered(
            number=number,
            finding=Finding(
                kind="person", value="x", quote="", rule="r", rule_version=1, confidence=1, start=start, end=end
            ),
        )
        for number, (start, end) in enumerate(spans, start=1)
    ]


def marked(text: str, *spans: tuple[int, int]) -> str:
    return "".join(
        piece.text if piece.number is None else f"[{piece.number}" if piece.opens else f"{piece.number}]"
        for piece in mark_text(text, numbered(*spans))
    )


def test_marks_stand_around_their_words():
    assert marked("abcdef", (1, 3)) == "a[1bc1]def"


def test_marks_nest_touch_and_cross():
    assert marked("abcd", (0, 4), (1, 2)) == "[1a[2b2]cd1]"
    assert marked("abcd", (0, 2), (2, 4)) == "[1ab1][2cd2]"
    assert marked("abcd", (0, 3), (1, 4)) == "[1a[2bc1]d2]"


@settings(max_examples=100)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 12)), max_size=8))
def test_no_marks_lose_or_add_a_character(spans):
    text = "0123456789"
    pieces = mark_text(text, numbered(*spans))
    assert "".join(piece.text for piece in pieces) == text
    opened = [piece.number for piece in pieces if piece.number is not None and piece.opens]
    closed = [piece.number for piece in pieces if piece.number is not None and not piece.opens]
    assert sorted(opened) == sorted(closed)


def test_every_kind_tells_what_was_taken_and_what_lost():
    page = Draft(title="江州市举行捐赠仪式", body=BODY)
    kinds = {kind.kind: kind for kind in explain_draft(page).kinds}
    assert [n.finding.value for n in kinds["amount"].chosen] == ["100000"]
    lost = {row.value: row.reason for row in kinds["organisation"].lost}
    assert lost["农村小学"] == "common-word"
    for kind in kinds.values():
        for row in kind.lost:
            assert row.text
            assert row.start is None or page.text[row.start : row.end]


def test_a_page_that_is_no_article_has_its_stated_fields_only():
    explained = explain_draft(Draft(title="目录", body=BODY, page_class="list", editor="王五"))
    assert explained.kinds == ()
    assert {field.name: field.value for field in explained.stated} == {
        "page_class": "list",
        "title": "目录",
        "editor": "王五",
    }
