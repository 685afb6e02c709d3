"""The API keeps to what its own OpenAPI document says, whatever it is asked."""

from __future__ import annotations

import json

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from archive.api.application import api
from archive.models import Article
from archive.review.decisions import withdraw
from archive.search.indexing import index_stale
from archive.wsgi import application
from tests.factories import make_article, make_event, make_event_type, make_hubei, make_service_field, make_source

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive():
    make_hubei()
    make_event_type("meeting", "会议")
    make_service_field("elder-care", "助老")
    venue = {"venues": ["420102"], "types": ["meeting"], "date": "2013-07-07", "event": make_event()}
    make_article("志愿服务", "武汉的志愿服务。", publisher=make_source(), organisations=["志愿者协会"], **venue)
    gone = make_article("撤回", "志愿。")
    withdraw(gone, "测试")
    index_stale()


@pytest.fixture
def document(client):
    return client.get("/api/v1/openapi.json").json()


PATHS = (
    "/api/v1/search",
    "/api/v1/facets/{name}",
    "/api/v1/suggest",
    "/api/v1/articles/{pk}",
    "/api/v1/events/{pk}",
    "/api/v1/regions",
    "/api/v1/regions/{code}",
    "/api/v1/types",
)


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_is_as_documented(archive, monkeypatch, path):
    monkeypatch.setattr(api.throttle[0], "num_requests", 10_000)
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)

    @given(case=schema[path]["GET"].as_strategy())
    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    def ask(case):
        case.call_and_validate(
            headers={"Accept-Encoding": "identity"},
            checks=(status_code_conformance, content_type_conformance, response_schema_conformance),
        )

    ask()


def test_no_question_of_the_api_is_left_out_above(document):
    assert set(document["paths"]) == set(PATHS)


def test_the_document_is_openapi_3_and_tells_every_parameter_of_a_search(document):
    assert document["openapi"].startswith("3.")
    told = {one["name"] for one in document["paths"]["/api/v1/search"]["get"]["parameters"]}
    assert told >= {
        "q",
        "region",
        "type",
        "date",
        "from",
        "to",
        "by",
        "source",
        "org",
        "programme",
        "sort",
        "view",
        "page",
    }
    assert {"/api/v1/articles/{pk}", "/api/v1/events/{pk}", "/api/v1/regions", "/api/v1/types"} <= set(
        document["paths"]
    )


def test_the_documentation_can_be_tried_out_and_loads_nothing_from_elsewhere(client):
    html = client.get("/api/docs").content.decode()
    assert "swagger-ui" in html
    assert "/api/v1/openapi.json" in html
    assert "//cdn" not in html


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("get", "/api/v1/nothing", 404),
        ("get", "/api/v1/articles/999", 404),
        ("get", "/api/v1/articles/x", 404),
        ("get", "/api/v1/events/99999999999999999999", 404),
        ("get", "/api/v1/facets/nothing", 404),
        ("get", "/api/v1/regions/999999", 404),
        ("get", "/api/v1/regions?under=x", 404),
        ("post", "/api/v1/search", 405),
        ("delete", "/search.json", 405),
    ],
)
def test_every_error_is_a_problem_document_anyone_may_read(client, archive, method, address, status):
    response = getattr(client, method)(address)
    assert response.status_code == status
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert json.loads(response.content)["status"] == status


def test_a_withdrawn_article_is_gone(client, archive):
    gone = Article.objects.get(title="撤回")
    assert client.get(f"/api/v1/articles/{gone.pk}").status_code == 410


def test_who_asks_too_often_is_told_when_to_come_again(client, archive, monkeypatch):
    monkeypatch.setattr(api.throttle[0], "num_requests", 2)
    answers = [client.get("/api/v1/types") for _time in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert answers[-1].headers["Content-Type"] == "application/problem+json"
    assert client.get("/api/v1/types", REMOTE_ADDR="192.0.2.7").status_code == 200


def test_head_answers_as_get_without_a_body(client, archive):
    response = client.head("/api/v1/search?q=志愿")
    assert response.status_code == 200


class TestVocabularies:
    def test_regions_are_told_with_what_is_held_there_and_below(self, client, archive):
        provinces = client.get("/api/v1/regions").json()["regions"]
        assert [(one["code"], one["articles"], one["below"]) for one in provinces] == [("420000", 1, 2)]
        below = client.get("/api/v1/regions?under=420000").json()["regions"]
        assert {one["code"]: one["articles"] for one in below} == {"420100": 1, "420500": 0}
        assert client.get("/api/v1/regions/420102").json()["path"] == ["湖北省", "武汉市", "江岸区"]

    def test_types_are_told_in_their_order_with_what_is_held_of_each(self, client, archive):
        answer = client.get("/api/v1/types").json()
        assert answer["types"] == [{"code": "meeting", "label": "会议", "articles": 1, "url": "/search/?type=meeting"}]
        assert [one["code"] for one in answer["fields"]] == ["elder-care"]
