"""Copies and independent reports find each other as they come in; staff's word outlives every regrouping."""

from __future__ import annotations

import itertools
import json
import random
from pathlib import Path

import pytest

from archive.ingest.run import ingest_pages
from archive.ingest.store import store_article
from archive.models import Anchor, Article, Event, IngestOutcome, LinkRule, Relation, StoryPair
from archive.readers.registry import read_json_lines
from archive.records import StatedDate
from archive.review import decisions, links
from tests.dedupe.stories import FUNERAL_NOTICE, STORY
from tests.ingest.factories import make_body, make_draft, make_page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path: Path) -> None:
    settings.FILES_DIR = tmp_path / "files"


def store(body: str, *, day: str = "2025-05-18", title: str = "护河同行净滩活动举行", name: str = "") -> Article:
    """A page at an address of its own."""
    address = f"http://{name or abs(hash(body + day))}.example/1.html"
    published = StatedDate(value=day, precision="day", quote=day, rule="label")
    draft = make_draft(title=title, body=body, published=published)
    return store_article(make_page(f"{name}{body}", url=address), draft, ()).article


def ingest(lines: list[dict]) -> None:
    ingest_pages(read_json_lines([json.dumps(line, ensure_ascii=False).encode() for line in lines], name="pages.jsonl"))


def partition() -> set[frozenset[str]]:
    """The titles or first words of the reports of each event."""
    groups: dict[int, set[str]] = {}
    for article in Article.objects.all():
        groups.setdefault(article.event_id, set()).add(article.url)
    return {frozenset(group) for group in groups.values()}


