"""Builds beside each other, what the server rejects, and pages far down."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from opensearchpy.exceptions import NotFoundError

from archive.models import Article
from archive.search.engine import IndexUnusable
from archive.search.engines.opensearch import pages
from archive.search.engines.opensearch.builds import Builds
from archive.search.engines.opensearch.writing import Rejected, write_documents
from archive.search.indexing import index_problem, index_stale, rebuild_index
from archive.search.query import SearchQuery
from archive.search.run import find_all, search
from tests.factories import make_article, make_event

pytestmark = pytest.mark.django_db


def names(backend) -> list[str]:
    return sorted(backend.server.ask(lambda client: client.indices.get(index=f"{backend.builds.alias}-*")))


def test_a_rebuild_leaves_one_build_and_answers_all_the_while(backend) -> None:
    for number in range(30):
        make_article(f"第{number}篇志愿服务")
    index_stale()
    (first,) = names(backend)
    # By the alias that is never given away: another thread cannot read this test's rows.
    searching = replace(backend.searching, alias=backend.builds.alias)
    stop, totals, faults = threading.Event(), set(), []

    def ask() -> None:
        body = {"query": {"match_all": {}}, "size": 0, "track_total_hits": True}
        while not stop.is_set():
            try:
                totals.add(searching.ask(body, {})["hits"]["total"]["value"])
            except Exception as error:
                faults.append(error)

    asking = threading.Thread(target=ask)
    asking.start()
    for _round in range(3):
        rebuild_index()
    stop.set()
    asking.join()
    (last,) = names(backend)
    assert last != first
    assert (totals, faults) == ({30}, [])


def test_a_build_that_fails_is_gone_and_the_old_one_answers(backend, monkeypatch) -> None:
    make_article("江滩净滩")
    index_stale()
    before = names(backend)
    monkeypatch.setattr(type(backend), "count_documents", lambda _self, _build: 0)
    with pytest.raises(RuntimeError, match="instead of 1"):
        rebuild_index()
    assert names(backend) == before
    assert search(SearchQuery(q="净滩")).total == 1


def test_an_index_of_another_version_is_outdated_and_left_to_programs_of_that_version(backend) -> None:
    with pytest.raises(IndexUnusable) as caught:
        backend.build_in_use()
    assert caught.value.code == "missing"
    other = f"{backend.address.prefix}-v0-20200101t000000-abcdef"
    backend.server.ask(lambda client: client.indices.create(index=other))
    problem = index_problem()
    assert problem is not None and problem.code == "outdated"
    make_article("江滩净滩")
    assert index_stale().indexed == 1
    assert backend.server.ask(lambda client: client.indices.exists(index=other))


def test_what_the_mapping_does_not_know_is_an_error_with_the_documents_name(backend) -> None:
    build = backend.new_build()
    document = {"id": "archive.article.1", "title": "甲", "text": "乙", "article": 1, "colour": "red"}
    with pytest.raises(Rejected, match=r"archive\.article\.1 .*colour"):
        write_documents(backend.server, build, [document], ())


def test_pages_beyond_what_a_server_skips_are_read_in_steps(backend, monkeypatch) -> None:
    events = [make_event() for _number in range(5)]
    for number in range(40):
        make_article(f"第{number}篇志愿服务", event=events[number % 9] if number % 9 < 5 else None)
    index_stale()
    queries = [
        SearchQuery(q="志愿", view=view, sort=sort) for view in ("articles", "events") for sort in ("newest", None)
    ]
    expected = [find_all(query, 100)[:2] for query in queries]
    monkeypatch.setattr(pages, "DEPTH", 10)
    monkeypatch.setattr(pages, "_STEP", 4)
    assert [find_all(query, 100)[:2] for query in queries] == expected
    far = SearchQuery(q="志愿", sort="newest", page=4, per_page=10)
    assert [hit.id for hit in search(far).hits] == expected[0][0][30:40]


def test_a_query_of_as_many_words_as_a_reader_may_type_is_answered(backend) -> None:
    make_article("志愿服务", "志愿者在社区。")
    index_stale()
    typed = " ".join("志愿者在社区服务老人"[number % 5 :] + chr(0x4E00 + number) * 5 for number in range(36))
    for text in (typed, f'"{typed}"', typed.replace(" ", " OR "), f"正文:{typed}"):
        assert search(SearchQuery(q=text)).total in {0, 1}


def test_an_article_is_found_as_soon_as_its_write_returns_and_each_write_has_a_state(backend) -> None:
    states = set()
    for number in range(4):
        make_article(f"第{number}篇")
        index_stale()
        assert search(SearchQuery()).total == number + 1
        states.add(backend.state())
    assert len(states) == 4
    assert sorted(held.article for held in backend.held()) == sorted(Article.objects.values_list("pk", flat=True))
    assert len(backend.titles()) == 4


def test_an_index_that_is_gone_is_missing_and_comes_back(backend) -> None:
    make_article("江滩净滩")
    index_stale()
    Builds(backend.server)._remove(backend.build_in_use())
    with pytest.raises(IndexUnusable) as caught:
        search(SearchQuery(q="净滩"))
    assert caught.value.code == "missing"
    assert isinstance(caught.value.__cause__, NotFoundError)
    assert index_stale().indexed == 1
    assert search(SearchQuery(q="净滩")).total == 1
