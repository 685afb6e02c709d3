from __future__ import annotations

import pytest

from archive.search.indexing import index_stale
from archive.search.query import SearchQuery
from archive.search.run import search
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def found(q: str, **options) -> set[int]:
    return {hit.id for hit in search(SearchQuery(q=q, per_page=100, **options)).hits}


SEEDS = {
    "wuhan": (
        "社区志愿服务全国联络总站工作推进会在汉召开",
        "中国社区网讯 7月7日,推进会在武汉市百步亭社区召开,发起「爱扑满」计划。COVID-19期间的Art项目获100万元。",
    ),
    "linyi": ("临沂:推进全民志愿服务座谈会召开", "5月16日下午,座谈会在临沂市召开。99公益日募捐。"),
    "hant": ("關懷長者", "義工在臺北探訪獨居長者,傳遞愛心。"),
}


@pytest.fixture
def seeds() -> dict[str, int]:
    ids = {name: make_article(title, body).pk for name, (title, body) in SEEDS.items()}
    index_stale()
    return ids


@pytest.mark.parametrize(
    ("q", "names"),
    [
        ("武汉", {"wuhan"}),
        ("志愿服务", {"wuhan", "linyi"}),
        ("志願服務", {"wuhan", "linyi"}),
        ('"百步亭社区"', {"wuhan"}),
        ("“百步亭社区”", {"wuhan"}),
        ("「百步亭社區」", {"wuhan"}),
        ("爱扑满", {"wuhan"}),
        ("愛撲滿", {"wuhan"}),
        ("臺", {"hant"}),
        ("台北", {"hant"}),
        ("关怀长者", {"hant"}),
        ("召", {"wuhan", "linyi"}),
        ("art", {"wuhan"}),
        ("ＡＲＴ", {"wuhan"}),
        ("covid-19", {"wuhan"}),
        ("100", {"wuhan"}),
        ("志愿服务 -武汉", {"linyi"}),
        ("志愿服务 NOT 武汉", {"linyi"}),
        ("武汉 OR 临沂", {"wuhan", "linyi"}),
        ("title:临沂", {"linyi"}),
        ("标题：临沂", {"linyi"}),
        ("title:百步亭", set()),
        ("正文:百步亭", {"wuhan"}),
        ("(武汉 OR 临沂) 座谈会", {"linyi"}),
        ("-武汉", {"linyi", "hant"}),
        ("", {"wuhan", "linyi", "hant"}),
        ("；", set()),
    ],
)
def test_it_finds_what_contains_the_words(seeds: dict[str, int], q: str, names: set[str]) -> None:
    assert found(q) == {seeds[name] for name in names}
