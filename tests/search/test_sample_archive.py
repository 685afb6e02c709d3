"""The sample archive as `make run` loads it: every value of every facet gives what it promises."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command

from archive.ingest.run import ingest_files
from archive.models import Article
from archive.search.facets import FACETS
from archive.search.indexing import index_stale
from archive.search.labels import forget_labels
from archive.search.query import SearchQuery
from archive.search.run import search
from tests.search.contract.test_facet_counts import walk

pytestmark = pytest.mark.django_db

PAGES = Path(__file__).resolve().parents[2] / "samples"


def test_choosing_any_value_of_the_sample_archive_gives_its_count(settings, tmp_path: Path) -> None:
    settings.DATA_DIR, settings.FILES_DIR = tmp_path, tmp_path / "files"
    call_command("load_vocabularies", verbosity=0)
    forget_labels()
    ingest_files([str(PAGES)])
    index_stale()
    assert search(SearchQuery()).total == Article.public.count() >= 60
    for query in (SearchQuery(), SearchQuery(q="志愿服务"), SearchQuery(q="志愿服务", region=("420000",))):
        for facet in FACETS:
            for value in walk(search(query).facets[facet.name]):
                chosen = query.without_facet(facet.name).with_filter(facet.name, value.value)
                assert search(chosen).total == value.count, chosen


def test_every_sample_is_found_by_its_title() -> None:
    ingest_files([str(PAGES)])
    index_stale()
    for article in Article.public.all():
        assert article.pk in {hit.id for hit in search(SearchQuery(q=f"title:「{article.title}」", per_page=100)).hits}
