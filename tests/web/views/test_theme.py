"""Light or dark: kept in a cookie the server reads, so that no page comes in the wrong colours first."""

from __future__ import annotations

import re

import pytest

pytestmark = pytest.mark.django_db


def dark_media(html: str) -> str:
    return re.search(r'css/dark[\w.]*css" id="dark" media="([^"]+)"', html)[1]


def test_until_a_reader_chooses_the_system_decides(client):
    html = client.get("/about/").text
    assert dark_media(html) == "screen and (prefers-color-scheme: dark)"
    assert '<meta name="color-scheme" content="light dark">' in html


@pytest.mark.parametrize(("theme", "media"), [("dark", "screen"), ("light", "not all")])
def test_the_next_page_comes_in_what_was_chosen(client, theme, media):
    response = client.post("/theme/", {"theme": theme, "next": "/search/?type=meeting"})
    assert response.headers["Location"] == "/search/?type=meeting"
    html = client.get("/about/").text
    assert dark_media(html) == media
    assert f'<meta name="color-scheme" content="{theme}">' in html


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example", ""])
def test_the_switch_leads_to_no_other_site(client, back):
    assert client.post("/theme/", {"theme": "dark", "next": back}).headers["Location"] == "/"


def test_what_is_no_theme_is_the_systems(client):
    client.post("/theme/", {"theme": '"><script>', "next": "/"})
    assert client.cookies["theme"].value == "auto"
    client.cookies["theme"] = "pink"
    assert dark_media(client.get("/about/").text) == "screen and (prefers-color-scheme: dark)"
