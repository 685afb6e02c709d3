"""The judged queries are whole, the measures are those of the books, and the rules grade as they say."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from benchmarks.ranking import set_weights
from benchmarks.ranking_peers import Fts5, fts5_tables
from benchmarks.ranking_scores import Judged, ndcg, reciprocal_rank
from benchmarks.ranking_sets import news_set, sample_set

SAMPLES = Path(__file__).resolve().parents[2] / "samples"


def test_the_hand_judged_set_is_large_enough_and_names_pages_that_exist() -> None:
    judged = sample_set()
    assert len(judged) >= 60
    assert len({query.query for query in judged}) == len(judged)
    assert set(Counter(query.kind for query in judged)) == {"known item", "topic", "name"}
    for query in judged:
        assert set(query.grades.values()) <= {1, 2, 3}
        for name in query.grades:
            file = name.split("!")[0]
            file = file if "!" in name else file.rsplit(":", 1)[0]
            assert (SAMPLES / file).is_file(), name


def test_both_halves_have_queries_of_every_kind() -> None:
    halves = Counter((query.kind, query.is_for_training) for query in sample_set())
    assert len(halves) == 6
    assert min(halves.values()) >= 10


def test_ndcg_of_the_best_order_is_one_and_falls_with_every_swap() -> None:
    grades = {1: 3, 2: 2, 3: 1}
    assert ndcg(grades, [1, 2, 3]) == pytest.approx(1)
    # 7 + 1/log2(3) + 3/2 against 7 + 3/log2(3) + 1/2
    assert ndcg(grades, [1, 3, 2]) == pytest.approx((7 + 1 / 1.5849625 + 1.5) / (7 + 3 / 1.5849625 + 0.5))
    assert ndcg(grades, [9, 1, 2, 3]) < ndcg(grades, [1, 9, 2, 3]) < 1
    assert ndcg(grades, []) == 0


def test_the_reciprocal_rank_wants_a_good_answer_where_there_is_one() -> None:
    assert reciprocal_rank({1: 3, 2: 1}, [2, 1]) == 1 / 2
    assert reciprocal_rank({2: 1}, [9, 8, 2]) == 1 / 3
    assert reciprocal_rank({1: 3}, [2] * 10 + [1]) == 0


ITEMS = [
    {
        "title": f"【基层】第{number}次 江苏 南通 志愿者 清理 河道 现场",
        "published": "2020-01-01",
        "text": f"江苏志愿者今天在南通清理了河道第{number}段。编号{number}的队伍来自南京大学。晚上大家回家休息聊天。",
    }
    for number in range(1, 5)
]


def test_rules_judge_the_item_a_query_was_made_from() -> None:
    judged: list[Judged[int]] = news_set(ITEMS, each=5)
    titles = [query for query in judged if query.kind == "known title"]
    assert len(titles) >= 2  # the same words drawn from two titles count once
    for query in titles:
        (number,) = query.grades
        assert all(word in ITEMS[number]["title"] for word in query.query.split())
        assert "基层" not in query.query
    (topic,) = [query for query in judged if query.query == "江苏 志愿者"]
    assert topic.grades == {0: 3, 1: 3, 2: 3, 3: 3}


@pytest.mark.parametrize("size", [2, 3])
def test_fts5_finds_a_run_and_falls_back_to_any_part_of_it(size: int) -> None:
    texts = [
        (1, "清理河道", "志愿者清理江滩上的垃圾。"),
        (2, "爱心送考", "出租车免费送考生。"),
        (3, "杂讯", "别的事情。"),
    ]
    engine = Fts5(fts5_tables(texts), size, all_first=True)
    assert engine.best("江滩上的垃圾", 10) == [1]
    assert engine.best("免费送考生 出租车司机", 10) == [2]
    assert engine.best("从未出现", 10) == []


def test_only_weights_that_exist_can_be_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    from archive.search.engines.whoosh import evaluate, ranking

    for module, name in ((ranking, "TITLE_WEIGHT"), (ranking, "PAIR_WEIGHT"), (evaluate, "PAIR_WEIGHT")):
        monkeypatch.setattr(module, name, getattr(module, name))
    set_weights(["TITLE_WEIGHT=7", "PAIR_WEIGHT=0.25"])
    assert (ranking.TITLE_WEIGHT, ranking.PAIR_WEIGHT, evaluate.PAIR_WEIGHT) == (7.0, 0.25, 0.25)
    with pytest.raises(SystemExit, match="NO_WEIGHT"):
        set_weights(["NO_WEIGHT=1"])
