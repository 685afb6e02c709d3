"""axe finds nothing to object to on any kind of page, in Chinese and in English, light and dark.

A new kind of page is one more line in ADDRESSES.
"""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from archive.models import Article, ArticleState, Correction
from archive.search.engine import IndexUnusable

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

ADDRESSES = {
    "home": "/",
    "search": "/search/?q=志愿服务&region=420000&type=meeting",
    "search-all": "/search/?per_page=5",
    "search-events": "/search/?view=events&date=2013",
    "search-empty": "/search/?q=净滩&region=371300&date=2013&type=donation",
    "search-map": "/search/?show=map",
    "search-map-part": "/search/?show=map&region=420000",
    "search-notices": "/search/?region=abc&date=2013-99",
    "facet": "/search/facets/region/?q=志愿服务",
    "article": "/articles/{article}/",
    "original-missing": "/articles/{article}/original/",
    "changes": "/articles/{copy}/changes/",
    "versions": "/articles/{article}/versions/",
    "event": "/events/{event}/",
    "correction": "/corrections/new?article={article}",
    "corrections": "/corrections/?number=x",
    "correction-status": "/corrections/{ticket}/",
    "regions": "/regions/",
    "regions-found": "/regions/?find=wuhan",
    "region": "/regions/420000/",
    "county": "/regions/420102/",
    "types": "/types/",
    "type": "/types/meeting/",
    "field": "/fields/elder-care/",
    "sources": "/sources/",
    "source": "/sources/{source}/",
    "programmes": "/programmes/",
    "organisations": "/organisations/",
    "timeline": "/timeline/",
    "timeline-year": "/timeline/2013/",
    "timeline-month": "/timeline/2013-07/",
    "map": "/map/",
    "about": "/about/",
    "not-found": "/nothing/",
    "withdrawn": "/articles/{withdrawn}/",
}
RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"],
    }
}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}


def address(name: str) -> str:
    """The address with the numbers of rows in this archive filled in."""
    lead = Article.objects.filter(event__isnull=False).earliest("pk")
    withdrawn = Article.objects.latest("pk")
    if name == "withdrawn":
        Article.objects.filter(pk=withdrawn.pk).update(state=ArticleState.WITHDRAWN)
    copy = Article.objects.filter(reprint_of=lead).earliest("pk")
    ticket = Correction.objects.create(article=lead, message="有误", state="accepted", answer="已改正。").ticket
    return ADDRESSES[name].format(
        article=lead.pk,
        copy=copy.pk,
        event=lead.event_id,
        source=lead.publisher_id,
        withdrawn=withdrawn.pk,
        ticket=ticket,
    )


def objections(page, options) -> list[str]:
    violations = Axe().run(page, options=options).response["violations"]
    return [f"{found['id']}: {node['html'][:200]}" for found in violations for node in found["nodes"]]


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(("language", "width"), [("zh-hans", 1280), ("en", 390)])
@pytest.mark.parametrize("name", ADDRESSES)
def test_axe_has_no_objection(new_page, name, language, width):
    page = new_page(width, language=language, color_scheme="light")
    page.goto(address(name))
    assert objections(page, RULES) == []
    page.emulate_media(color_scheme="dark")
    assert objections(page, COLOURS) == []


@pytest.mark.parametrize(
    ("error", "status"), [(IndexUnusable("missing", "no index"), 503), (ZeroDivisionError("a fault"), 500)]
)
def test_axe_has_no_objection_to_the_pages_of_failures(new_page, monkeypatch, error, status):
    def fail(*_args, **_kwargs):
        raise error

    monkeypatch.setattr("archive.web.views.search.search", fail)
    page = new_page(390)
    assert page.goto("/search/").status == status
    assert objections(page, RULES) == []
    page.emulate_media(color_scheme="dark")
    assert objections(page, COLOURS) == []


@pytest.mark.parametrize("opener", ["#open-filters", "[data-opens=keys]"])
def test_axe_has_no_objection_to_the_dialogs(new_page, opener):
    page = new_page(390)
    page.goto("/search/")
    page.locator(opener).click()
    page.get_by_role("dialog").wait_for()
    assert objections(page, RULES) == []
