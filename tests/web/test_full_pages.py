"""The heaviest pages there can be: everything held everywhere in every year, with numbers of five digits."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from archive.ingest.vocabularies import load_vocabularies
from archive.search.engine import Found
from archive.search.labels import forget_labels, region_tree
from archive.search.portrait import Portrait
from archive.search.query import SearchQuery
from archive.web.presenters.home_page import present_home
from archive.web.presenters.region_page import present_region

pytestmark = pytest.mark.django_db
YEARS = [str(year) for year in range(1985, 2027)]
MOST = 150_000


@pytest.fixture(autouse=True)
def _regions():
    load_vocabularies()
    forget_labels()
    yield
    forget_labels()


def full(query: SearchQuery, rows: tuple[str, ...]) -> Portrait:
    months = [f"{year}-{month:02d}" for year in YEARS for month in range(1, 13)]
    counts = {
        "region": {code: 12_345 for code in region_tree().names},
        "date": {date: 12_345 for date in [*YEARS, *months]},
        "type": {"meeting": 12_345},
    }
    crossed = {(code, year): 12_345 for code in rows for year in YEARS}
    found = Found(text_total=9, total=99_999, events=88_888, hits=(), counts=counts, crossed=crossed)
    return Portrait(query=query, found=found, newest=())


def weigh(template: str, **context: object) -> int:
    return len(render_to_string(template, context, RequestFactory().get("/")).encode())


def test_the_front_page_of_a_full_archive_is_light():
    assert 60_000 < weigh("home.html", home=present_home(full(SearchQuery(), region_tree().parts()))) < MOST


@pytest.mark.parametrize("code", ["510000", "500000", "420100"])
def test_a_region_of_a_full_archive_is_light(code):
    page = present_region(code, full(SearchQuery(region=(code,)), region_tree().parts(code)))
    assert 60_000 < weigh("browse/region.html", page=page) < MOST
