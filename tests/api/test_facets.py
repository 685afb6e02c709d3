from __future__ import annotations

import pytest

from archive.search.indexing import index_stale
from tests.factories import make_article, make_hubei, make_shandong, make_source

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _archive():
    make_hubei()
    make_shandong()
    source = make_source("长江日报")
    make_article(
        "甲", "清理江滩", venues=["420102"], organisations=["武汉市义工联合会", "共青团武汉市委"], publisher=source
    )
    make_article("乙", "清理河滩", venues=["420500"], organisations=["武汉市义工联合会"], programmes=["暖冬行动"])
    make_article("丙", "敬老", venues=["371300"], date="2013-07-07", published="2013-07-09", flags=["traditional"])
    index_stale()


def values(client, address: str) -> list[tuple[str, int]]:
    return [(value["label"], value["count"]) for value in client.get(f"/api/v1/facets/{address}").json()["values"]]


@pytest.mark.parametrize("typed", ["武汉", "wuhan", "wh", "WuHan", "武漢", "wuhanshi"])
def test_a_place_is_found_by_characters_pinyin_and_initials(client, typed: str) -> None:
    answer = client.get("/api/v1/facets/region", {"find": typed}).json()
    assert answer["values"][0] == {
        "value": "420100",
        "label": "武汉市",
        "path": ["湖北省"],
        "count": 1,
        "selected": False,
    }


def test_names_are_found_inside_longer_ones_from_a_syllable_on(client) -> None:
    assert values(client, "org?find=yigong") == [("武汉市义工联合会", 2)]
    assert values(client, "org?find=igong") == []
    assert values(client, "source?find=cjrb") == [("长江日报", 1)]


def test_counts_follow_the_search_but_not_the_facets_own_choice(client) -> None:
    assert values(client, "org?region=420500") == [("武汉市义工联合会", 1)]
    assert ("共青团武汉市委", 1) in values(client, "org?org=武汉市义工联合会")
    assert values(client, "org?q=河滩&find=wuhan") == [("武汉市义工联合会", 1)]


def test_a_tree_is_read_level_by_level(client) -> None:
    assert values(client, "region") == [("湖北省", 2), ("山东省", 1)]
    assert values(client, "region?under=420000") == [("武汉市", 1), ("宜昌市", 1)]
    assert values(client, "published") == [("2013年", 1), ("未知", 2)]
    assert values(client, "published?under=2013-07") == [("2013年7月9日", 1)]


def test_values_are_paged(client) -> None:
    first = client.get("/api/v1/facets/org?limit=1").json()
    assert (first["total"], len(first["values"])) == (3, 1)
    rest = values(client, "org?limit=2&offset=1")
    assert [first["values"][0]["label"], *(label for label, _count in rest)] == [
        "武汉市义工联合会",
        "共青团武汉市委",
        "未知",
    ]


def test_strange_parameters_are_answered_and_strange_facets_are_not(client) -> None:
    assert client.get("/api/v1/facets/org?limit=x&offset=-1&under=420000&find=%22(").status_code == 200
    assert client.get("/api/v1/facets/nothing").status_code == 404


def test_the_page_of_a_facet_lists_and_finds_without_scripts(client) -> None:
    page = client.get("/search/facets/org/?region=420000&find=yigong").content.decode()
    assert "武汉市义工联合会" in page and "共青团武汉市委" not in page
    assert 'name="region" value="420000"' in page
    assert client.get("/search/facets/nothing/").status_code == 404
