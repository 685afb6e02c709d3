"""The engines compared are given the same tokens, asked the same queries, and a difference stops the comparison."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.search import prove_equal, quantiles
from benchmarks.search_corpus import make_documents, make_items
from benchmarks.search_peers import Fts5
from benchmarks.search_queries import COMMON, EVERYTHING, FAR, KINDS, ONE, make_queries
from benchmarks.search_tokens import Answer, Ask, Tokens


def document(number: int, title: str, text: str) -> dict:
    codes = {"region": ["420000"], "type": ["type-01", "type-02"], "source": [str(number % 2)], "date": ["2013"]}
    return {"article": number, "title": title, "text": text, **codes}


def test_tokens_hold_no_character_a_tokenizer_would_drop_and_are_the_same_everywhere() -> None:
    text = "AB，a b：«Ünï» 100% 志愿者"
    pairs = Tokens().pairs(text)
    assert len(pairs) == len(text) - 1
    assert all(character.isalnum() and character == character.casefold() for pair in pairs for character in pair)
    assert Tokens().pairs("愿者") == pairs[-1:]
    assert len({pair[0] for pair in pairs}) == len(set(text.casefold()) - {"者"})


def test_title_and_body_are_kept_apart_and_their_last_characters_begin_a_pair() -> None:
    content = Tokens().content(document(1, "清河", "护鸟"))
    assert "河护" not in content
    assert {pair[0] for pair in content} >= set("清河护鸟")


def test_fts5_counts_hits_and_codes_of_phrases_characters_and_everything(tmp_path: Path) -> None:
    engine = Fts5(tmp_path)
    engine.add([document(1, "清河", "志愿者清理河道"), document(2, "护鸟", "志愿者看鸟"), document(3, "杂讯", "别的")])
    found = engine.find(Ask(("志愿者",)))
    assert (found.total, sorted(found.ids)) == (2, [1, 2])
    assert found.counts == {
        "region": {"420000": 2},
        "type": {"type-01": 2, "type-02": 2},
        "source": {"1": 1, "0": 1},
        "date": {"2013": 2},
    }
    assert engine.find(Ask(("志愿者", "鸟"), facets=False)) == Answer(1, {}, [2])
    assert engine.find(Ask(("讯",))).total == 1
    assert engine.find(Ask(())).counts["source"] == {"1": 2, "0": 1}
    assert engine.find(Ask(("志愿者",), 1)).ids == [1], "the shorter text is the first"


def test_queries_of_every_kind_find_something() -> None:
    items = [
        {"title": f"第{number}次清理江滩行动在武汉举行", "text": f"志愿者{number}号今天来到武汉江滩清理垃圾。" * 5}
        for number in range(30)
    ]
    queries = make_queries(items, 4, len(items))
    assert set(queries) == {COMMON, ONE, EVERYTHING, FAR, *KINDS}
    for kind, asked in queries.items():
        assert len(asked) == (1 if kind in (EVERYTHING, FAR) else 4), kind
        for ask in asked:
            texts = (item["title"] + "\n" + item["text"] for item in items)
            assert any(all(phrase in text for phrase in ask.phrases) for text in texts), ask


class Wrong:
    name = "wrong"

    def find(self, ask: Ask) -> Answer:
        return Answer(2, {}, [])


class Right(Wrong):
    name = "right"

    def find(self, ask: Ask) -> Answer:
        return Answer(1, {}, [])


def test_a_difference_in_hits_stops_the_comparison() -> None:
    queries = {"word": [Ask(("志愿者",), facets=False)]}
    assert prove_equal([Right(), Right()], queries) == 1
    with pytest.raises(SystemExit, match="wrong, word"):
        prove_equal([Right(), Wrong()], queries)


def test_quantiles_are_values_that_were_measured() -> None:
    assert quantiles([float(number) for number in range(100, 0, -1)]) == (51.0, 96.0)
    assert quantiles([3.0]) == (3.0, 3.0)


def test_a_corpus_goes_on_with_the_sentences_of_its_items(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus.jsonl"
    items = [
        {"title": f"第{number}条", "text": f"甲{number}。乙{number}。", "published": "2020-01-02"} for number in (1, 2)
    ]
    corpus.write_text("\n".join(json.dumps(item) for item in items))
    made = list(make_items(corpus, 6))
    assert made[:2] == items
    assert [item["title"] for item in make_items(corpus, 1)] == ["第1条"]
    for item in made[2:]:
        assert set(item["text"].split("。")) <= {"甲1", "甲2", "乙1", "乙2", ""}
    assert [row["title"] for row in make_documents(corpus, 6)] == [item["title"] for item in made]
