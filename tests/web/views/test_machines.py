"""What crawlers and browsers are told."""

from __future__ import annotations

import pytest

from archive.models import Article
from archive.review.decisions import withdraw
from tests.factories import make_article, make_event
from tests.schemas import schema_errors

pytestmark = pytest.mark.django_db


def test_the_sitemap_lists_public_articles_and_events_only(client):
    shown = make_article("志愿", "服务。", event=make_event())
    hidden = make_article("撤回", "服务。", event=make_event())
    withdraw(Article.objects.get(pk=hidden.pk), "测试")
    index = client.get("/sitemap.xml")
    assert schema_errors(index.content, "sitemap") == []
    assert b"sitemap-articles.xml" in index.content
    for section, path in (("articles", "articles/{}"), ("events", "events/{}")):
        response = client.get(f"/sitemap-{section}.xml")
        assert schema_errors(response.content, "sitemap") == []
        number = {"articles": (shown.pk, hidden.pk), "events": (shown.event_id, hidden.event_id)}[section]
        assert f"http://testserver/{path.format(number[0])}/" in response.content.decode()
        assert f"http://testserver/{path.format(number[1])}/" not in response.content.decode()
    assert b"/regions/" in client.get("/sitemap-pages.xml").content


def test_an_empty_archive_has_a_valid_sitemap(client):
    for address in ("/sitemap.xml", "/sitemap-articles.xml"):
        assert schema_errors(client.get(address).content, "sitemap") == []


def test_crawlers_are_kept_out_of_combinations_of_filters(client):
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert {"Disallow: /search/", "Disallow: /search.", "Disallow: /api/"} <= set(lines)
    assert "Sitemap: http://testserver/sitemap.xml" in lines


def test_a_browser_can_add_the_archive_to_its_search_engines(client, settings):
    response = client.get("/opensearch.xml")
    assert response.headers["Content-Type"] == "application/opensearchdescription+xml"
    assert schema_errors(response.content, "opensearch") == []
    assert b"http://testserver/search/?q={searchTerms}" in response.content
    settings.SITE_NAME = "甲 & <乙>" * 20
    assert schema_errors(client.get("/opensearch.xml").content, "opensearch") == []
