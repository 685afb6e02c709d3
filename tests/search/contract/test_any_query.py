"""Whatever a reader types has an answer, in bounded time, that says what was left out of it."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.search.indexing import index_stale
from archive.search.parse import MAX_DEPTH, MAX_TERMS, parse_query
from archive.search.query import SearchQuery
from archive.search.run import search
from archive.search.words import MAX_WORDS
from tests.conftest import ON_SCALE
from tests.factories import make_article, make_hubei
from tests.time_limit import time_limit

pytestmark = pytest.mark.django_db

FEW = 40
"""Examples where servers are tested: each is some questions over HTTP, and `make test` tries many."""

TEXTS = [
    ("武汉志愿者清理江滩", "7月7日,志愿者在武汉市江岸区清理垃圾。COVID-19期间也没有停。"),
    ("關懷長者", "義工在臺北探訪獨居長者,傳遞愛心;A&B公司捐款3.5萬元。"),
    ("“学雷锋”日", "“学雷锋”志愿服务(第3期)在社区开展：义诊、理发、磨刀。"),
]
# What the query language is made of, broken in every way.
PIECES = st.sampled_from(
    [
        *("武汉", "志願者", "的", "covid-19", " ", "\u3000", '"', "“", "”", "「", "」", "『", "(", ")", "（", "）"),
        *(" OR ", " AND ", " NOT ", "ＯＲ", "-", "－", "title:", "标题：", "来源:", "作者：", ":", "*", "?", "~", "^2"),
        *("\x00", "\ud800", "😀", "𠮷", "\u202e", "\\", "'", "%", ",", "。", "a", "1", "[a TO b]"),
    ]
)
QUERIES = st.one_of(st.lists(PIECES, max_size=60).map("".join), st.text(max_size=120))


@pytest.fixture
def archive() -> None:
    make_hubei()
    for title, body in TEXTS:
        make_article(title, body, venues=["420102"])
    index_stale()
    search(SearchQuery(q="志愿者"))


@settings(
    max_examples=FEW if ON_SCALE else 300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(q=QUERIES, view=st.sampled_from(["articles", "events"]))
def test_any_string_has_an_answer_soon(archive, q: str, view) -> None:
    with time_limit():
        results = search(SearchQuery(q=q, view=view))
    assert 0 <= results.total <= len(TEXTS)
    assert len(results.hits) <= results.total


@settings(
    max_examples=FEW if ON_SCALE else 150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_what_is_found_in_quotes_is_found_without_them(archive, data) -> None:
    title, body = data.draw(st.sampled_from(TEXTS))
    text = data.draw(st.sampled_from([title, body]))
    start = data.draw(st.integers(0, len(text) - 1))
    piece = text[start : start + data.draw(st.integers(1, 20))]
    if not any(one.isalnum() for one in piece) or set(piece) & set('"“”()（）「」:：') or "-" in piece[:1]:
        return
    quoted = {hit.id for hit in search(SearchQuery(q=f'"{piece}"')).hits}
    assert quoted
    # A cut never makes a query blind: the words of a phrase stand wherever the phrase stands.
    assert quoted <= {hit.id for hit in search(SearchQuery(q=piece)).hits}


@pytest.mark.parametrize(
    ("q", "bound"),
    [
        ("志" * 600, 500),
        ("武汉 " * 60, MAX_TERMS),
        ("(" * 30 + "武汉" + ")" * 30, MAX_DEPTH),
        (",".join("abcdefghij"[number % 10] * 2 for number in range(150)), MAX_WORDS),
    ],
)
def test_it_says_which_bound_was_hit(archive, q: str, bound: int) -> None:
    notices = search(SearchQuery(q=q)).notices
    assert any(str(bound) in notice for notice in notices), notices


def test_it_says_nothing_of_bounds_that_were_not_hit() -> None:
    assert parse_query("((武汉 OR 临沂) 志愿者) -会议").notices == ()


def test_words_nobody_wrote_together_are_looked_for_one_by_one_with_a_notice(archive) -> None:
    results = search(SearchQuery(q="武汉的独居长者"))
    assert results.total == 2
    assert len(results.notices) == 1
    assert search(SearchQuery(q='"武汉的独居长者"')).total == 0
