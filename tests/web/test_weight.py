"""What a first visit transfers: the page and all it names, compressed as it is served, within 150 KB."""

from __future__ import annotations

import gzip
import re
from html import unescape
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from archive.search.indexing import index_stale
from tests.factories import make_article, make_event_type, make_region, make_source

pytestmark = pytest.mark.django_db
MOST = 150_000
LOADED = re.compile(r'<(?:link[^>]+rel="(?:stylesheet|icon)"[^>]*|script[^>]*|img[^>]*)>')
ADDRESS = re.compile(r'(?:href|src)="([^"]+)"')


@pytest.fixture
def archive():
    """Long pages: all provinces with prefectures, more sources, organisations and programmes than a panel lists."""
    make_event_type("meeting", "会议")
    for number in range(11, 45):
        province = make_region(f"{number}0000", f"第{number}省")
        make_region(f"{number}0100", f"第{number}省会城市", province)
        make_article(
            f"第{number}省志愿服务工作推进会召开",
            "志愿服务推进会在省会召开，各地代表交流了社区志愿服务的做法。" * 12,
            venues=[f"{number}0100"],
            types=["meeting"],
            organisations=[f"第{number}省志愿服务联合会", f"第{number}省社会工作协会"],
            programmes=[f"第{number}号行动"],
            publisher=make_source(f"第{number}省日报"),
            date=f"20{number % 26:02d}-05-16",
            published=f"20{number % 26:02d}-05-17",
        )
    index_stale()


def transferred(client, address: str) -> int:
    """Bytes of the page and of every style sheet, script and picture it names."""
    response = client.get(address, headers={"accept-encoding": "gzip"})
    assert response.status_code == 200
    assert response.headers["Content-Encoding"] == "gzip"
    html = gzip.decompress(response.content).decode()
    named = {unescape(ADDRESS.search(tag)[1]) for tag in LOADED.findall(html)}
    assert named
    sizes = [len(response.content)]
    for name in named:
        assert name.startswith("/static/"), f"a request to elsewhere: {name}"
        sizes.append(len(gzip.compress(Path(finders.find(name.removeprefix("/static/"))).read_bytes(), 9)))
    return sum(sizes)


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize(
    "address", ["/", "/search/", "/search/?q=志愿服务&per_page=50", "/search/?show=map", "/map/", "/regions/"]
)
def test_a_first_view_is_light(client, address):
    assert 5_000 < transferred(client, address) <= MOST


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize(
    "address", ["/search/?q=志愿服务", "/search/?q=志愿服务&view=events", "/search/?q=志愿服务&show=map"]
)
def test_more_hits_ask_the_database_no_more(client, address, django_assert_max_num_queries):
    client.get(address)
    asked = []
    for per_page in (5, 30):
        with django_assert_max_num_queries(12) as context:
            client.get(f"{address}&per_page={per_page}")
        asked.append(len(context))
    assert asked[0] == asked[1]
