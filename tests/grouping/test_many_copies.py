"""A press release that hundreds of sites reprint: one text with one first report, at the same price a copy."""

from __future__ import annotations

import datetime as dt
import json
import random
from pathlib import Path

import pytest

from archive.grouping.place import place_article
from archive.ingest.run import ingest_pages
from archive.ingest.store import store_article
from archive.keeping.verify.events import check_clues, check_events
from archive.models import Anchor, Article, Event, Relation, StoryPair
from archive.readers.registry import read_json_lines
from archive.records import StatedDate
from archive.review import decisions, links
from tests.dedupe.stories import STORY
from tests.ingest.factories import make_body, make_draft, make_event_date, make_page

pytestmark = pytest.mark.django_db

INDEPENDENT = (
    "“护河同行”净滩行动5月17日走进沂河。本次由市志愿服务联合会组织,12支队伍320人参加,会长田立新到场,共清出塑料瓶等1.6吨,"
    "临沂大学的师生讲解分类知识。天气晴好。"
)
TRADITIONAL = str.maketrans("护净滩报临讯记晓动举来队愿烧", "護淨灘報臨訊記曉動舉來隊願燒")
COUNT = 80


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path: Path) -> None:
    settings.FILES_DIR = tmp_path / "files"


def vary(number: int) -> str:
    """The story as one of many sites prints it: as it is, converted, cut, framed, damaged."""
    luck = random.Random(number)
    return (
        STORY,
        STORY.translate(TRADITIONAL),
        STORY[: int(len(STORY) * luck.uniform(0.5, 0.9))],
        f"首页{make_body(number)[:12]}正文\n{STORY}\n编辑{make_body(number)[20:28]}",
        "".join(character for character in STORY if luck.random() > 0.01),
    )[number % 5]


def day_of(number: int) -> str:
    """The first came out alone, a day before all others."""
    return str(dt.date(2025, 5, 18) + dt.timedelta(days=number % 25 - (number == 0)))


def store(name: str, body: str, day: str) -> Article:
    published = StatedDate(value=day, precision="day", quote=day, rule="label")
    start = body.find("5月17日")
    held = (make_event_date("2025-05-17", quote="5月17日", start=start, end=start + 5),) if start >= 0 else ()
    draft = make_draft(title="护河同行净滩活动举行", body=body, published=published)
    return store_article(make_page(f"{name}{body}", url=f"http://{name}.example/1.html"), draft, held).article


def store_copies(numbers: list[int]) -> None:
    for number in numbers:
        store(f"copy{number}", vary(number), day_of(number))


def lead() -> Article:
    return Article.objects.get(url__contains="copy0.")


def assert_one_chain(count: int) -> None:
    """All copies are of one event, under the first that came out."""
    copies = Article.objects.filter(url__contains="copy").exclude(pk=lead().pk)
    assert copies.count() == count - 1
    assert set(copies.values_list("relation", "reprint_of", "event")) == {
        (Relation.REPRINT, lead().pk, lead().event_id)
    }
    assert (lead().relation, lead().event.lead) == (Relation.LEAD, lead())
    assert Event.objects.filter(merged_into=None).count() == 1
    assert [*check_events(None), *check_clues(None)] == []


ORDERS = {
    "oldest first": list(range(COUNT)),
    "newest first": sorted(range(COUNT), key=day_of, reverse=True),
    "mixed": random.Random(5).sample(range(COUNT), COUNT),
}


@pytest.mark.parametrize("order", ORDERS)
def test_eighty_copies_are_one_chain_in_any_order(order: str) -> None:
    numbers = ORDERS[order]
    store_copies(numbers[:40])
    store("own", INDEPENDENT, "2025-05-18")
    store_copies(numbers[40:])
    assert_one_chain(COUNT)
    own = Article.objects.get(url__contains="own")
    assert (own.relation, own.event) == (Relation.INDEPENDENT, lead().event)


