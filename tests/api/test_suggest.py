from __future__ import annotations

import pytest

from archive.search.indexing import index_stale
from tests.factories import make_article, make_hubei

pytestmark = pytest.mark.django_db


def test_a_suggestion_says_what_it_is_and_leads_to_it(client) -> None:
    make_hubei()
    article = make_article("武汉志愿者清理江滩", "清理江滩", venues=["420102"], organisations=["武汉市义工联合会"])
    index_stale()
    answer = client.get("/api/v1/suggest", {"q": "wuhan", "limit": "4"})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    place, organisation, title = answer.json()["suggestions"]
    assert place == {
        "kind": "region",
        "kind_label": "地区",
        "value": "420100",
        "label": "武汉市",
        "within": "湖北省",
        "count": 1,
        "url": "/search/?region=420100",
    }
    assert (organisation["kind"], organisation["label"]) == ("org", "武汉市义工联合会")
    assert (title["kind"], title["url"], title["count"]) == ("title", f"/articles/{article.pk}/", None)
    assert client.get(organisation["url"]).status_code == client.get("/search/?org=武汉市义工联合会").status_code == 200


def test_strange_parameters_are_answered(client) -> None:
    for address in ("", "?q=", "?q=%00&limit=-1", "?q=x&limit=99999"):
        answer = client.get(f"/api/v1/suggest{address}")
        assert answer.status_code == 200
        assert answer.json()["suggestions"] == []
