from __future__ import annotations

import re

import pytest
from django.urls import reverse

from archive.search.indexing import index_stale
from tests.factories import make_hubei

pytestmark = pytest.mark.django_db


def test_the_map_has_a_named_shape_for_every_province_even_where_nothing_is_held(client):
    make_hubei()
    index_stale()
    html = client.get(reverse("map")).content.decode()
    assert html.count("<title>") == 36  # the page, 34 provinces, the inset
    assert "南海诸岛" in html
    assert re.search(r"aria-label=\"湖北省 0 篇\"", html)


def test_the_map_asks_few_questions_and_is_small(client, django_assert_max_num_queries):
    index_stale()
    with django_assert_max_num_queries(12):
        response = client.get(reverse("map"))
    assert len(response.content) < 60_000