def test_a_batch_of_copies_is_as_good_as_one_after_the_other() -> None:
    rows = [
        {
            "id": str(number),
            "url": f"http://copy{number}.example/1.html",
            "title": "护河同行净滩活动举行",
            "text": vary(number),
            "published": day_of(number),
        }
        for number in ORDERS["mixed"]
    ]
    lines = [json.dumps(row, ensure_ascii=False).encode() for row in rows]
    ingest_pages(read_json_lines(lines, name="pages.jsonl"))
    assert_one_chain(COUNT)


def test_a_late_copy_asks_the_database_as_little_as_an_early_one(django_assert_max_num_queries) -> None:
    store_copies(list(range(70)))
    with django_assert_max_num_queries(60):
        store_copies([70])
    assert StoryPair.objects.count() < 2 * 70


def test_copies_post_no_anchor_of_their_text_again() -> None:
    store_copies([0, 5, 10, 15])
    hashes = list(Anchor.objects.values_list("hash", flat=True))
    assert len(hashes) == len(set(hashes))


def test_a_report_of_its_own_finds_the_event_after_seventy_copies() -> None:
    store_copies(list(range(70)))
    own = store("own", INDEPENDENT, "2025-05-18")
    assert (own.relation, own.event) == (Relation.INDEPENDENT, lead().event)


def test_a_copy_that_is_placed_anew_stays_where_it_is() -> None:
    store_copies(list(range(70)))
    for number in (0, 1, 33):
        place_article(Article.objects.get(url__contains=f"copy{number}."))
    assert_one_chain(70)


@pytest.mark.parametrize("order", [1, -1], ids=["first is oldest", "first is newest"])
def test_when_the_text_that_came_in_first_changes_its_copies_stay_together(order: int) -> None:
    store_copies(list(range(1, 30))[::order])
    hub = Article.objects.order_by("pk")[0]
    store_article(make_page("new", url=hub.url), make_draft(title="别的事", body=make_body(1)), ())
    store_copies(list(range(30, 36)))
    hub.refresh_from_db()
    others = Article.objects.exclude(pk=hub.pk)
    assert hub.relation == Relation.LEAD
    assert set(others.values_list("event", flat=True)) == {others[0].event_id} != {hub.event_id}
    assert others.filter(relation=Relation.LEAD).count() == 1
    assert [*check_events(None), *check_clues(None)] == []


def test_a_withdrawn_first_gives_way_and_further_copies_follow() -> None:
    store_copies(list(range(30)))
    decisions.withdraw(lead(), "应来源要求")
    store_copies(list(range(30, 40)))
    event = lead().event
    assert event.lead != lead() and event.lead.state == "public"
    assert set(Article.objects.values_list("event", flat=True)) == {event.pk}
    assert set(Article.objects.exclude(pk=event.lead_id).values_list("reprint_of", flat=True)) == {event.lead_id}


@pytest.mark.parametrize("number", [20, 5], ids=["the one that came in first", "one that came later"])
def test_a_copy_that_staff_part_stays_apart_from_the_rest(number: int) -> None:
    """What staff part holds, although the others were found to be copies of that very page."""
    store_copies([20, *range(20), *range(21, 30)])
    parted = Article.objects.get(url__contains=f"copy{number}.")
    links.part_report(parted)
    store_copies(list(range(30, 36)))
    parted.refresh_from_db()
    rest = {article.event_id for article in Article.objects.order_by("pk")[:30] if article != parted}
    assert rest == {lead().event_id} != {parted.event_id}


def test_a_copy_that_staff_join_with_another_event_brings_all_copies() -> None:
    store_copies(list(range(30)))
    other = store("other", make_body(9), "2025-05-18")
    links.join_reports([Article.objects.get(url__contains="copy17."), other])
    store_copies(list(range(30, 36)))
    assert set(Article.objects.values_list("event", flat=True)) == {lead().event_id}
