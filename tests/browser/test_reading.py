"""Reading: a fact leads to its words and back, an event to its reports, an error to a number."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from archive.models import Article
from tests.browser.test_journeys import is_narrow, unfold
from tests.factories import make_article, make_finding, make_hubei

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

LIT = re.compile(r"\blit\b")
LAST = "末段说,三百名志愿者到场。"


@pytest.fixture
def long_article() -> Article:
    """Longer than any window, its only head-count in the last sentence, many names before."""
    make_hubei()
    names = [f"甲{sign}公司" for sign in "子丑寅卯辰巳午未申酉戌亥"]
    paragraphs = [f"{name}的志愿者在武汉市江滩清理垃圾,整整一天没有停过。" * 4 for name in names]
    article = make_article("江滩净滩", "\n".join([*paragraphs, LAST]), date="2013-07-07")
    make_finding(article, "region", "420100", role="venue", quote="武汉市", rule="region-in", confidence=0.8)
    for name in names:
        make_finding(article, "organisation", name, quote=name)
    make_finding(article, "headcount", "300", quote="三百名志愿者", data={"value": 300, "what": "volunteers"})
    return article


def in_view(words: Locator) -> bool:
    return words.evaluate(
        "node => { const r = node.getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight }"
    )


def count_fact(page: Page) -> tuple[Locator, Locator]:
    """The head-count's button, and its words."""
    fact = page.locator("li.fact", has_text="300 人")
    return fact.locator("a.point"), page.locator(f"#e{fact.get_attribute('data-fact')}")


def test_a_chosen_fact_brings_its_words_into_view_and_keeps_the_readers_place(page: Page, long_article):
    page.emulate_media(reduced_motion="reduce")
    page.goto(long_article.get_absolute_url())
    unfold(page, "facts-fold")
    button, words = count_fact(page)
    assert not in_view(words)
    button.click()
    expect(words).to_have_class(LIT)
    expect(button).to_be_focused()
    assert in_view(words)
    expect(page).to_have_url(re.compile(r"#e\d+$"))
    back = page.get_by_role("link", name="回到这条事实")
    if not is_narrow(page):
        assert in_view(button)
        expect(back).to_be_hidden()
        return
    assert not in_view(button)
    back.click()
    expect(button).to_be_focused()
    assert in_view(button)
    expect(back).to_be_hidden()


def test_words_of_the_text_light_the_fact_they_prove(page: Page, long_article):
    page.emulate_media(reduced_motion="reduce")
    page.goto(long_article.get_absolute_url())
    button, words = count_fact(page)
    words.click()
    expect(page.locator("li.fact.lit")).to_have_count(1)
    if is_narrow(page):
        page.get_by_role("link", name="数字 300 人").click()
    assert in_view(button)
    if not is_narrow(page):
        assert in_view(words)


def test_facts_are_reached_and_opened_by_keyboard(page: Page, long_article):
    page.goto(long_article.get_absolute_url())
    unfold(page, "facts-fold")
    button, words = count_fact(page)
    button.focus()
    expect(words).to_have_class(re.compile(r"\bon\b"))
    page.keyboard.press("Enter")
    expect(words).to_have_class(LIT)
    page.keyboard.press("Tab")
    expect(page.locator("li.fact", has_text="300 人").locator("summary")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("li.fact", has_text="300 人").get_by_role("link", name="这条有误")).to_be_visible()


def test_without_scripts_a_fact_is_a_link_to_its_words(scriptless_page: Page, long_article):
    page = scriptless_page
    page.goto(long_article.get_absolute_url())
    unfold(page, "facts-fold")
    button, words = count_fact(page)
    button.click()
    assert in_view(words)
    assert words.evaluate("node => getComputedStyle(node).outlineStyle") == "solid"
    if not is_narrow(page):
        assert in_view(button)


def test_an_error_is_reported_from_its_fact_and_followed_by_its_number(page: Page, long_article):
    page.goto(long_article.get_absolute_url())
    unfold(page, "facts-fold")
    fact = page.locator("li.fact", has_text="300 人")
    fact.locator("summary").click()
    fact.get_by_role("link", name="这条有误").click()
    expect(page.get_by_label("所指内容")).to_have_value(re.compile(r"^f\d+$"))
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("alert")).to_contain_text("哪里不对")
    page.get_by_label("哪里不对").fill("应为二百名。")
    page.get_by_role("button", name="提交").click()
    expect(page).to_have_url(re.compile(r"/corrections/[2-9A-Z]{8}/$"))
    expect(page.locator("[aria-current=step]")).to_contain_text("已收到")


@pytest.mark.usefixtures("english")
def test_without_scripts_a_removal_is_asked_for_in_english(new_page, width, long_article):
    page = new_page(width, java_script_enabled=False, language="en")
    page.goto(long_article.get_absolute_url())
    page.get_by_role("link", name="Report an error or ask for a removal").click()
    page.get_by_label("Removal").check()
    page.get_by_label("What is wrong").fill("I am named in it.")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("h1")).to_have_text("What became of your report")
    number = page.locator(".ticket b").inner_text()
    page.goto("/corrections/")
    page.get_by_label("Number").fill(number.lower())
    page.get_by_label("Number").press("Enter")
    expect(page.locator(".ticket b")).to_have_text(number)


def test_an_events_facts_lead_to_the_words_of_each_report(page: Page):
    lead = Article.objects.filter(event__isnull=False).earliest("pk")
    page.goto(f"/events/{lead.event_id}/")
    expect(page.locator(".reports > li.copy")).to_have_count(1)
    expect(page.locator(".reports > li.copy")).to_contain_text("改了标题")
    place = page.locator(".merged dd", has_text="江岸区").get_by_role("link").first
    place.click()
    expect(page).to_have_url(re.compile(r"/articles/\d+/#e\d+$"))
    expect(page.locator(":target")).to_have_class(LIT)


@pytest.mark.parametrize("path", ["", "versions/", "original/"])
def test_no_page_of_an_article_is_wider_than_the_window(scriptless_page: Page, width: int, long_article, path):
    Article.objects.filter(pk=long_article.pk).update(title="长" * 120, url="https://news.example/" + "a" * 300)
    scriptless_page.goto(long_article.get_absolute_url() + path)
    assert scriptless_page.evaluate("document.documentElement.scrollWidth") <= width
