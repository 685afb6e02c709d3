from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def is_narrow(page: Page) -> bool:
    return page.viewport_size["width"] <= 900


def unfold(page: Page, part: str) -> None:
    """Open a part of the page that narrow windows show folded."""
    if is_narrow(page):
        page.locator(f"details.{part} > summary").click()


def tick(page: Page, *names: str) -> None:
    """Choose values among the filters; on narrow windows in their sheet."""
    if is_narrow(page):
        page.locator("#open-filters").click()
        expect(page.get_by_role("dialog", name="筛选")).to_be_visible()
    for name in names:
        page.get_by_role("checkbox", name=name).check()
        expect(page.get_by_role("checkbox", name=name)).to_be_focused()
    if is_narrow(page):
        page.get_by_role("button", name="查看").click()
        expect(page.get_by_role("dialog")).to_have_count(0)


def found(page: Page, number: int) -> None:
    expect(page.locator("h1 b")).to_have_text(str(number))


def test_from_words_to_region_to_year_to_kind_to_an_article(page: Page):
    page.goto("/")
    page.get_by_label("检索词").fill("志愿服务")
    page.get_by_role("button", name="检索").click()
    found(page, 11)
    tick(page, "湖北省")
    found(page, 8)
    page.get_by_role("link", name="2013年 4 篇").click()
    found(page, 4)
    tick(page, "会议")
    found(page, 2)
    page.locator(".hits h2 a").first.click()
    expect(page.locator("h1")).to_contain_text("志愿服务推进会")
    expect(page).to_have_url(re.compile(r"/articles/\d+/$"))
    page.go_back()
    expect(page).to_have_url(re.compile(r"region=420000&type=meeting&date=2013$"))
    found(page, 2)


def test_the_sheet_closes_though_its_answer_comes_while_the_button_is_pressed(page: Page):
    if not is_narrow(page):
        return
    page.goto("/search/?q=志愿服务")
    held: list[Route] = []
    page.route("**/search/**", lambda route: held.append(route))  # noqa: PLW0108  (it is written on: no built-in)
    page.locator("#open-filters").click()
    page.get_by_role("checkbox", name="湖北省").check()
    page.get_by_role("button", name="查看").hover()
    page.mouse.down()
    held[0].continue_()
    found(page, 8)
    page.mouse.up()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_each_chip_removes_its_choice(page: Page):
    page.goto("/search/?q=志愿服务&region=420000&type=meeting&date=2013")
    found(page, 2)
    page.locator(".chip", has_text="会议").click()
    expect(page.locator(".chip")).to_have_count(2)
    found(page, 4)
    page.locator(".chip", has_text="湖北省").click()
    expect(page.locator(".chip")).to_have_count(1)
    page.locator(".chip", has_text="2013年").click()
    expect(page.locator(".chip")).to_have_count(0)
    found(page, 11)


def test_a_span_of_time_narrows_the_search(page: Page):
    page.goto("/search/")
    page.get_by_label("从", exact=True).fill("2013-06")
    page.get_by_label("到", exact=True).fill("2013-12")
    page.get_by_label("到", exact=True).press("Enter")
    expect(page.locator(".chip")).to_have_count(2)
    found(page, 2)
    expect(page).to_have_url(re.compile(r"/search/\?from=2013-06&to=2013-12$"))


def test_a_date_typed_while_an_answer_is_under_way_counts_at_once(page: Page):
    page.goto("/search/")
    page.route("**/search/**", lambda route: (page.wait_for_timeout(300), route.continue_()))
    page.evaluate(
        "document.addEventListener('htmx:afterSwap', () => document.getElementById('filters').requestSubmit(), {once: true})"
    )
    page.get_by_label("从", exact=True).fill("2013-06")
    page.get_by_label("到", exact=True).fill("2013-12")
    expect(page).to_have_url(re.compile(r"/search/\?from=2013-06&to=2013-12$"))
    found(page, 2)


def test_the_years_lead_to_months_and_days_and_back(page: Page):
    page.goto("/search/")
    page.get_by_role("link", name="2013年 5 篇").click()
    page.get_by_role("link", name="2013年7月 2 篇").click()
    expect(page.locator(".hist.day li")).to_have_count(31)
    page.locator(".time .crumb a").click()
    expect(page.locator(".hist.month li")).to_have_count(12)
    page.go_back()
    expect(page.locator(".hist.day li")).to_have_count(31)


