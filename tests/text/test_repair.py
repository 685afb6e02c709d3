"""Repair of damaged text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text.repair import repair_mojibake, strip_inline_pinyin

SENTENCE = "社区志愿者在行动，走进“邻里”服务中心。"


@pytest.mark.parametrize(
    ("damaged", "clean"),
    [
        ("志愿服務(wù)組織(zhī)迎新", "志愿服務組織迎新"),
        ("聯(lián)合會（huì）", "聯合會"),
        ("《某某日?qǐng)?bào)》", "《某某日□》"),
        ("他們(men)在廣場(chǎng)", "他們在廣場"),
        ("在廣場(chǎng", "在廣場"),
    ],
)
def test_readings_inside_the_text_are_taken_out(damaged: str, clean: str) -> None:
    assert strip_inline_pinyin(damaged) == (clean, True)


@pytest.mark.parametrize("text", ["犇(bēn)", "发展论坛(CFF)", "会员(vip)", "学习(study)", "志愿服务"])
def test_glosses_and_latin_words_stay(text: str) -> None:
    assert strip_inline_pinyin(text) == (text, False)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("utf-8", "latin-1"), ("utf-8", "sloppy-windows-1252"), ("gb18030", "latin-1"), ("big5", "latin-1")],
)
def test_text_decoded_in_the_wrong_charset_is_read_again(right: str, wrong: str) -> None:
    import ftfy.bad_codecs  # noqa: F401  (registers the sloppy charsets)

    text = "社區志工在行動，走進鄰里服務中心。" if right == "big5" else SENTENCE
    damaged = "第一行\n" + text.encode(right).decode(wrong)
    assert repair_mojibake(damaged) == (f"第一行\n{text}", ("mojibake",))


def test_utf8_read_as_gbk_is_read_again_as_far_as_it_survived() -> None:
    repaired, flags = repair_mojibake(SENTENCE.encode().decode("gb18030", "replace"))
    assert repaired.startswith("社区志愿者在行动")
    assert "mojibake" in flags


def test_entities_taken_for_characters_are_resolved() -> None:
    assert repair_mojibake("开展&濒诲辩耻辞;元旦&谤诲辩耻辞;活动&amp;nbsp;好") == (
        "开展“元旦”活动\xa0好",
        ("entity_damage",),
    )


@pytest.mark.parametrize("text", [SENTENCE, "café naïve “文本”", "R&D;", "&foo;", "銀行與鐵路在浙江", ""])
def test_sound_text_is_left_alone(text: str) -> None:
    assert repair_mojibake(text) == (text, ())


def test_lost_characters_are_told() -> None:
    assert repair_mojibake("志愿\ufffd务") == ("志愿\ufffd务", ("lost_characters",))


@given(st.text())
def test_no_text_makes_a_repair_fail(text: str) -> None:
    repair_mojibake(text)
    strip_inline_pinyin(text)


def test_news_is_left_alone(shared) -> None:
    import gzip
    import json
    from itertools import islice

    with gzip.open(shared / "corpus" / "broadcast-news.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in islice(lines, 0, 4000, 10):
            text = json.loads(line)["text"]
            # Some of the real items do hold a stray &lt; or &nbsp;, never anything worse.
            assert set(repair_mojibake(text)[1]) <= {"entity_damage"}
            assert strip_inline_pinyin(text) == (text, False)
