"""Merging names in the admin: found, previewed, merged, seen as one, parted again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from haystack import connections

from archive.models import Article, AuditEntry, Finding, NameAlias
from archive.search.indexing import index_stale
from tests.factories import make_article

pytestmark = pytest.mark.django_db

SHORT, LONG = "武汉市文明办", "武汉市精神文明建设委员会办公室"


@pytest.fixture(autouse=True)
def articles(tmp_path: Path) -> Any:
    backend = connections["default"].get_backend()
    before, backend.path = backend.path, str(tmp_path / "index")
    made = [make_article("甲", organisations=[SHORT]), make_article("乙", organisations=[LONG]), make_article("丙")]
    index_stale()
    yield made
    backend.path = before


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(User.objects.create(username="editor", is_staff=True, is_superuser=True))
    return client


def page(client: Client, address: str = "admin_names", /, **asked: Any) -> str:
    response = client.get(reverse(address), asked)
    assert response.status_code == 200
    return response.content.decode()


def found_under(client: Client, name: str) -> list[str]:
    answer = client.get("/api/v1/search", {"org": name}).json()
    return sorted(hit["title"] for hit in answer["hits"])


def merge(client: Client, **sent: Any) -> Any:
    return client.post(reverse("admin_names_merge", query={"name": [SHORT, LONG]}), sent)


def test_likely_spellings_are_found_and_a_name_by_its_characters(staff: Client) -> None:
    shown = page(staff, show="alike")
    assert SHORT in shown and LONG in shown
    assert SHORT in page(staff, find="文明办") and LONG not in page(staff, find="文明办")
    assert "没有这样的名称" in page(staff, kind="programme")


def test_a_merge_is_previewed_with_its_articles_and_changes_nothing_before(staff: Client) -> None:
    shown = page(staff, "admin_names_merge", name=[SHORT, LONG])
    assert "涉及 2 篇次" in shown and "甲" in shown and "乙" in shown
    assert not NameAlias.objects.exists()


def test_a_merge_makes_one_of_facets_pages_and_search_and_is_undone(staff: Client, articles: list[Article]) -> None:
    assert found_under(staff, SHORT) == ["甲"]
    merge(staff, main=SHORT)
    index_stale()
    assert set(found_under(staff, SHORT)) == set(found_under(staff, LONG)) == {"甲", "乙"}
    shown = staff.get(reverse("article", args=[articles[1].pk])).content.decode()
    assert SHORT in shown
    assert f"也写作 {LONG}" in page(staff)
    assert Finding.objects.get(article=articles[1], kind="organisation").value == LONG
    assert AuditEntry.objects.get(subject_type="namealias").after["main"] == SHORT
    staff.post(reverse("admin:archive_namealias_delete", args=[NameAlias.objects.get().pk]), {"post": "yes"})
    index_stale()
    assert found_under(staff, SHORT) == ["甲"] and found_under(staff, LONG) == ["乙"]
    assert AuditEntry.objects.filter(subject_type="namealias").count() == 2


def test_a_merge_holds_for_pages_that_come_in_later(staff: Client) -> None:
    merge(staff, main=SHORT)
    make_article("丁", organisations=[LONG])
    index_stale()
    assert set(found_under(staff, SHORT)) == {"甲", "乙", "丁"}


def test_a_main_name_of_ones_own_takes_all(staff: Client) -> None:
    merge(staff, main=SHORT, other="武汉文明办")
    assert set(NameAlias.objects.values_list("name", "main")) == {(SHORT, "武汉文明办"), (LONG, "武汉文明办")}


@pytest.mark.parametrize("names", [[], [""], ["\x00"], [f"名{n}" for n in range(31)]])
def test_what_cannot_be_merged_leads_back_to_the_list(staff: Client, names: list[str]) -> None:
    response = staff.get(reverse("admin_names_merge"), {"name": names})
    assert response.status_code == 302


def test_a_circle_is_refused_with_its_reason(staff: Client) -> None:
    NameAlias.objects.create(kind="organisation", name=SHORT, main=LONG)
    response = merge(staff, main=SHORT)
    assert response.status_code == 200 and "已归入" in response.content.decode()
    assert NameAlias.objects.count() == 1


def test_reviewers_see_names_and_do_not_merge(client: Client) -> None:
    from django.contrib.auth.models import Permission

    user = User.objects.create(username="reader", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="view_namealias"))
    client.force_login(user)
    assert "归并所选" not in page(client)
    assert client.get(reverse("admin_names_merge"), {"name": [SHORT]}).status_code == 403
    assert merge(client, main=SHORT).status_code == 403
    assert not NameAlias.objects.exists()


def test_hostile_names_are_words(staff: Client) -> None:
    shown = page(staff, "admin_names_merge", name=["<script>alert(1)</script>"])
    assert "<script>alert(1)" not in shown
