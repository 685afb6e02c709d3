"""At least one row of every model the admin shows."""

from __future__ import annotations

import pytest

from archive.ingest.store import store_article
from archive.models import (
    Article,
    BulkItem,
    Correction,
    EventPair,
    EventType,
    Feed,
    FetchedAddress,
    HouseRule,
    IngestOutcome,
    IngestRun,
    Job,
    LinkRule,
    NameAlias,
    Region,
    RegionName,
    SecondFactorRule,
    ServiceField,
    Snapshot,
    StoryPair,
)
from archive.review.decisions import withdraw
from archive.review.event_changes import Retitle
from archive.review.event_decisions import decide
from tests.ingest.factories import make_body, make_draft, make_event_date, make_page, make_region


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path) -> None:
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture
def rows() -> Article:
    """At least one row of every model."""
    region = Region.objects.create(code="420000", name="湖北省", short_name="湖北", level=1, pinyin="hubei")
    RegionName.objects.create(region=region, name="鄂", kind="abbreviation")
    EventType.objects.create(code="meeting", label="会议", label_en="Meeting")
    ServiceField.objects.create(code="environment", label="环保", label_en="Environment")
    article = add_article(1)
    run = IngestRun.objects.create(batch="试验", counts={"new": 1})
    IngestOutcome.objects.create(run=run, input="a.txt", outcome="new", article=article)
    Correction.objects.create(article=article, message="日期有误")
    other = add_article(2)
    StoryPair.objects.create(left=article, right=other, verdict="review", of_left=0.9, of_right=0.9)
    EventPair.objects.create(left=article, right=other, score=5.0)
    LinkRule.objects.create(left=article, right=other, kind="cannot")
    NameAlias.objects.create(kind="organisation", name="武汉志协", main="武汉市志愿者协会")
    HouseRule.objects.create(kind="place", key="江城", value="420000")
    Feed.objects.create(address="http://a.example/rss")
    FetchedAddress.objects.create(address="http://a.example/1")
    SecondFactorRule.objects.create(scope="reader")
    Snapshot.objects.create(query="q=1", articles="1:1", total=1, digest="0" * 64, index_state="5/a/1")
    job = Job.objects.create(kind="bulk", batch="b1", total=1, parameters={"change": "set_type", "values": {}})
    BulkItem.objects.create(job=job, article=article)
    decide(Retitle(event=article.event, title="会议"))
    withdraw(add_article(3), "asked for")
    return article


def add_article(number: int) -> Article:
    body = make_body(number)
    page = make_page(body, url=f"http://host{number}.example/{number}.html")
    draft = make_draft(body=body, publisher=f"网站{number}")
    return store_article(page, draft, (make_event_date(), make_region())).article
