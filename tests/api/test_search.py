from __future__ import annotations

import pytest

from archive.search.indexing import index_stale
from tests.factories import make_article, make_event, make_event_type, make_hubei, make_source

pytestmark = pytest.mark.django_db


@pytest.fixture
def articles():
    make_hubei()
    make_event_type("meeting", "会议")
    event, source = make_event(), make_source("长江日报")
    venue = {"venues": ["420102"], "types": ["meeting"], "date": "2013-07-07", "event": event}
    first = make_article("志愿服务<会议>", "武汉的志愿服务。", published="2013-12-31", publisher=source, **venue)
    second = make_article("无日期", "志愿服务。")
    index_stale()
    return first, second


def test_both_addresses_answer_alike(client, articles):
    answers = [client.get(address + "?q=志愿").json() for address in ("/search.json", "/api/v1/search")]
    for answer in answers:
        answer.pop("took_ms")
    assert answers[0] == answers[1]


def test_an_answer_has_the_public_shape(client, articles):
    answer = client.get("/api/v1/search?q=志愿服务&region=420000&per_page=5").json()
    assert {"query", "total", "page", "per_page", "took_ms", "notices", "suggestion", "hits", "facets"} <= set(answer)
    assert (answer["total"], answer["page"], answer["per_page"], answer["suggestion"]) == (1, 1, 5, None)
    assert answer["query"]["region"] == ["420000"]
    (hit,) = answer["hits"]
    first = articles[0]
    assert hit["id"] == first.pk
    assert hit["url"] == f"/articles/{first.pk}/"
    assert hit["title"] == "志愿服务<会议>"
    assert "<mark>" in hit["snippet"]
    assert hit["published"] == "2013-12-31"
    assert hit["event_date"] == {"start": "2013-07-07", "end": "2013-07-07", "precision": "day", "edtf": "2013-07-07"}
    assert hit["regions"] == [{"code": "420102", "name": "江岸区", "path": ["湖北省", "武汉市", "江岸区"]}]
    assert hit["event_types"] == [{"code": "meeting", "label": "会议"}]
    assert hit["source"] == {"id": first.publisher_id, "name": "长江日报"}
    assert hit["event"] == first.event_id
    assert isinstance(hit["score"], float)


def test_facets_are_trees_of_counts(client, articles):
    facets = client.get("/search.json?region=420000").json()["facets"]
    province = facets["region"][0]
    assert {key: province[key] for key in ("value", "label", "count", "selected")} == {
        "value": "420000",
        "label": "湖北省",
        "count": 1,
        "selected": True,
    }
    assert province["children"][0]["children"][0]["value"] == "420102"
    assert {value["value"]: value["count"] for value in facets["region"]}["unknown"] == 1
    assert facets["date"][0]["children"][0]["value"] == "2013-07"


def test_broken_parameters_are_noticed_not_refused(client, articles):
    response = client.get("/search.json?region=x&page=-3&q=%22%28")
    assert response.status_code == 200
    assert len(response.json()["notices"]) >= 2


def test_it_only_reads_and_anyone_may_read_it(client):
    refused = client.post("/search.json")
    assert refused.status_code == 405
    assert refused.headers["Content-Type"] == "application/problem+json"
    index_stale()
    assert client.get("/search.json").headers["Access-Control-Allow-Origin"] == "*"
