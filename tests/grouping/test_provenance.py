"""Where the reports of an event come from, and what each copy changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.grouping.provenance import Provenance, trace_provenance
from archive.ingest.store import store_article
from archive.models import Article, Event
from archive.records import StatedDate
from tests.dedupe.stories import STORY
from tests.ingest.factories import make_draft, make_page

pytestmark = pytest.mark.django_db

ADDED = "本网编辑整理发布，联系人手机13812345678。"


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path: Path) -> None:
    settings.FILES_DIR = tmp_path / "files"


def store(body: str, name: str, *, day: str = "", publisher: str = "", source: str = "") -> Article:
    """A page of its own site."""
    published = StatedDate(value=day, precision="day", quote=day, rule="label") if day else None
    draft = make_draft(
        title="护河同行净滩活动举行",
        body=body,
        published=published,
        publisher=publisher or None,
        original_source=source or None,
    )
    page = make_page(f"{name}{body}", url=f"http://{name}.example/1.html")
    return store_article(page, draft, ()).article


def provenance() -> Provenance:
    event = Event.objects.get(merged_into=None)
    return trace_provenance(event.articles.select_related("publisher").prefetch_related("findings"))


def test_the_oldest_report_and_its_copies_form_a_chain() -> None:
    late = store(STORY[: len(STORY) // 2], "late", day="2025-05-20")
    undated = store(f"首页新闻中心{STORY}", "undated")
    first = store(STORY, "first", day="2025-05-18")
    found = provenance()
    assert found.oldest == first
    (chain,) = found.chains
    assert chain.first == first
    assert [copy.article for copy in chain.copies] == [late, undated]
    assert {copy.original for copy in chain.copies} == {first}


def test_it_tells_what_a_copy_added_and_dropped() -> None:
    store(STORY, "first", day="2025-05-18")
    store(STORY[: len(STORY) // 2] + "\n本网编辑整理发布。", "copy", day="2025-05-20")
    changes = provenance().chains[0].copies[0].changes
    assert changes.title is None
    assert {change.kind for change in changes.sentences} == {"dropped", "reworded", "added"}
    assert [change.after for change in changes.sentences if change.kind == "added"] == ["本网编辑整理发布。"]


def test_personal_data_is_masked_in_what_was_changed() -> None:
    store(STORY, "first", day="2025-05-18")
    store(f"{STORY}\n{ADDED}", "copy", day="2025-05-20")
    (change,) = provenance().chains[0].copies[0].changes.sentences
    assert change.kind == "added"
    assert "联系人" in change.after
    assert "13812345678" not in change.after


def test_a_claimed_source_is_told_with_its_own_report_if_the_archive_has_it() -> None:
    copies = [
        store(f"{STORY} ", "one", day="2025-05-19", source="沂河晚报"),
        store(f"{STORY}  ", "two", day="2025-05-20", source="沂河晚报"),
        store(f"{STORY}   ", "three", day="2025-05-21", source="市民报"),
    ]
    own = store(STORY, "own", day="2025-05-18", publisher="沂河晚报")
    claimed = provenance().claimed
    assert [(claim.name, list(claim.claimed_by), claim.held) for claim in claimed] == [
        ("沂河晚报", copies[:2], own),
        ("市民报", copies[2:], None),
    ]


def test_a_copy_whose_original_is_not_shown_begins_a_chain() -> None:
    first = store(STORY, "first", day="2025-05-18")
    copy = store(STORY[: len(STORY) // 2], "copy", day="2025-05-20")
    shown = [article for article in provenance_articles() if article != first]
    assert [chain.first for chain in trace_provenance(shown).chains] == [copy]


def test_where_nothing_is_dated_nothing_is_oldest() -> None:
    store(STORY, "undated")
    assert provenance().oldest is None
    assert trace_provenance([]) == Provenance(oldest=None)


def test_it_asks_the_database_for_nothing(django_assert_num_queries) -> None:
    store(STORY, "first", day="2025-05-18", source="沂河晚报")
    store(STORY[: len(STORY) // 2], "copy", day="2025-05-20")
    articles = provenance_articles()
    with django_assert_num_queries(0):
        found = trace_provenance(articles)
        assert found.chains[0].copies[0].changes


def provenance_articles() -> list[Article]:
    return list(Article.objects.select_related("publisher").prefetch_related("findings"))
