"""Any piece of a title or body finds its article, and nothing else: checked against plain string search."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.search.indexing import index_stale
from archive.search.parse import parse_query
from archive.search.query import SearchQuery
from archive.search.run import search
from archive.text.normalise import fold
from tests.conftest import ON_SCALE
from tests.factories import make_article
from tests.time_limit import time_limit

pytestmark = pytest.mark.django_db

FEW = 40
"""Examples where servers are tested: each is some questions over HTTP, and `make test` tries many."""

WORDS = (
    *("志愿者", "志愿服务", "社区", "武汉", "临沂市", "臺北", "關懷", "长者", "慰问", "捐赠", "100万元", "COVID-19"),
    *("3.5%", "Art", "第38个", "国际志愿者日", "爱扑满", "百步亭", "，。", "、", "“学雷锋”", "（图）", "5月16日"),
    *("——：", "！", "㈱", "é", "ß", "𠮷野家", "的", "了", "在", "年", "日", "人"),
)


def make_texts(seed: int, count: int) -> list[tuple[str, str]]:
    """Titles and bodies of real words in random order, so that pieces recur across articles."""
    chance = random.Random(seed)
    return [
        (
            "".join(chance.choices(WORDS, k=chance.randint(2, 8))),
            "".join(chance.choices([*WORDS, "\n", " "], k=chance.randint(5, 120))).strip() or "空",
        )
        for _number in range(count)
    ]


def comparable(text: str) -> str:
    return fold(text).replace("\n", " ")


def holds(piece: str, *texts: str) -> bool:
    return any(comparable(piece).strip() in comparable(text) for text in texts)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_substring_of_up_to_20_characters_finds_exactly_what_holds_it(seed: int) -> None:
    texts = {make_article(title, body).pk: (title, body) for title, body in make_texts(seed, 60)}
    index_stale()
    chance = random.Random(seed)
    for _trial in range(150):
        text = chance.choice(chance.choice(list(texts.values())))
        start = chance.randrange(len(text))
        piece = text[start : start + chance.randint(1, 20)]
        if not piece.strip():
            continue
        quoted = f"「{piece}」"
        found = {hit.id for hit in search(SearchQuery(q=quoted, per_page=100)).hits}
        expected = {pk for pk, (title, body) in texts.items() if holds(piece, title, body)}
        assert found == expected, quoted


def test_a_change_and_a_deletion_are_seen_across_segments() -> None:
    articles = [make_article(f"第{number}篇", "江滩净滩") for number in range(6)]
    for article in articles:
        article.save()
        index_stale()
    article = articles[2]
    article.body = "改成别的内容"
    article.revision += 1
    article.save()
    index_stale()
    found = {hit.id for hit in search(SearchQuery(q='"江滩净滩"')).hits}
    assert found == {other.pk for other in articles} - {article.pk}
    assert [hit.id for hit in search(SearchQuery(q='"改成别的"')).hits] == [article.pk]


BROKEN = st.text(
    alphabet=st.one_of(
        st.sampled_from(list("\"“”「」『』()（）-－:： \t\nＯＲ*?~^[]{}\\'|&!+的武汉a1")),
        st.characters(),
    ),
    max_size=60,
) | st.lists(
    st.sampled_from(
        ["OR", "AND", "NOT", "-", "(", ")", '"', "“", "title:", "标题：", "来源:", "武汉", "志愿 服务", ":"]
    ),
    max_size=25,
).map(" ".join)


@settings(
    max_examples=FEW if ON_SCALE else 300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(q=BROKEN)
def test_every_string_gets_an_answer(q: str, broken_archive: None) -> None:
    results = search(SearchQuery(q=q))
    assert results.total >= len(results.hits)
    assert parse_query(q).tree is not None or results.total == 2


@pytest.fixture
def broken_archive() -> None:
    make_article("武汉志愿服务", "学雷锋 a1")
    make_article("临沂", "的")
    index_stale()


@pytest.mark.parametrize(
    "q", ["(" * 400, '"' * 499, "-" * 300, "OR " * 100, "a OR " * 90, "title:" * 80, "((((武汉) OR"]
)
def test_long_nonsense_is_answered_within_bounds(q: str, broken_archive: None) -> None:
    with time_limit():
        search(SearchQuery(q=q))


def test_too_many_terms_are_cut_with_a_notice(broken_archive: None) -> None:
    results = search(SearchQuery(q=" ".join(["武汉"] * 60)))
    assert results.total == 1
    assert any("40" in notice for notice in results.notices)
