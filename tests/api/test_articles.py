from __future__ import annotations

import pytest

from archive.models import ArticleState, ArticleVersion, Relation, SavedFile
from tests.factories import make_article, make_event, make_event_type, make_finding, make_hubei, make_source

pytestmark = pytest.mark.django_db

CONTRACT_KEYS = {
    "id", "url", "title", "subtitle", "published", "publisher", "original_source", "original_published", "authors",
    "editor", "script", "views", "body", "captions", "channel", "event_dates", "regions", "event_types",
    "organisations", "people", "programmes", "amounts", "headcounts", "page_class", "flags", "warnings",
    "event", "source", "findings", "versions", "reprint_of",
}  # fmt: skip


def make_version(article, draft):
    file = SavedFile.objects.create(sha256=f"{article.pk:064d}", media_type="text/plain", size=1, name="a.txt")
    article.current_version = ArticleVersion.objects.create(
        article=article, number=1, saved_file=file, title=article.title, body=article.body, draft=draft
    )
    article.save()


@pytest.fixture
def article():
    make_hubei()
    make_event_type("meeting", "会议")
    article = make_article(
        "推进会",
        "7月7日,推进会在武汉召开。",
        date="2013-07-07",
        published="2013-12-31",
        publisher=make_source("公益新闻"),
        event=make_event(),
        url="https://news.example/1",
    )
    make_finding(article, "region", "420100", role="venue", quote="武汉", start=12, end=14)
    make_finding(article, "region", "420500", role="venue", quote="武汉", state="rejected")
    published = {"value": "2013-12-31", "precision": "day", "quote": "2013-12-31 13:58", "rule": "label_line"}
    make_version(article, {"published": published})
    return article


def test_an_article_has_the_public_shape(client, article):
    answer = client.get(f"/api/v1/articles/{article.pk}").json()
    assert set(answer) >= CONTRACT_KEYS
    assert answer["id"] == article.pk
    assert answer["url"] == f"/articles/{article.pk}/"
    assert answer["original_url"] == "https://news.example/1"
    assert answer["source"] == {"id": article.publisher_id, "name": "公益新闻"}
    assert answer["published"]["quote"] == "2013-12-31 13:58"
    assert answer["event_dates"][0]["start"] == "2013-07-07"
    assert answer["versions"] == 1


def test_rejected_findings_are_listed_but_count_for_nothing(client, article):
    answer = client.get(f"/api/v1/articles/{article.pk}").json()
    assert [region["code"] for region in answer["regions"]] == ["420100"]
    regions = [(row["value"], row["origin"], row["state"]) for row in answer["findings"] if row["kind"] == "region"]
    assert regions == [("420100", "machine", "proposed"), ("420500", "machine", "rejected")]


def test_a_date_staff_set_no_longer_claims_the_pages_words(client, article):
    article.published = "2014-01-01"
    article.save()
    published = client.get(f"/api/v1/articles/{article.pk}").json()["published"]
    assert (published["value"], published["quote"], published["rule"]) == ("2014-01-01", "", "staff")


@pytest.mark.parametrize(("state", "status"), [(ArticleState.WITHDRAWN, 410), (ArticleState.REJECTED, 404)])
def test_what_is_not_public_is_a_problem(client, article, state, status):
    article.state = state
    article.save()
    response = client.get(f"/api/v1/articles/{article.pk}")
    assert response.status_code == status
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json()["status"] == status
    assert "武汉" not in response.content.decode()


def test_an_event_lists_its_public_reports_lead_first(client, article):
    event = article.event
    event.lead = article
    event.save()
    copy = make_article("转载", event=event, relation=Relation.REPRINT, reprint_of=article, published="2013-01-01")
    make_article("撤下", event=event, state=ArticleState.WITHDRAWN)
    answer = client.get(f"/api/v1/events/{event.pk}").json()
    assert {"id", "title", "date", "regions", "event_types", "lead", "articles"} <= set(answer)
    assert answer["lead"] == article.pk
    assert answer["date"]["start"] == "2013-07-07"
    assert answer["regions"] == [{"code": "420100", "name": "武汉市", "path": ["湖北省", "武汉市"]}]
    assert [(row["id"], row["relation"]) for row in answer["articles"]] == [(article.pk, "lead"), (copy.pk, "reprint")]


@pytest.mark.parametrize("path", ["articles/999", f"articles/{10**30}", "events/9", "nothing"])
def test_what_is_not_there_is_a_problem_document(client, path):
    response = client.get(f"/api/v1/{path}")
    assert response.status_code == 404
    assert response.headers["Content-Type"] == "application/problem+json"


def test_answers_ask_few_questions(client, article, django_assert_max_num_queries):
    for number in range(20):
        make_article(f"报道{number}", event=article.event, publisher=make_source(f"来源{number}"))
    with django_assert_max_num_queries(12):
        client.get(f"/api/v1/articles/{article.pk}")
    with django_assert_max_num_queries(12):
        client.get(f"/api/v1/events/{article.event_id}")


RAW = ("13812345678", "110101199003078515", "王小明", "李明哲")


@pytest.fixture
def private(article):
    """A page that names a child and gives a phone, with the raw words in every column they could reach."""
    article.title = "小学生王小明收到新书包"
    article.body = "受助学生李明哲说:谢谢叔叔。\n联系电话13812345678,身份证号110101199003078515。\n王小明一早就来了。"
    article.subtitle = "记者见到王小明"
    article.captions = ["王小明与志愿者"]
    article.authors = ["王小明"]
    article.quotes = {"authors": ["王小明 13812345678"]}
    article.save()
    make_finding(article, "person", "王小明", quote="王小明", data={"role": "王小明的同学"})
    make_finding(article, "organisation", "红领巾书屋", quote="小学生王小明收到", data={"note": "13812345678"})
    make_finding(article, "personal_data", "mobile", quote="电话13812345678")
    return article


def test_personal_data_is_nowhere_in_an_answer(client, private):
    answer = client.get(f"/api/v1/articles/{private.pk}").content.decode()
    assert [raw for raw in RAW if raw in answer] == []
    assert "personal_data" not in answer
    assert "●" in answer
    event = client.get(f"/api/v1/events/{private.event_id}").content.decode()
    assert [raw for raw in RAW if raw in event] == []


def test_offsets_of_findings_hold_in_the_masked_text(client, private):
    start = private.text.index("13812345678")
    make_finding(private, "programme", "联系电话", quote="联系电话13812345678", start=start - 4, end=start + 11)
    answer = client.get(f"/api/v1/articles/{private.pk}").json()
    row = next(row for row in answer["findings"] if row["kind"] == "programme")
    text = f"{answer['title']}\n{answer['body']}"
    assert text[row["start_offset"] : row["end_offset"]] == row["quote"] == "联系电话" + "●" * 11
