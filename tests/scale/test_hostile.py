"""What PostgreSQL refuses and SQLite took: NUL, numbers beyond its columns, rows too long for an index."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from django.test import Client

from archive.ingest.run import ingest_pages
from archive.models import Article, FetchedAddress, Snapshot
from archive.search.indexing import index_stale
from tests.factories import make_article
from tests.ingest.factories import make_body, make_page

pytestmark = pytest.mark.django_db
_HUGE = "9" * 30
_ADDRESSES = (
    "/articles/{}/",
    "/articles/{}/original/?version={}",
    "/articles/{}/versions/?from={}&to={}",
    "/articles/{}/changes/",
    "/events/{}/",
    "/regions/{}/",
    "/regions/?find={}",
    "/types/{}/",
    "/fields/{}/",
    "/sources/{}/",
    "/sources/?find={}&offset={}",
    "/programmes/?find={}",
    "/organisations/?kind={}&find={}",
    "/timeline/{}/",
    "/corrections/new?article={}&finding={}",
    "/corrections/{}/",
    "/snapshots/{}/",
    "/search/?q={}&region={}&type={}&field={}&source={}&org={}&programme={}&date={}&flag={}&page={}",
    "/api/v1/search?q={}&source={}&page={}",
    "/api/v1/suggest?q={}",
    "/api/v1/facets/source?find={}&under={}&offset={}",
    "/api/v1/articles/{}",
    "/api/v1/events/{}",
    "/api/v1/regions/{}",
    "/api/v1/regions?under={}",
    "/oai?verb=GetRecord&metadataPrefix=oai_dc&identifier={}",
    "/oai?verb=ListRecords&resumptionToken={}",
)


@pytest.fixture
def _indexed() -> None:
    make_article()
    index_stale()


@pytest.mark.usefixtures("_indexed")
@pytest.mark.parametrize("value", ["%00", "a%00b", _HUGE, f"-{_HUGE}", "%F0%9F%8E%88", "%ED%A0%80"])
def test_no_address_breaks_a_page(client: Client, value: str) -> None:
    broken = {}
    for address in _ADDRESSES:
        status = client.get(address.replace("{}", value)).status_code
        if status >= 500:
            broken[address] = status
    assert broken == {}


def long_words(number: int) -> str:
    """Characters no compression makes much shorter."""
    rng = random.Random(number)
    return "".join(chr(rng.randrange(0x4E00, 0x9F00)) for _character in range(number))


def test_a_page_of_the_longest_address_comes_in_and_is_known_again(tmp_path: Path, settings) -> None:
    settings.FILES_DIR, settings.DATA_DIR = tmp_path / "files", tmp_path
    url = f"http://news.example/{long_words(1900)}"
    for number in (1, 2):
        report = ingest_pages([make_page(make_body(number), url=url)])
        assert not report.stopped_by and report.failed == 0
    article = Article.objects.get()
    assert article.url == url and article.versions.count() == 2


def test_pages_full_of_nul_come_in_without_it(tmp_path: Path, settings) -> None:
    settings.FILES_DIR, settings.DATA_DIR = tmp_path / "files", tmp_path
    page = make_page(
        "净滩\x00活动举行\n\n" + make_body(1) + "\x00", name="a\x00b.txt", url="http://news.example/%00\x00"
    )
    report = ingest_pages([page], inputs=["a\x00b"], batch="\x00")
    assert not report.stopped_by and report.failed == 0
    assert "\x00" not in Article.objects.get().text


def test_long_addresses_and_long_searches_are_stored_once() -> None:
    address = f"http://news.example/{long_words(1900)}"
    FetchedAddress.objects.create(address=address)
    assert not FetchedAddress.objects.get_or_create(address=address)[1]
    for _twice in range(2):
        Snapshot.objects.get_or_create(query=f"q={long_words(2000)}", digest="0" * 64, defaults={"total": 1})
    assert Snapshot.objects.count() == 1
