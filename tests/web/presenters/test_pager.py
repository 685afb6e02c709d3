from __future__ import annotations

from archive.search.query import SearchQuery
from archive.web.presenters.pager import present_pager


def test_one_page_needs_no_pager():
    assert present_pager(SearchQuery(), 1) is None


def test_it_shows_both_ends_and_the_neighbours():
    pager = present_pager(SearchQuery(page=10), 20)
    assert [link.number for link in pager.links] == [1, 0, 8, 9, 10, 11, 12, 0, 20]
    assert pager.previous == "/search/?page=9"
    assert pager.next == "/search/?page=11"


def test_the_first_page_has_none_before_it_and_the_last_none_after():
    assert present_pager(SearchQuery(page=1), 3).previous == ""
    assert present_pager(SearchQuery(page=3), 3).next == ""
