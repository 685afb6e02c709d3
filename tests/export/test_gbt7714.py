"""References in the form of GB/T 7714-2015."""

from __future__ import annotations

import datetime as dt

from archive.export.gbt7714 import Citable, cite_gbt7714

DAY = dt.date(2013, 11, 6)
ADDRESS = "http://paper.people.com.cn/rmrb/html/2013-01/12/nw.D110000renmrb_20130112_2-04.htm"


def cite(**fields) -> str:
    return cite_gbt7714(
        Citable(**{"title": "推进会召开", "address": "https://a.example/articles/1/", "accessed": DAY, **fields})
    )


def test_it_gives_the_standards_own_example():
    """A.7 of the standard: an article of a newspaper read online."""
    given = cite(
        title="雾霾来袭,如何突围",
        authors=["刘裕国", "杨柳", "张洋", "某人"],
        publication="人民日报",
        published="2013-01-12",
        address=ADDRESS,
    )
    assert given == f"刘裕国, 杨柳, 张洋, 等. 雾霾来袭,如何突围[N/OL]. 人民日报, 2013-01-12[2013-11-06]. {ADDRESS}"


def test_three_authors_are_all_named():
    assert cite(authors=["甲", "乙", "丙"]).startswith("甲, 乙, 丙. 推进会召开")


def test_without_an_author_the_title_comes_first():
    assert cite(publication="江城早刊", published="2014-02").startswith(
        "推进会召开[N/OL]. 江城早刊, 2014-02[2013-11-06]. "
    )


def test_a_page_of_no_publication_is_an_electronic_resource():
    """A.8.2: 萧钰. 出版业信息化迈入快车道[EB/OL]. (2001-12-19)[2002-04-15]. http://…"""
    assert cite(published="2001-12-19T08:00:00+08:00") == (
        "推进会召开[EB/OL]. (2001-12-19)[2013-11-06]. https://a.example/articles/1/"
    )
    assert cite() == "推进会召开[EB/OL]. [2013-11-06]. https://a.example/articles/1/"


def test_a_page_without_a_date_names_the_publication_alone():
    assert cite(publication="江城早刊") == "推进会召开[N/OL]. 江城早刊[2013-11-06]. https://a.example/articles/1/"


def test_a_page_without_a_title_says_so():
    assert cite(title="").startswith("无题名[EB/OL]")


def test_words_of_hostile_pages_stay_on_one_line():
    given = cite(title="推进会\n[1] 假的. 题名。", authors=["甲\r\n乙", " "], publication="早刊\t")
    assert "\n" not in given
    assert given.startswith("甲 乙. 推进会 [1] 假的. 题名[N/OL]. 早刊[")