def test_a_shortened_copy_is_a_reprint_of_the_whole_report() -> None:
    whole = store(STORY, name="whole")
    cut = store(STORY[: len(STORY) // 2], day="2025-05-20", name="cut")
    assert (cut.relation, cut.reprint_of, cut.event) == (Relation.REPRINT, whole, whole.event)


def test_a_rewritten_copy_is_marked_as_such() -> None:
    store(STORY, name="first")
    rewritten = STORY
    for word, other in (("举行", "举办"), ("清理", "清除"), ("设立", "设置"), ("演示", "展示"), ("参加", "参与")):
        rewritten = rewritten.replace(word, other)
    assert store(rewritten, day="2025-05-20", name="spun").relation == Relation.SPUN


def test_last_years_wording_is_another_event() -> None:
    first = store(STORY, name="first")
    again = store(STORY, day="2026-05-17", name="again")
    assert again.event != first.event
    assert StoryPair.objects.get().verdict == "recurring"


def test_different_stories_are_different_events() -> None:
    assert store(STORY).event != store(FUNERAL_NOTICE).event


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))), ids=str)
def test_any_order_of_arrival_gives_the_same_chain(order) -> None:
    reports = [
        (STORY, "2025-05-18", "whole"),
        (STORY[: len(STORY) // 2], "2025-05-19", "half"),
        ("当前位置首页新闻中心正文" + STORY + "版权声明本文来自网络", "2025-05-20", "framed"),
    ]
    for number in order:
        body, day, name = reports[number]
        store(body, day=day, name=name)
    lead = Article.objects.get(url__contains="whole")
    assert lead.event.lead == lead and lead.relation == Relation.LEAD
    others = Article.objects.exclude(pk=lead.pk)
    assert {(other.relation, other.reprint_of, other.event) for other in others} == {
        (Relation.REPRINT, lead, lead.event)
    }
    assert Event.objects.filter(merged_into=None).count() == 1


def test_real_reports_form_the_labelled_events_in_any_order(shared: Path) -> None:
    rows = [
        json.loads(line) for line in (shared / "corpus" / "dev-events.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    labels = {row["id"]: row.pop("event") for row in rows}
    random.Random(7).shuffle(rows)
    ingest(rows)
    outcome = dict(IngestOutcome.objects.values_list("item_id", "article__event"))
    assert len(outcome) == len(rows)
    pairs = list(itertools.combinations(labels, 2))
    found = {pair for pair in pairs if outcome[pair[0]] == outcome[pair[1]]}
    right = {pair for pair in pairs if labels[pair[0]] == labels[pair[1]]}
    assert len(found & right) / len(found) >= 0.98
    assert len(found & right) / len(right) >= 0.90


def test_a_new_version_with_another_text_leaves_its_event() -> None:
    first = store(STORY, name="first")
    copy = store(STORY + " ", name="copy")
    assert copy.event == first.event
    store_article(make_page("new", url=copy.url), make_draft(title="别的事", body=make_body(1)), ())
    first.refresh_from_db()
    copy.refresh_from_db()
    assert copy.event != first.event and copy.relation == first.relation == Relation.LEAD


def test_a_withdrawn_lead_gives_way_to_a_copy_readers_can_see() -> None:
    first = store(STORY, name="first")
    copy = store(STORY[: len(STORY) // 2], day="2025-05-20", name="copy")
    decisions.withdraw(first, "应来源要求")
    copy.refresh_from_db()
    assert copy.event.lead == copy and copy.relation == Relation.LEAD
    first.refresh_from_db()
    assert first.event == copy.event


def test_reports_that_staff_join_stay_joined_whatever_comes() -> None:
    one, other = store(STORY, name="one"), store(FUNERAL_NOTICE, name="other", title="许怀远逝世")
    left = other.event
    links.join_reports([one, other])
    store(STORY + " ", day="2025-05-21", name="late")
    one.refresh_from_db()
    other.refresh_from_db()
    assert one.event == other.event
    left.refresh_from_db()
    assert one.event in (left, left.merged_into)


def test_a_report_that_staff_part_stays_apart_whatever_comes() -> None:
    first = store(STORY, name="first")
    copy = store(STORY[: len(STORY) // 2], day="2025-05-20", name="copy")
    links.part_report(copy)
    late = store("首页新闻中心" + STORY, day="2025-05-22", name="late")
    for article in (first, copy, late):
        article.refresh_from_db()
    assert first.event == late.event != copy.event


def test_the_latest_word_of_staff_counts() -> None:
    one, other = store(STORY, name="one"), store(FUNERAL_NOTICE, name="other", title="许怀远逝世")
    links.join_reports([one, other])
    links.add_rule(LinkRule(left=other, right=one, kind="none"))
    one.refresh_from_db()
    other.refresh_from_db()
    assert one.event != other.event


def test_a_lead_and_a_title_of_staff_stay() -> None:
    store(STORY, name="first")
    copy = store(STORY + " ", day="2025-05-20", name="copy")
    Event.objects.update(title="沂河净滩", title_is_set=True)
    links.choose_lead(copy.event, copy)
    store("首页新闻中心" + STORY, day="2025-05-01", name="older")
    event = Event.objects.get(merged_into=None)
    assert (event.lead, event.title) == (copy, "沂河净滩")


def test_a_new_report_elsewhere_touches_no_other_article(django_assert_max_num_queries) -> None:
    for number in range(5):
        store(make_body(number), name=f"n{number}")
    before = list(Article.objects.order_by("pk").values_list("revision", flat=True))
    with django_assert_max_num_queries(60):
        store(STORY, name="new")
    assert list(Article.objects.order_by("pk").values_list("revision", flat=True))[:5] == before


def test_a_slogan_in_a_hundred_pages_finds_nothing_and_fills_no_table() -> None:
    slogan = "奉献友爱互助进步是志愿精神让我们携手同行共建美好家园人人参与人人受益"
    for number in range(80):
        store(f"{make_body(number)}{slogan}{make_body(number + 1000)}", name=f"s{number}")
    assert not StoryPair.objects.exists()
    assert Event.objects.count() == 80
    counts = {}
    for value in Anchor.objects.values_list("hash", flat=True):
        counts[value] = counts.get(value, 0) + 1
    assert max(counts.values()) <= 66


@pytest.mark.parametrize("size", [1, 3, 100])
def test_any_size_of_batch_gives_the_same_events(shared: Path, monkeypatch, size) -> None:
    text = (shared / "corpus" / "dev-events.jsonl").read_text(encoding="utf-8")
    rows = [json.loads(line) for line in text.splitlines()][:40]
    monkeypatch.setattr("archive.ingest.batches.PAGES_A_BATCH", size)
    ingest([{name: value for name, value in row.items() if name != "event"} for row in rows])
    groups: dict[int, set[str]] = {}
    for item, event in IngestOutcome.objects.values_list("item_id", "article__event"):
        groups.setdefault(event, set()).add(item)
    labels: dict[str, set[str]] = {}
    for row in rows:
        labels.setdefault(row["event"], set()).add(row["id"])
    assert sorted(map(sorted, groups.values())) == sorted(map(sorted, labels.values()))


def test_a_batch_asks_as_much_as_a_page(django_assert_max_num_queries) -> None:
    bodies = [make_body(number) for number in range(40)]
    with django_assert_max_num_queries(150):
        ingest([{"id": str(number), "title": body[:9], "text": body} for number, body in enumerate(bodies)])
    assert Event.objects.count() == Article.objects.count() == 40
