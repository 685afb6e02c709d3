"""What readers may not learn about private persons is on no page, in no file and behind no search."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from archive.accounts.roles import give_role
from archive.ingest.originals import write_original
from archive.models import Article, ArticleVersion, RoleCode, SavedFile
from archive.search.indexing import index_stale
from tests.factories import make_article, make_event, make_finding

pytestmark = pytest.mark.django_db

PHONE, IDENTITY, CHILD, HELPED = "13812345678", "110101199003078515", "王小明", "李明哲"
RAW = (PHONE, IDENTITY, CHILD, HELPED)
BODY = f"小学生{CHILD}收到新书包,受助学生{HELPED}说谢谢。\n联系电话{PHONE},身份证号{IDENTITY}。\n{CHILD}一早就来了,志愿者很高兴。"
MARKUP = f"""<html><head><title>新书包</title><meta name="description" content="电话{PHONE}"></head><body>
<h1>小学生{CHILD}的新书包</h1><p>小学生<b>王小</b>明收到新书包,受助学生{HELPED}说谢谢。</p>
<img src="a.jpg" alt="{CHILD}与志愿者"><img src="b.jpg" alt="活动现场"><a href="https://news.example/{CHILD}" title="{CHILD}">更多</a>
<p>联系电话138<span>1234</span>5678,身份证号{IDENTITY}。</p></body></html>"""


def store(article: Article, data: bytes, media_type: str = "text/html", name: str = "page.html") -> None:
    file = SavedFile.objects.create(sha256=write_original(data), media_type=media_type, size=len(data), name=name)
    article.current_version = ArticleVersion.objects.create(
        article=article, number=1, saved_file=file, title=article.title, body=article.body, draft={}
    )
    article.save()


@pytest.fixture
def article():
    article = make_article(
        f"{CHILD}的新书包",
        BODY,
        subtitle=f"{CHILD}一家",
        captions=[f"{CHILD}与志愿者"],
        authors=[CHILD],
        event=make_event(f"{CHILD}的新书包"),
    )
    make_finding(article, "person", CHILD, quote=CHILD, data={"role": "小学生"})
    make_finding(article, "event_type", "care-visit", quote=f"小学生{CHILD}收到新书包")
    make_finding(article, "personal_data", "mobile", quote=f"电话{PHONE}", start=1, end=2)
    make_article("另一篇", "志愿者很高兴。", event=article.event)
    store(article, MARKUP.encode(), name=f"{CHILD}.html")
    index_stale()
    return article


def addresses(article: Article) -> list[str]:
    search = [reverse("search") + f"?q={words}" for words in ("志愿者", "新书包", "联系电话")]
    return [
        "/",
        article.get_absolute_url(),
        reverse("original", args=[article.pk]),
        reverse("event", args=[article.event_id]),
        *search,
        *(address.replace("/search/", "/search.json") for address in search),
        *(address.replace("/search/", "/api/v1/search") for address in search),
        f"/api/v1/articles/{article.pk}",
        f"/api/v1/events/{article.event_id}",
    ]


def test_no_public_answer_holds_any_of_it(client, article):
    for address in addresses(article):
        response = client.get(address)
        assert response.status_code == 200, address
        assert [raw for raw in RAW if raw in response.content.decode()] == [], address


@pytest.mark.parametrize("raw", RAW)
def test_searching_for_it_finds_nothing(client, article, raw):
    assert client.get(f"/search.json?q={raw}").json()["total"] == 0
    assert client.get("/search.json?q=志愿者").json()["total"] == 2


def test_the_article_says_what_is_left(client, article):
    html = client.get(article.get_absolute_url()).content.decode()
    assert "小学生王●●收到新书包" in html
    assert "个人信息" not in html


def test_the_stored_original_is_masked_across_tags_and_keeps_the_words_of_pictures(client, article):
    html = client.get(reverse("original", args=[article.pk])).content.decode()
    stored = html[html.index('<div class="stored"') : html.index("</main>")]
    assert "小学生<b>王●</b>●收到新书包" in stored
    assert "138" not in stored
    assert "〔活动现场〕" in stored
    assert "〔王●●与志愿者〕" in stored
    assert ">更多</a>" in stored


def test_the_very_bytes_are_for_staff(client, article):
    address = reverse("original", args=[article.pk]) + "?download=1"
    assert "download=1" not in client.get(article.get_absolute_url()).content.decode()
    refused = client.get(address)
    assert refused.status_code == 403
    assert "个人信息" in refused.content.decode()
    client.force_login(User.objects.create_user("reader"))
    assert client.get(address).status_code == 403
    reader = User.objects.create_user("staff")
    give_role(reader, RoleCode.READER)
    client.force_login(reader)
    assert client.get(address).content == MARKUP.encode()
    assert client.get(address).headers["Cache-Control"] == "private, no-store"


def test_bytes_that_hold_it_where_no_reader_looks_are_kept_as_well(client):
    article = make_article("净滩", "志愿者在江滩清理垃圾。")
    store(article, f"<p>志愿者在江滩清理垃圾。</p><!-- 小编电话 {PHONE} -->".encode())
    assert client.get(reverse("original", args=[article.pk]) + "?download=1").status_code == 403


def test_bytes_without_any_are_for_everybody(client):
    article = make_article("净滩", "志愿者在江滩清理垃圾。")
    store(article, "<p>志愿者在江滩清理垃圾。</p>".encode())
    assert client.get(reverse("original", args=[article.pk]) + "?download=1").status_code == 200
    assert "download=1" in client.get(reverse("original", args=[article.pk])).content.decode()


def test_what_staff_released_is_shown_again(client, article):
    start = article.text.index(PHONE)
    make_finding(article, "personal_data", "mobile", start=start, end=start + 11, state="rejected")
    html = client.get(article.get_absolute_url()).content.decode()
    assert PHONE in html
    assert IDENTITY not in html


def test_plain_text_is_masked_too(client):
    article = make_article("净滩", "志愿者在江滩清理垃圾。")
    store(article, f"净滩\n志愿者在江滩清理垃圾。\n<b>电话</b>{PHONE}".encode(), "text/plain", "a.txt")
    html = client.get(reverse("original", args=[article.pk])).content.decode()
    assert PHONE not in html
    assert "&lt;b&gt;电话&lt;/b&gt;●●●" in html