def test_pointing_at_a_fact_lights_its_words(page: Page):
    page.goto("/search/?q=宜昌 会议")
    page.locator(".hits h2 a").first.click()
    unfold(page, "facts-fold")
    fact = page.locator("li.fact", has_text="湖北 宜昌")
    number = fact.get_attribute("data-fact")
    words = page.locator(f"#e{number}")
    expect(words).not_to_have_class(re.compile(r"\bon\b"))
    fact.hover()
    expect(words).to_have_class(re.compile(r"\bon\b"))
    fact.locator("a.point").click()
    expect(page).to_have_url(re.compile(f"#e{number}$"))


def test_from_an_article_to_its_event_and_back(page: Page):
    page.goto("/search/?q=推进会转载")
    page.locator(".hits h2 a").first.click()
    page.get_by_role("link", name="本事件的全部 2 篇报道").click()
    expect(page.locator(".reports > li")).to_have_count(2)
    expect(page.locator(".reports > li").first).to_have_class(re.compile("first"))
    page.locator(".reports h2 a").first.click()
    expect(page).to_have_url(re.compile(r"/articles/\d+/$"))


@pytest.mark.usefixtures("english")
def test_the_language_is_switched_and_kept(page: Page):
    page.goto("/search/?type=meeting")
    page.get_by_role("button", name="English").click()
    expect(page).to_have_url(re.compile(r"/search/\?type=meeting$"))
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator(".chip")).to_contain_text("Meeting")
    page.get_by_role("button", name="中文").click()
    expect(page.locator(".chip")).to_contain_text("会议")


def test_nothing_is_wider_than_the_window(scriptless_page: Page, width: int):
    for address in ("/", "/search/", "/search/?q=没有", "/regions/", "/types/", "/about/", "/nothing/"):
        scriptless_page.goto(address)
        for part in ("html", "main", "header"):
            assert scriptless_page.locator(part).first.bounding_box()["width"] <= width, address


def test_without_scripts_the_whole_way_works(scriptless_page: Page):
    page = scriptless_page
    page.goto("/")
    page.get_by_label("检索词").fill("志愿服务")
    page.get_by_role("button", name="检索").click()
    unfold(page, "panel")
    page.get_by_role("checkbox", name="湖北省").check()
    page.get_by_role("checkbox", name="培训").check()
    page.get_by_role("button", name="应用所选").click()
    expect(page.locator(".chip")).to_have_count(2)
    expect(page).to_have_url(re.compile(r"/search/\?q=[^&]+&region=420000&type=training$"))
    found(page, 2)
    page.get_by_role("link", name="地图", exact=True).last.click()
    expect(page.locator(".map a").first).to_be_visible()
    page.get_by_role("link", name="列表", exact=True).click()
    page.locator(".hits h2 a").first.click()
    unfold(page, "facts-fold")
    proof = page.locator("a.point").first
    target = proof.get_attribute("href")
    proof.click()
    expect(page).to_have_url(re.compile(f"{target}$"))
    expect(page.locator(target)).to_be_visible()


def test_suggestions_come_while_typing_and_are_chosen_by_keyboard(page: Page):
    page.goto("/search/")
    box = page.get_by_label("检索词")
    box.press_sequentially("wuhan", delay=20)
    options = page.locator(".suggestions").get_by_role("option")
    expect(options.first).to_contain_text("武汉市")
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", options.first.get_attribute("id"))
    box.press("Escape")
    expect(options).to_have_count(0)
    box.press("ArrowDown")
    expect(options.first).to_be_visible()
    box.press("ArrowDown")
    box.press("Enter")
    expect(page).to_have_url(re.compile(r"/search/\?region=420100$"))


def test_without_scripts_a_place_is_found_by_pinyin_among_all(scriptless_page: Page):
    page = scriptless_page
    page.goto("/search/facets/region/?q=志愿服务")
    page.get_by_label("按名称查找").fill("yichang")
    page.get_by_role("button", name="查找").click()
    page.get_by_role("checkbox", name="宜昌市").check()
    page.get_by_role("button", name="应用所选").click()
    expect(page.locator(".chip")).to_have_text(re.compile("宜昌市"))
    found(page, 3)
