"""Staff at the review queue in a real browser: by keyboard, and two at once."""

from __future__ import annotations

import datetime as dt
import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from haystack import connections
from playwright.sync_api import Page, expect

from archive.accounts.roles import give_role, grant_rights
from archive.jobs.kinds import performers
from archive.jobs.running import run_next
from archive.models import Article, ReviewClaim, RoleCode
from archive.search.indexing import index_stale
from archive.triage.items import ask_about

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

TITLE = "江滩社区志愿者为独居老人理发"
BODY = (
    "本报宜昌5月16日电 5月16日上午，江滩社区志愿服务队在社区广场举行爱心义剪活动，三十多名志愿者为一百二十位老人理发。\n"
    "活动由江滩社区居委会主办，志愿者还为行动不便的老人上门服务，并送去米面粮油。社区负责人介绍，这样的活动每个月举行一次，"
    "已经坚持了六年，先后有两百多名志愿者参加，累计服务老人七千余人次。\n"
    "志愿者们说，看到老人们满意的笑容，再累也值得。下一步，社区还将邀请更多理发店加入进来，让更多老人受益。"
)


@pytest.fixture(autouse=True)
def _own_folders(settings, tmp_path: Path) -> Iterator[None]:
    """An index, originals and uploads of this test's own: what it writes to the database is taken back, files are not."""
    settings.DATA_DIR = tmp_path
    settings.FILES_DIR = tmp_path / "files"
    backend, options = connections["default"].get_backend(), connections.connections_info["default"]
    before = backend.path, options["PATH"]
    backend.path = options["PATH"] = str(tmp_path / "index")
    yield
    backend.path, options["PATH"] = before


@pytest.fixture
def staff_page(new_page, server) -> Callable[..., Page]:
    """A page of somebody who has logged in."""

    def make(name: str, role: RoleCode, width: int = 1280) -> Page:
        grant_rights()
        user = User.objects.create(username=name)
        give_role(user, role)
        client = Client()
        client.force_login(user)
        page = new_page(width)
        cookie = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": server}])
        return page

    return make


def upload(page: Page, body: str) -> Article:
    page.goto("/admin/ingest/")
    page.locator("[name=text]").fill(f"{TITLE}\n\n发布时间：2025-05-17\n来源：江滩社区报\n\n{body}\n")
    page.locator("[name=url]").fill("https://paper.example/2025/0517/a.html")
    page.get_by_role("button", name="入档", exact=True).click()
    expect(page.locator("#job")).to_contain_text("等待中")
    job = page.url
    page.goto("about:blank")
    assert run_next(performers(), threading.Event()).state == "finished"
    page.goto(job)
    expect(page.locator("#inputs")).to_contain_text(TITLE)
    return Article.objects.get(url__contains="paper.example")


def card(page: Page, words: str):
    return page.locator(".card:not(.rejected)", has_text=words).first


def correct_by_keys(page: Page, words: str, letters: str, chosen: str) -> None:
    """Go to a fact, type another value and take the first that is offered."""
    card(page, words).focus()
    page.keyboard.press("e")
    field = card(page, words).locator("[name=value]")
    expect(field).to_be_focused()
    page.keyboard.type(letters)
    expect(page.locator(".values [role=option]").first).to_contain_text(chosen)
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator(".card.staff", has_text=chosen[:2])).to_be_visible()


def test_from_upload_by_review_to_a_search_that_finds_the_corrected_place_and_keeps_it(staff_page):
    page = staff_page("editor", RoleCode.EDITOR)
    article = upload(page, BODY)
    page.goto(f"/admin/review/{article.pk}/")
    expect(page.frame_locator("#original iframe").locator("#stored")).to_contain_text("爱心义剪")
    place = card(page, "发生地")
    place.hover()
    expect(page.locator(".text .ev.on").first).to_be_visible()
    correct_by_keys(page, "发生地", "linyi", "临沂市")
    page.keyboard.press("x")
    expect(page).to_have_url(re.compile(r"/admin/review/"))
    assert Article.objects.get(pk=article.pk).state == "rejected"
    page.goto(f"/admin/review/{article.pk}/")
    page.get_by_role("button", name="仍是报道").click()
    expect(page.get_by_text("这一页已标为非报道")).to_have_count(0)
    page.keyboard.press("Shift+Enter")
    expect(page).not_to_have_url(re.compile(f"/{article.pk}/"))
    index_stale()
    page.goto("/search/?q=爱心义剪&region=371300")
    expect(page.locator(".hits h2 a")).to_have_text([re.compile("理发")])
    page.goto("/search/?q=爱心义剪&region=420500")
    expect(page.locator(".hits h2 a")).to_have_count(0)

    upload(page, BODY.replace("一百二十位", "一百三十位"))
    assert Article.objects.get(pk=article.pk).versions.count() == 2
    page.goto("/admin/review/?reason=doubt")
    page.get_by_role("link", name=TITLE).click()
    asked = page.locator(".card.staff", has_text="临沂")
    expect(asked).to_contain_text("依据已不在正文中")
    asked.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".card.staff", has_text="临沂")).not_to_contain_text("依据已不在正文中")
    index_stale()
    page.goto("/search/?q=爱心义剪 一百三十位&region=371300")
    expect(page.locator(".hits h2 a")).to_have_count(1)


