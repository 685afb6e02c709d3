"""One address may ask for so many pages and no more; others are answered."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import caches
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _three_a_day(settings) -> Iterator[None]:
    settings.READER_RATE = "3/day"
    settings.TRUSTED_PROXIES = 1
    caches["rates"].clear()
    yield
    caches["rates"].clear()


def ask(client: Client, address: str, page: str = "/about/") -> int:
    return client.get(page, headers={"x-forwarded-for": address}).status_code


def test_an_address_that_asks_too_often_is_told_when_to_come_again() -> None:
    client = Client()
    assert [ask(client, "192.0.2.1") for _time in range(4)] == [200, 200, 200, 429]
    refused = client.get("/search/?q=志愿", headers={"x-forwarded-for": "192.0.2.1"})
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 86_400
    assert "请求过于频繁" in refused.content.decode()
    assert ask(client, "192.0.2.2") == 200


def test_what_a_visitor_claims_before_the_proxys_entry_is_no_way_around() -> None:
    client = Client()
    assert [ask(client, f"198.51.100.{number}, 192.0.2.1") for number in range(4)][-1] == 429


def test_addresses_of_one_line_are_one() -> None:
    client = Client()
    asked = [ask(client, f"2001:db8:1:2::{number}") for number in range(4)]
    assert asked == [200, 200, 200, 429]
    assert ask(client, "2001:db8:1:3::1") == 200
    assert ask(client, "nonsense") == 200


def test_what_watches_the_site_and_the_api_are_not_counted() -> None:
    client = Client()
    for page in ("/healthz", "/api/v1/openapi.json", "/healthz", "/healthz"):
        assert ask(client, "192.0.2.1", page) == 200
    assert ask(client, "192.0.2.1") == 200


def test_programs_are_told_in_their_form() -> None:
    client = Client()
    for _time in range(3):
        ask(client, "192.0.2.1")
    refused = client.get("/search.json", headers={"x-forwarded-for": "192.0.2.1"})
    assert (refused.status_code, refused.headers["Content-Type"]) == (429, "application/problem+json")
    assert refused.headers["Retry-After"]
