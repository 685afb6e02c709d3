"""Sentences as evidence: offsets hold, the title is one sentence, a long one is cut around its words."""

from __future__ import annotations

from archive.resolve.passages import QUOTE_LIMIT, READ_LIMIT, read_passages
from tests.resolve.drafts import draft


def test_the_title_is_one_sentence_and_the_body_is_cut_at_stops_and_lines():
    passages = read_passages(draft("第一句。第二句!\n第三句", title="标题。仍是标题"))
    found = [passages.text[sentence.start : sentence.end].strip() for sentence in passages.sentences]
    assert found == ["标题。仍是标题", "第一句。", "第二句!", "第三句"]


def test_offsets_in_the_folded_text_hold_in_the_written_one():
    passages = read_passages(draft("志願服務,１２人。"))
    at = passages.folded.index("志愿服务")
    assert passages.text[at : at + 4] == "志願服務"
    assert "12人" in passages.folded


def test_a_quote_of_an_endless_sentence_is_cut_around_its_words():
    body = "甲" * 600 + "7月7日" + "乙" * 600
    passages = read_passages(draft(body))
    start = passages.text.index("7月7日")
    quote = passages.quote(start, start + 4)
    assert "7月7日" in quote
    assert len(quote) <= QUOTE_LIMIT + 4
    assert quote in passages.text


def test_only_the_first_part_of_a_huge_page_is_read():
    assert len(read_passages(draft("字" * (READ_LIMIT * 3))).text) == READ_LIMIT


def test_an_empty_page_has_passages_too():
    passages = read_passages(draft(""))
    assert passages.sentence_at(0).index == 0
