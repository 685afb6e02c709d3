"""What readers see when something is wrong: words, a way on, the right status."""

from __future__ import annotations

import pytest
from django.db import OperationalError
from django.test import Client

from archive.search.engine import IndexUnusable

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/", "/search/?q=志愿", "/types/", "/regions/", "/search/facets/region/"])
def test_without_an_index_pages_say_so_instead_of_nothing_found(client, address):
    response = client.get(address)
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "30"
    assert "检索索引尚未建立" in response.text


@pytest.mark.parametrize("address", ["/search.json", "/api/v1/search?q=志愿", "/api/v1/facets/region"])
def test_without_an_index_the_api_answers_a_problem(client, address):
    response = client.get(address)
    assert response.status_code == 503
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json()["status"] == 503


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (IndexUnusable("outdated", "an older form"), "按新的格式重建"),
        (IndexUnusable("damaged", "a torn file"), "索引有损坏"),
        (IndexUnusable("away", "no connection"), "检索服务暂时没有回应"),
        (OperationalError("unable to open database file"), "数据库暂时没有回应"),
    ],
)
def test_each_reason_is_told(client, monkeypatch, error, words):
    def fail(*_args, **_kwargs):
        raise error

    monkeypatch.setattr("archive.web.views.search.search", fail)
    response = client.get("/search/")
    assert response.status_code == 503
    assert words in response.text


def test_a_fault_shows_a_page_of_its_own(monkeypatch):
    def fail(*_args, **_kwargs):
        raise ZeroDivisionError

    monkeypatch.setattr("archive.web.views.search.search", fail)
    response = Client(raise_request_exception=False).get("/search/")
    assert response.status_code == 500
    assert "这不是您的问题" in response.text
    assert "ZeroDivisionError" not in response.text


def test_an_unknown_address_offers_a_way_on(client):
    response = client.get("/nothing/")
    assert response.status_code == 404
    assert 'href="/search/"' in response.text
