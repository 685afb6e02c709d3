"""What an article's page says of itself to programs, whatever the page holds."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest

from tests.factories import make_article, make_event, make_finding, make_hubei, make_source

pytestmark = pytest.mark.django_db

SITE = "http://testserver"


def head_of(client, article) -> str:
    html = client.get(article.get_absolute_url()).content.decode()
    return html[: html.index("<body")]


def linked_data(client, article) -> dict:
    return json.loads(
        re.search(r'<script type="application/ld\+json">(.*?)</script>', head_of(client, article), re.S)[1]
    )


def tags(client, article) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)">', head_of(client, article)):
        found.setdefault(name, []).append(unescape(value))
    return found


@pytest.fixture
def article():
    make_hubei()
    article = make_article(
        "工作推进会召开",
        "7月7日,推进会在武汉市百步亭社区召开。",
        date="2013-07-07",
        published="2013-12-31",
        publisher=make_source("公益新闻"),
        authors=["吴慧", "李姗"],
        url="https://news.example/1",
        event=make_event(),
    )
    make_finding(article, "region", "420102", role="venue", quote="武汉市")
    make_finding(article, "organisation", "市志愿服务联合会", role="organiser", quote="推进会")
    return article


def test_the_article_is_a_news_article_about_an_event(client, article):
    data = linked_data(client, article)
    address = f"{SITE}/articles/{article.pk}/"
    assert (data["@context"], data["@type"], data["@id"]) == ("https://schema.org", "NewsArticle", address)
    assert data["headline"] == "工作推进会召开"
    assert data["datePublished"] == "2013-12-31"
    assert data["author"] == [{"@type": "Person", "name": "吴慧"}, {"@type": "Person", "name": "李姗"}]
    assert data["publisher"] == {"@type": "Organization", "name": "公益新闻"}
    assert data["inLanguage"] == "zh-Hans"
    assert data["isBasedOn"] == "https://news.example/1"
    event = data["about"]
    assert (event["@type"], event["startDate"]) == ("Event", "2013-07-07")
    assert event["location"][0]["name"] == "湖北省 武汉市 江岸区"
    assert event["organizer"] == [{"@type": "Organization", "name": "市志愿服务联合会"}]
    assert event["@id"] == f"{SITE}/events/{article.event_id}/"


def test_reference_managers_find_a_newspaper_article(client, article):
    found = tags(client, article)
    assert found["citation_title"] == ["工作推进会召开"]
    assert found["citation_author"] == ["吴慧", "李姗"]
    assert found["citation_publication_date"] == ["2013/12/31"]
    assert found["DC.type"] == ["newspaperArticle"]
    assert found["DC.source"] == ["公益新闻"]
    assert "citation_journal_title" not in found
    assert found["og:url"] == [f"{SITE}/articles/{article.pk}/"]
    assert f'<link rel="canonical" href="{SITE}/articles/{article.pk}/">' in head_of(client, article)


def test_the_reference_is_on_the_page(client, article):
    html = client.get(article.get_absolute_url()).content.decode()
    given = re.search(r'<p class="citation"[^>]*>([^<]+)</p>', html)[1]
    assert re.fullmatch(
        rf"吴慧, 李姗\. 工作推进会召开\[N/OL\]\. 公益新闻, 2013-12-31\[\d{{4}}-\d\d-\d\d\]\. {SITE}/articles/{article.pk}/",
        given,
    )


def test_a_title_cannot_end_the_data_block(client):
    evil = '</script><script>alert(1)</script><!-- " \u2028 & \x01'
    article = make_article(evil, evil, authors=[evil], claimed_source=evil, url='https://e.example/"></script>')
    head = head_of(client, article)
    assert head.count("<script") == head.count("</script>")
    assert "<script>alert" not in head
    assert "<!--" not in head
    assert linked_data(client, article)["headline"] == evil.strip()


def test_a_title_cannot_end_a_tags_value(client):
    article = make_article('"><img src=x onerror=alert(1)>', "文")
    assert "<img" not in head_of(client, article)
    assert tags(client, article)["citation_title"] == ['"><img src=x onerror=alert(1)>']


def test_an_address_that_is_no_web_address_is_not_said_to_be_the_source(client):
    assert "isBasedOn" not in linked_data(client, make_article(url="javascript:alert(1)"))


def test_a_month_is_not_given_out_as_a_day(client):
    article = make_article("推进会", "7月。", date="2013-07")
    event = linked_data(client, article)["about"]
    assert event["startDate"] == "2013-07"
    assert "endDate" not in event


def test_an_event_of_which_nothing_is_known_is_left_out(client):
    assert "about" not in linked_data(client, make_article("推进会", "无。"))


def test_personal_data_is_masked_in_all_of_it(client):
    article = make_article("小学生王小明的新书包", "小学生王小明收到新书包,电话13812345678。", authors=["王小明"])
    head = head_of(client, article)
    assert "王小明" not in head
    assert "13812345678" not in head
