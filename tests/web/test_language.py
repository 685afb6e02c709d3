"""The interface's language: the operator's choice first, then the reader's; the browser's list is not asked."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.django_db


def test_a_reader_sees_chinese_whatever_the_browser_prefers(client):
    response = client.get("/about/", headers={"accept-language": "en-US,en"})
    assert response.headers["Content-Language"] == "zh-hans"
    assert '<html lang="zh-hans"' in response.text


def test_a_reader_who_chose_english_keeps_it(client):
    client.post("/language/", {"language": "en", "next": "/about/"})
    assert client.get("/about/").headers["Content-Language"] == "en"


def test_on_an_english_site_a_reader_can_choose_chinese(client, settings):
    settings.SITE_LANGUAGE = "en"
    assert '<html lang="en"' in client.get("/about/").text
    client.post("/language/", {"language": "zh-hans", "next": "/about/"})
    page = client.get("/about/").text
    assert '<html lang="zh-hans"' in page
    assert "检索" in page and "Search" not in page
