from __future__ import annotations

import pytest
from django.utils import translation

from archive.search.labels import region_tree
from archive.web.presenters.vocabulary import beneficiary_label, short_path, theme_day_label
from tests.factories import make_hubei, make_region

pytestmark = pytest.mark.django_db


def test_provinces_and_cities_are_short_and_counties_whole():
    make_hubei()
    beijing = make_region("110000", "北京市")
    make_region("110101", "东城区", beijing)
    assert short_path("420102") == ("湖北", "武汉", "江岸区")
    assert short_path("110101") == ("北京", "东城区")
    assert short_path("999999") == ("999999",)


def test_english_names_are_the_same_in_facets_and_facts(english):
    province = make_region("420000", "湖北省", name_en="Hubei Province")
    city = make_region("420100", "武汉市", province, name_en="Wuhan City")
    make_region("429004", "仙桃市", city, name_en="Xiantao City")
    with translation.override("en"):
        assert short_path("429004") == region_tree().path("429004") == ("Hubei", "Wuhan", "Xiantao City")


def test_groups_and_theme_days_have_labels_and_unknown_codes_themselves():
    assert beneficiary_label("elderly") == "老年人"
    assert theme_day_label("lei-feng-day") == "学雷锋纪念日"
    assert (beneficiary_label("x"), theme_day_label("y")) == ("x", "y")