def two_articles() -> list[int]:
    """Those of the small archive whose evidence stands apart, put into the queue."""
    keys = list(Article.objects.order_by("pk").values_list("pk", flat=True)[:2])
    Article.objects.filter(pk__in=keys).update(flags=["date_disagreement"])
    ask_about(keys)
    return keys


def test_two_reviewers_get_different_pages_and_overwrite_nothing(staff_page):
    first, second = two_articles()
    one, two = (staff_page(name, RoleCode.REVIEWER) for name in ("one", "two"))
    for page, number in ((one, first), (two, second)):
        page.goto("/admin/review/")
        page.get_by_role("button", name="开始审核").click()
        expect(page).to_have_url(re.compile(f"/admin/review/{number}/"))
    two.goto(f"/admin/review/{first}/")
    expect(two.locator(".notice")).to_contain_text("one 正在审这篇")

    ReviewClaim.objects.update(until=timezone.now() - dt.timedelta(seconds=1))
    two.reload()
    correct_by_keys(two, "发生地", "yichang", "宜昌市")
    ReviewClaim.objects.update(until=timezone.now() - dt.timedelta(seconds=1))
    card(one, "发生地").focus()
    one.keyboard.press("e")
    one.keyboard.type("临沂市")
    expect(one.locator(".values [role=option]").first).to_contain_text("临沂市")
    one.keyboard.press("Enter")
    one.keyboard.press("Enter")
    told = one.get_by_role("alert")
    expect(told).to_contain_text("您打开之后，这篇文章被改动了（two")
    expect(told).to_contain_text("临沂市（371300）")
    expect(one.locator(".edit[open] [name=value]")).to_have_value("临沂市（371300）")
    expect(one.locator(".card.staff", has_text="宜昌")).to_be_visible()


def test_selected_words_become_the_evidence(staff_page):
    (number, _other) = two_articles()
    page = staff_page("reviewer", RoleCode.REVIEWER)
    page.goto(f"/admin/review/{number}/")
    card(page, "会议").focus()
    page.locator("#text p").first.evaluate(
        """(line) => {
          const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
          let node = walker.nextNode();
          while (!node.data.includes("志愿者参加")) node = walker.nextNode();
          const range = document.createRange();
          range.setStart(node, node.data.indexOf("志愿者参加"));
          range.setEnd(node, node.data.indexOf("志愿者参加") + 5);
          getSelection().removeAllRanges();
          getSelection().addRange(range);
        }"""
    )
    page.keyboard.press("v")
    expect(card(page, "会议").locator("[name=quote]")).to_have_value("志愿者参加")
    page.keyboard.press("Enter")
    expect(page.locator(".card.staff")).to_contain_text("“志愿者参加”")
    expect(page.locator("#text .ev", has_text="志愿者参加").first).to_be_visible()


def test_keys_are_told_can_be_switched_off_and_leave_typing_alone(staff_page):
    (number, _other) = two_articles()
    page = staff_page("reviewer", RoleCode.REVIEWER)
    page.goto(f"/admin/review/{number}/")
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="快捷键")
    expect(dialog).to_contain_text("全部认可，下一篇")
    dialog.get_by_role("checkbox").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("x")
    page.keyboard.press("e")
    expect(page.locator("details.edit[open]")).to_have_count(0)
    page.get_by_role("button", name="快捷键").click()
    dialog.get_by_role("checkbox").check()
    page.keyboard.press("Escape")
    page.keyboard.press("t")
    title = page.locator("[name=title]")
    expect(title).to_be_focused()
    page.keyboard.type("xns")
    expect(title).to_have_value("xns")
    page.keyboard.press("Escape")
    expect(page.locator("details.edit[open]")).to_have_count(0)
    assert Article.objects.get(pk=number).state == "public"
