"""Browsing from the map, the tree, the calendar and the lists to a search: without scripts, wide and narrow."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

PAGES = [
    "/",
    "/map/",
    "/regions/",
    "/regions/420000/",
    "/types/",
    "/types/meeting/",
    "/sources/",
    "/organisations/",
    "/timeline/",
    "/timeline/2013/",
    "/timeline/2013-07/",
]


def count(page: Page) -> int:
    return int(page.locator("h1 b").first.inner_text().replace(",", ""))


def test_from_the_map_to_a_province_to_a_month_to_its_articles(scriptless_page: Page):
    page = scriptless_page
    page.goto("/")
    page.get_by_role("group", name="中国地图").get_by_role("link", name="湖北省 8 篇").click()
    expect(page.locator("h1")).to_contain_text("湖北省")
    page.get_by_text("逐月").click()
    page.get_by_role("row", name=re.compile("^2013")).get_by_role("link").first.click()
    expect(page).to_have_url(re.compile(r"/search/\?region=420000&date=2013-\d\d$"))
    assert count(page) >= 1


def test_the_map_is_walked_through_with_the_keyboard(page: Page):
    page.goto("/map/")
    hubei = page.get_by_role("group", name="中国地图").get_by_role("link", name="湖北省 8 篇")
    before = page.locator("svg.map a").first
    before.focus()
    for _step in range(40):
        if hubei.evaluate("shape => shape === document.activeElement"):
            break
        page.keyboard.press("Tab")
    assert hubei.locator("path").first.evaluate("path => getComputedStyle(path).strokeWidth") == "5px"
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/regions/420000/$"))


def test_what_a_cell_of_the_holdings_says_is_found(scriptless_page: Page):
    page = scriptless_page
    page.goto("/")
    cell = (
        page.get_by_role("table", name="各省级地区各年篇数")
        .get_by_role("row", name=re.compile("^湖北"))
        .get_by_role("link")
    )
    told = int(cell.nth(2).inner_text())
    cell.nth(2).click()
    assert count(page) == told


def test_the_tree_of_regions_opens_without_scripts(scriptless_page: Page):
    page = scriptless_page
    page.goto("/regions/")
    tree = page.locator(".tree > li", has_text="湖北省").first
    tree.locator("summary").click()
    expect(tree.get_by_role("link", name="武汉市", exact=True)).to_be_hidden()
    tree.locator("summary").click()
    tree.get_by_role("link", name="武汉市", exact=True).click()
    expect(page.locator("h1")).to_contain_text("武汉市")
    page.get_by_role("link", name="湖北省", exact=True).first.click()
    expect(page.locator("h1")).to_contain_text("湖北省")


def test_from_the_timeline_to_a_day(scriptless_page: Page):
    page = scriptless_page
    page.goto("/timeline/")
    page.get_by_role("rowheader", name="2013").get_by_role("link").click()
    page.get_by_role("link", name="2013年7月", exact=True).click()
    expect(page.locator(".hits h2").first).to_contain_text("推进会")
    page.get_by_role("link", name="7 (2)").click()
    expect(page).to_have_url(re.compile(r"/search/\?date=2013-07-07$"))
    assert count(page) == 2


def test_a_source_is_found_by_its_letters_and_leads_to_what_it_published(scriptless_page: Page):
    page = scriptless_page
    page.goto("/sources/")
    page.get_by_label("按名称查找").fill("yichang")
    page.get_by_role("button", name="查找").click()
    page.get_by_role("link", name="宜昌晚报", exact=True).click()
    expect(page.locator("h1")).to_have_text("宜昌晚报")
    page.get_by_role("link", name="3 篇报道").click()
    assert count(page) == 3


def test_no_page_for_browsing_is_wider_than_its_window(scriptless_page: Page):
    for address in PAGES:
        scriptless_page.goto(address)
        width = scriptless_page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert (address, width) == (address, 0)
