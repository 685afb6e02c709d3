"""A new version of a page: what staff decided stays, and is asked about again where the text changed under it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from archive.ingest.store import store_article
from archive.models import Article, ArticleState, Doubt, Finding, Origin, Source, public_text
from archive.records import Finding as FindingRecord
from archive.review.decisions import restate
from archive.review.stated import read_stated
from tests.ingest.factories import BODY, make_draft, make_event_date, make_page, make_region

pytestmark = pytest.mark.django_db

URL = "http://news.example.cn/1.html"
LONGER = BODY + "\n补充一段。"


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path: Path) -> None:
    settings.FILES_DIR = tmp_path / "files"


def store(body: str = BODY, findings: tuple[FindingRecord, ...] = (), raw: str = "", **draft: Any) -> Article:
    stored = store_article(make_page(raw or body, url=URL), make_draft(body=body, **draft), findings)
    return Article.objects.get(pk=stored.article.pk)


def add_staff_finding(article: Article, quote: str) -> Finding:
    at = article.text.find(quote)
    return Finding.objects.create(
        article=article,
        kind="headcount",
        value="110",
        quote=quote,
        start=at,
        end=at + len(quote),
        origin=Origin.STAFF,
        state="accepted",
    )


def reread(row: Finding) -> Finding:
    row.refresh_from_db()
    return row


def test_a_staff_finding_keeps_its_value_and_follows_its_words() -> None:
    row = add_staff_finding(store(), "110名志愿者代表")
    article = store("先有一段。\n" + BODY)
    assert (reread(row).value, row.doubt) == ("110", Doubt.CHANGED)
    assert article.text[row.start : row.end] == "110名志愿者代表"


def test_a_staff_finding_whose_words_are_gone_says_so() -> None:
    row = add_staff_finding(store(), "110名志愿者代表")
    store(BODY.replace("110名", "120名"))
    assert (reread(row).doubt, row.start, row.end) == (Doubt.GONE, None, None)


def test_other_bytes_with_the_same_text_ask_nothing() -> None:
    article = store()
    row = add_staff_finding(article, "110名志愿者代表")
    store(raw=BODY + "<!-- another advertisement -->")
    assert article.versions.count() == 2
    assert reread(row).doubt == Doubt.NONE


def test_the_rows_in_doubt_can_be_listed() -> None:
    row = add_staff_finding(store(), "110名志愿者代表")
    store(LONGER, (make_region(),))
    assert list(Finding.objects.exclude(doubt=Doubt.NONE)) == [row]


def test_what_staff_called_wrong_stays_wrong_in_the_new_version() -> None:
    article = store(findings=(make_region(), make_event_date()))
    wrong = article.findings.get(kind="region")
    wrong.state = "rejected"
    wrong.save()
    store(LONGER, (make_region(), make_region("310000", quote="上海"), make_event_date()))
    assert (reread(wrong).state, wrong.doubt) == ("rejected", Doubt.NONE)
    assert sorted(article.findings.values_list("value", "state")) == [
        ("2013-07-07", "proposed"),
        ("310000", "proposed"),
        ("420100", "rejected"),
    ]


def test_a_decision_about_other_words_than_before_is_asked_about() -> None:
    row = store(findings=(make_region(),)).findings.get()
    Finding.objects.update(state="accepted")
    store(LONGER, (make_region(quote="来自江城", start=3, end=7),))
    assert (reread(row).state, row.quote, row.start, row.doubt) == ("accepted", "来自江城", 3, Doubt.CHANGED)


def test_what_staff_called_right_stays_though_it_is_found_no_more() -> None:
    row = store(findings=(make_event_date(start=11, end=16),)).findings.get()
    Finding.objects.update(state="accepted")
    article = store(LONGER, (make_event_date("2014-01-01"),))
    assert (reread(row).doubt, row.start, row.position) == (Doubt.GONE, None, 1)
    assert article.event_edtf == "2014-01-01"


def test_a_wrong_finding_that_is_gone_asks_nothing_and_is_known_when_it_comes_back() -> None:
    row = store(findings=(make_region(),)).findings.get()
    Finding.objects.update(state="rejected")
    store(LONGER)
    assert reread(row).doubt == Doubt.NONE
    article = store(BODY + "\n第三版。", (make_region(),))
    assert [(found.pk, found.state) for found in article.findings.all()] == [(row.pk, "rejected")]


def test_a_number_released_by_staff_stays_released_wherever_it_moves() -> None:
    body = f"{BODY}\n热线电话13812345678。"
    released = store(body, (_number(body),)).findings.get()
    Finding.objects.update(state="rejected")
    moved = f"新的一段。\n{body}\n另有13987654321。"
    other = moved.replace("13812345678", "x" * 11)
    article = store(moved, (_number(moved), _number(other, "13987654321")))
    seen = public_text(article, article.findings.all())
    assert "13812345678" in seen.body and "13987654321" not in seen.body
    assert reread(released).state == "rejected"


def _number(body: str, number: str = "13812345678") -> FindingRecord:
    start = make_draft(body=body).text.index(number)
    return make_region("mobile", kind="personal_data", role="", quote="1**", start=start, end=start + len(number))


def test_fields_that_staff_edited_keep_their_words() -> None:
    article = store(original_source="转自网络", dateline="本报讯")
    publisher = Source.objects.create(name="江城晚报")
    Article.objects.update(title="人工改的题", claimed_source="江城日报", publisher=publisher)
    start = make_draft(body=LONGER, title="网页的新题目").text.index("7月7日上午")
    words = make_event_date(start=start, end=start + 6, quote="7月7日上午")
    article = store(LONGER, (words,), title="网页的新题目", original_source="某网", dateline="本报江城电")
    assert (article.title, article.claimed_source, article.publisher) == ("人工改的题", "江城日报", publisher)
    assert (article.dateline, article.doubt) == ("本报江城电", Doubt.CHANGED)
    found = article.findings.get()
    assert article.text[found.start : found.end] == "7月7日上午"


def test_dates_and_authors_that_staff_corrected_stay() -> None:
    article = store()
    typed = {"published": "2013-07-09 10:00", "original_published": "2013-07", "authors": "吴慧"}
    restate(article, read_stated(article, typed))
    article = store(LONGER)
    assert (article.published, article.published_precision) == ("2013-07-09T10:00:00+08:00", "minute")
    assert (article.original_published, article.authors) == ("2013-07", ["吴慧"])
    assert article.published_on == dt.date(2013, 7, 9) and article.doubt == Doubt.CHANGED


def test_an_article_nobody_decided_about_follows_its_page_without_a_question() -> None:
    store(original_source="转自网络")
    article = store(LONGER, title="网页的新题目", original_source="某网")
    assert (article.title, article.claimed_source, article.doubt) == ("网页的新题目", "某网", Doubt.NONE)


def test_a_withdrawn_article_whose_page_changed_stays_withdrawn_and_is_asked_about() -> None:
    store()
    Article.objects.update(state=ArticleState.WITHDRAWN)
    article = store(LONGER)
    assert (article.state, article.doubt) == (ArticleState.WITHDRAWN, Doubt.CHANGED)
