"""The search page in parts: what was used keeps the focus, the count is announced, Back works, failures are told."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture
def page(new_page) -> Page:
    return new_page(1280)


def is_same_page(page: Page) -> bool:
    """Whether the page was never loaded anew since it was marked."""
    return page.evaluate("window.mark === 1")


def test_a_box_keeps_the_focus_and_the_count_is_announced(page: Page):
    page.goto("/search/?q=志愿服务")
    page.evaluate("window.mark = 1")
    page.get_by_role("checkbox", name="培训").focus()
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile("type=training$"))
    expect(page.get_by_role("checkbox", name="培训")).to_be_focused()
    expect(page.get_by_role("checkbox", name="培训")).to_be_checked()
    expect(page.locator("#announce")).to_have_text(re.compile("^3 篇报道"))
    expect(page).to_have_title(re.compile("^志愿服务"))
    assert is_same_page(page)


def test_dates_sort_and_pages_update_in_place(page: Page):
    page.goto("/search/?per_page=5")
    page.evaluate("window.mark = 1")
    page.get_by_label("从", exact=True).fill("2012")
    page.get_by_label("到", exact=True).focus()
    expect(page).to_have_url(re.compile(r"from=2012&per_page=5$"))
    expect(page.get_by_label("到", exact=True)).to_be_focused()
    page.get_by_role("link", name="最早").press("Enter")
    expect(page).to_have_url(re.compile(r"sort=oldest"))
    expect(page.get_by_role("link", name="最早")).to_be_focused()
    page.get_by_role("link", name="2", exact=True).click()
    expect(page).to_have_url(re.compile(r"page=2"))
    # Where a new page of hits begins is where a reader goes on.
    expect(page.locator(".hits h2 a").first).to_be_focused()
    page.get_by_label("日期种类").focus()
    page.get_by_label("日期种类").select_option("published")
    expect(page).to_have_url(re.compile(r"by=published"))
    expect(page.get_by_label("日期种类")).to_be_focused()
    assert is_same_page(page)


def test_back_and_forward_go_from_state_to_state(page: Page):
    page.goto("/search/")
    page.evaluate("window.mark = 1")
    page.get_by_role("checkbox", name="会议").check()
    expect(page.locator("h1 b")).to_have_text("5")
    page.get_by_role("checkbox", name="山东省").check()
    expect(page.locator("h1 b")).to_have_text("1")
    page.go_back()
    expect(page.locator("h1 b")).to_have_text("5")
    expect(page.get_by_role("checkbox", name="山东省")).not_to_be_checked()
    page.go_forward()
    expect(page.locator("h1 b")).to_have_text("1")
    # The filters found again are the search's, and work.
    page.get_by_role("checkbox", name="会议").uncheck()
    expect(page.locator("h1 b")).to_have_text("3")
    assert is_same_page(page)


def test_new_words_and_the_language_keep_what_was_chosen_meanwhile(page: Page):
    page.goto("/search/")
    page.get_by_role("checkbox", name="会议").check()
    expect(page).to_have_url(re.compile("type=meeting$"))
    page.get_by_label("检索词").fill("临沂")
    page.get_by_role("button", name="检索", exact=True).click()
    expect(page).to_have_url(re.compile(r"/search/\?q=[^&]+&type=meeting$"))
    page.get_by_role("checkbox", name="山东省").check()
    expect(page).to_have_url(re.compile("region=370000"))
    page.get_by_role("button", name="English").click()
    expect(page).to_have_url(re.compile("region=370000&type=meeting$"))


def test_counties_come_when_a_city_is_unfolded(page: Page):
    page.goto("/search/")
    page.locator("details[data-key='region 420000'] > summary").click()
    page.locator("details[data-key='region 420100'] > summary").click()
    page.get_by_role("checkbox", name="江岸区").check()
    expect(page.locator(".chip")).to_contain_text("江岸区")
    expect(page.get_by_role("checkbox", name="江岸区")).to_be_focused()
    expect(page.locator("h1 b")).to_have_text("5")


def test_the_map_chooses_a_region_and_shows_its_parts(page: Page):
    page.goto("/search/?type=meeting")
    page.get_by_role("group", name="列表或地图").get_by_role("link", name="地图").click()
    page.locator(".map").get_by_role("link", name="湖北省").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("region=420000&type=meeting&show=map$"))
    expect(page.locator(".map").get_by_role("link", name="武汉市")).to_be_visible()
    page.locator("#map-back").click()
    expect(page).to_have_url(re.compile(r"\?type=meeting&show=map$"))


def test_a_failed_answer_is_told_and_leaves_what_was_there(page: Page, new_page):
    page.goto("/search/")
    page.route("**/search/?*", lambda route: route.fulfill(status=503, body="away"))
    page.get_by_role("checkbox", name="会议").check()
    expect(page.get_by_role("alert")).to_contain_text("没有取到结果")
    expect(page.locator("h1 b")).to_have_text("11")
    page.unroute("**/search/?*")
    page.get_by_role("link", name="再试一次").click()
    expect(page.locator("h1 b")).to_have_text("5")
    assert all("503" in words for words in new_page.complaints)
    new_page.complaints.clear()


def test_a_slow_answer_is_told_and_a_newer_choice_wins(page: Page):
    page.goto("/search/")

    def hold(route):
        """Leaves the request without an answer."""

    page.route("**/search/?*", hold)
    page.get_by_role("checkbox", name="会议").check()
    expect(page.locator("#announce")).to_have_text("正在查找……")
    expect(page.locator("#search")).to_have_attribute("aria-busy", "true")
    page.unroute_all()
    page.get_by_role("checkbox", name="培训").check()
    expect(page.locator("h1 b")).to_have_text("8")


def test_what_is_typed_meanwhile_is_kept(page: Page):
    page.goto("/search/")
    held = []

    def hold(route):
        held.append(route)

    page.route("**/search/?*", hold)
    with page.expect_request("**/search/?*"):
        page.get_by_role("checkbox", name="会议").check()
    page.get_by_label("到", exact=True).press_sequentially("2013")
    held.pop().continue_()
    expect(page.locator("h1 b")).to_have_text("5")
    expect(page.get_by_label("到", exact=True)).to_be_focused()
    expect(page.get_by_label("到", exact=True)).to_have_value("2013")
    page.unroute_all()
    page.get_by_label("到", exact=True).press("Tab")
    expect(page).to_have_url(re.compile("type=meeting&to=2013$"))
    page.get_by_role("checkbox", name="会议").uncheck()
    page.get_by_label("检索词").press_sequentially("临沂")
    expect(page).to_have_url(re.compile(r"\?to=2013$"))
    expect(page.get_by_label("检索词")).to_have_value("临沂")


def test_by_keyboard_alone_from_the_box_to_an_article_and_back(page: Page):
    page.goto("/search/")
    page.keyboard.press("/")
    expect(page.get_by_label("检索词")).to_be_focused()
    page.keyboard.type("推进会")
    page.keyboard.press("Enter")
    expect(page.locator("h1 b")).to_have_text("2")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="快捷键")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("j")
    expect(page.locator(".hits h2 a").nth(0)).to_be_focused()
    page.keyboard.press("j")
    expect(page.locator(".hits h2 a").nth(1)).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/articles/\d+/$"))


def test_the_keys_can_be_switched_off_and_stay_off(page: Page):
    page.goto("/search/")
    page.get_by_role("button", name="快捷键").click()
    page.get_by_label("启用单键快捷键").uncheck()
    page.keyboard.press("Escape")
    page.reload()
    page.keyboard.press("/")
    expect(page.get_by_label("检索词")).not_to_be_focused()


def test_colours_are_switched_on_the_page_and_kept_without_a_flash(page: Page):
    page.goto("/search/")
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    light = page.evaluate(ground)
    page.get_by_role("button", name="改为浅色").click()
    page.get_by_role("button", name="改为深色").click()
    dark = page.evaluate(ground)
    assert dark != light
    page.reload(wait_until="commit")
    assert page.evaluate(ground) == dark
    expect(page.get_by_role("button", name="改为随系统")).to_be_visible()
