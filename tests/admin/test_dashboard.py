"""The panel's first page: its numbers are those of the lists they lead to, shown to those who may open them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from archive.accounts.roles import give_role
from archive.admin.dashboard.coverage import _cell
from archive.models import (
    Article,
    Correction,
    Doubt,
    Feed,
    FetchedAddress,
    Finding,
    IngestOutcome,
    IngestRun,
    Job,
    ReviewItem,
    RoleCode,
    SecondFactorRule,
    StoryPair,
)
from archive.search.indexing import index_stale
from archive.search.query import SearchQuery
from tests.admin.conftest import add_article
from tests.browser.small_archive import fill
from tests.factories import make_article
from tests.search.conftest import _own_index  # noqa: F401  autouse here as well
from tests.web.number_links import number_links, wrong_numbers

pytestmark = pytest.mark.django_db
INDEX = reverse("admin:index")
_NUMBER = re.compile(r'<a href="([^"]+)"><b>(\d+)</b>')


@pytest.fixture(autouse=True)
def _counted_anew() -> None:
    cache.clear()


@pytest.fixture
def root(client: Client) -> Client:
    client.force_login(User.objects.create(username="root", is_staff=True, is_superuser=True))
    return client


@pytest.fixture
def troubled(rows: Article) -> Article:
    """Something of everything that waits or fails."""
    run = IngestRun.objects.get()
    IngestOutcome.objects.bulk_create(
        [
            *(IngestOutcome(run=run, input=f"{n}.txt", outcome="failed", code="empty") for n in range(3)),
            IngestOutcome(run=run, input="x.pdf", outcome="failed", code="encrypted"),
        ]
    )
    IngestRun.objects.update(counts={"new": 2, "failed": 4})
    Feed.objects.update(trouble="timeout")
    FetchedAddress.objects.update(trouble="http_404", failures=2)
    Job.objects.create(kind="set_state", batch="b", state="failed")
    Job.objects.create(kind="set_state", batch="c", state="waiting")
    Article.objects.filter(pk=rows.pk).update(doubt=Doubt.CHANGED)
    Finding.objects.filter(pk=rows.findings.first().pk).update(doubt=Doubt.GONE)
    Correction.objects.create(article=rows, message="再改", state="reviewing")
    ReviewItem.objects.all().delete()
    for reason, article in (("doubt", rows), ("confidence", rows), ("confidence", StoryPair.objects.get().right)):
        ReviewItem.objects.create(article=article, reason=reason, weight=50)
    rejected = add_article(7)
    Article.objects.filter(pk=rejected.pk).update(state="rejected")
    return rows


def html_of(client: Client) -> str:
    response = client.get(INDEX)
    assert response.status_code == 200
    return response.content.decode()


def section(html: str, name: str) -> str:
    found = re.search(rf'<section[^>]*id="{name}".*?</section>', html, re.DOTALL)
    return found[0] if found else ""


def rows_behind(client: Client, address: str) -> int:
    context = client.get(address).context
    if "reason" in context:  # the review queue, which counts by reason
        return next(count.number for count, _address in context["counts"] if count.reason == context["reason"])
    return context["cl"].result_count


def links_with_numbers(html: str) -> Iterator[tuple[str, int]]:
    for address, number in _NUMBER.findall(html):
        yield unescape(address), int(number)


def test_every_number_is_that_of_the_list_it_leads_to(root: Client, troubled: Article) -> None:
    html = html_of(root)
    links = [*links_with_numbers(section(html, "waiting")), *links_with_numbers(section(html, "failing"))]
    assert len([address for address, _number in links if "/review/" not in address]) == 12
    assert len(links) >= 14
    for address, number in links:
        assert rows_behind(root, address) == number, address


def test_dead_letters_are_told_by_reason_the_commonest_first(root: Client, troubled: Article) -> None:
    told = re.sub(r"<[^>]+>", " ", section(html_of(root), "failing")).split()
    assert told[1:5] == ["3", "内容为空", "1", "已加密"]


def test_the_sources_that_err_most_lead_to_their_articles(root: Client, troubled: Article) -> None:
    StoryPair.objects.all().delete()
    part = section(html_of(root), "sources")
    cells = re.findall(r'<td class="num"><a href="([^"]+)">(\d+)</a>', part)
    assert len(cells) == 3
    for address, number in cells:
        assert rows_behind(root, unescape(address)) == int(number), address


def test_a_run_leads_to_its_outcomes_and_a_day_to_its_runs(root: Client, troubled: Article) -> None:
    html = html_of(root)
    address, failed = re.search(r'<a href="([^"]+)">失败 (\d+)</a>', section(html, "runs")).groups()
    assert rows_behind(root, unescape(address)) == int(failed) == 4
    day = re.search(r'<a href="([^"]+)" title="[^"]+：2；失败 4">', section(html, "intake"))
    assert rows_behind(root, unescape(day[1])) == 1
    assert "：2</span>" in section(html, "growth")


def test_what_a_province_holds_in_a_year_leads_to_the_search_that_finds_it(root: Client) -> None:
    fill()
    make_article("无时无地", "没有写明何时何地的一次活动。")
    index_stale()
    part = section(html_of(root), "coverage")
    assert "公开 12 篇" in part and "湖北" in part
    page = f"<main>{part}</main>".encode()
    assert len(dict(number_links(page))) > 3
    assert wrong_numbers(page) == []


def test_each_tint_reaches_four_times_as_far_as_the_one_before() -> None:
    tints = [_cell(count, SearchQuery(), 100).tint for count in (0, 1, 6, 25, 26, 100)]
    assert tints == [0, 2, 3, 4, 5, 5]


def test_without_an_index_the_page_says_so_and_opens(root: Client, rows: Article, tmp_path, settings) -> None:
    part = section(html_of(root), "coverage")
    assert "manage.py index_stale" in part


def test_an_empty_archive_has_a_first_page(root: Client) -> None:
    html = html_of(root)
    assert "没有要处理的" in html and "没有失败" in html and "还没有入档" in html


def test_staff_without_a_role_see_no_number_of_a_list_closed_to_them(client: Client, troubled: Article) -> None:
    client.force_login(User.objects.create(username="wang", is_staff=True))
    html = html_of(client)
    assert "读者更正" not in html and section(html, "runs") == "" and section(html, "sources") == ""


def test_a_reader_sees_what_fails_and_no_corrections(client: Client, troubled: Article) -> None:
    SecondFactorRule.objects.all().delete()
    reader = User.objects.create(username="li")
    give_role(reader, RoleCode.READER)
    client.force_login(User.objects.get(username="li"))
    html = html_of(client)
    assert "内容为空" in html and "读者更正" not in html
    assert section(html, "sources") and "更正" not in section(html, "sources")


def test_it_asks_few_questions(root: Client, troubled: Article, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(15):
        root.get(INDEX)
    with django_assert_max_num_queries(10):
        root.get(INDEX)
