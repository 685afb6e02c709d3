"""Narrow windows: the filters are a sheet over the page, in either language, and a plain fold without scripts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.usefixtures("english")]
NARROW = 390


def test_choices_are_made_in_the_sheet_and_their_count_is_told_there(new_page):
    page = new_page(NARROW, language="en")
    page.goto("/search/")
    page.get_by_text("Filters", exact=True).first.click()
    sheet = page.get_by_role("dialog", name="Filters")
    sheet.get_by_role("checkbox", name="Training").check()
    expect(sheet.get_by_role("status")).to_have_text(re.compile("^3 reports"))
    expect(sheet.get_by_role("button", name="Show 3 reports")).to_be_visible()
    expect(sheet.get_by_role("checkbox", name="Training")).to_be_focused()
    sheet.get_by_role("checkbox", name="Hubei").check()
    expect(sheet.get_by_role("button", name="Show 2 reports")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("#open-filters")).to_be_focused()
    expect(page.locator(".hits > li")).to_have_count(2)
    expect(page.locator(".hits h2 a").first).to_have_attribute("lang", "zh-Hans")
    expect(page).to_have_url(re.compile(r"\?region=420000&type=training$"))


def test_a_name_is_looked_for_in_the_sheet(new_page):
    page = new_page(NARROW)
    page.goto("/search/")
    page.locator("#open-filters").click()
    sheet = page.get_by_role("dialog", name="筛选")
    sheet.get_by_label("在“地区”中查找").press_sequentially("yichang")
    sheet.locator(".found").get_by_role("checkbox", name="宜昌市").check()
    expect(page).to_have_url(re.compile("region=420500$"))


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_without_scripts_the_filters_unfold(new_page, language):
    page = new_page(NARROW, language=language, java_script_enabled=False)
    page.goto("/search/")
    page.locator("#open-filters").click()
    page.locator("input[name=type][value=training]").check()
    page.locator("#filters .send button").click()
    expect(page).to_have_url(re.compile(r"/search/\?type=training$"))
    expect(page.locator(".hits > li")).to_have_count(3)


def test_what_is_pressed_is_large_enough_for_a_thumb(new_page):
    page = new_page(NARROW)
    page.goto("/search/?q=志愿服务&region=420000&per_page=5")
    page.locator("#open-filters").click()
    page.locator("#filter-sheet details summary").first.click()
    small = page.evaluate(
        """() => [...document.querySelectorAll(
            "label.value, .switches button, .nav a, .seg a, .chip, .pages a, summary, dialog button, .range input, .seek input"
        )].filter((one) => one.offsetParent && !(one.offsetWidth >= 24 && one.offsetHeight >= 44))
          .map((one) => `${one.outerHTML.slice(0, 80)} ${one.offsetWidth}x${one.offsetHeight}`)"""
    )
    assert small == []
