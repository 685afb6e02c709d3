"""What repeats a withdrawn text is held back as it comes in; staff decide, and their word stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from archive.ingest.store import store_article
from archive.models import Article, ArticleState
from archive.records import StatedDate
from archive.review.decisions import publish, withdraw
from tests.dedupe.stories import FUNERAL_NOTICE, STORY
from tests.ingest.factories import make_draft, make_page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path: Path) -> None:
    settings.FILES_DIR = tmp_path / "files"


def store(body: str, name: str, *, day: str = "2025-05-18", saved: str = "") -> Article:
    published = StatedDate(value=day, precision="day", quote=day, rule="label")
    draft = make_draft(title="护河同行净滩活动举行", body=body, published=published)
    return store_article(make_page(f"{saved}{name}{body}", url=f"http://{name}.example/1.html"), draft, ()).article


def state_of(article: Article) -> str:
    return Article.objects.values_list("state", flat=True).get(pk=article.pk)


@pytest.mark.parametrize("body", [STORY, STORY[: len(STORY) // 2], STORY + "\n" + FUNERAL_NOTICE])
def test_a_copy_of_a_withdrawn_text_is_held_and_no_reader_sees_it(client: Client, body: str) -> None:
    withdraw(store(STORY, "first"), "应当事人请求")
    copy = store(body, "copy")
    assert state_of(copy) == ArticleState.HELD
    assert client.get(f"/articles/{copy.pk}/").status_code == 404
    assert client.get(f"/api/v1/articles/{copy.pk}").status_code == 404


def test_other_stories_come_in_as_ever() -> None:
    withdraw(store(STORY, "first"), "应当事人请求")
    assert state_of(store(FUNERAL_NOTICE, "other")) == ArticleState.PUBLIC


def test_a_late_copy_in_a_large_chain_is_held_too() -> None:
    copies = [store(STORY, f"copy{number}", day=f"2025-06-{number:02}") for number in range(1, 21)]
    withdraw(copies[7], "应当事人请求")
    assert state_of(store(STORY, "late", day="2025-07-01")) == ArticleState.HELD


def test_a_page_that_becomes_a_copy_of_a_withdrawn_text_is_held() -> None:
    page = store(FUNERAL_NOTICE, "page")
    withdraw(store(STORY, "first"), "应当事人请求")
    store(STORY, "page")
    assert state_of(page) == ArticleState.HELD


def test_what_staff_publish_stays_public_when_the_page_is_seen_again() -> None:
    withdraw(store(STORY, "first"), "重复")
    copy = store(STORY, "copy")
    publish(copy, "这一家获得授权")
    store(STORY + "（完）", "copy", saved="again")
    assert state_of(copy) == ArticleState.PUBLIC


def test_held_copies_come_back_with_the_text_they_were_held_for() -> None:
    first = store(STORY, "first")
    withdraw(first, "误撤")
    copy = store(STORY, "copy", day="2025-05-20")
    publish(first, "恢复")
    copy.refresh_from_db()
    assert (copy.state, copy.reprint_of) == (ArticleState.PUBLIC, first)


def test_a_copy_of_two_withdrawn_reports_waits_for_both() -> None:
    first, second = store(STORY, "first"), store(STORY, "second", day="2025-05-19")
    withdraw(first, "误撤")
    withdraw(second, "应当事人请求")
    copy = store(STORY, "copy", day="2025-05-20")
    publish(first, "恢复")
    assert state_of(copy) == ArticleState.HELD
    publish(second, "恢复")
    assert state_of(copy) == ArticleState.PUBLIC
