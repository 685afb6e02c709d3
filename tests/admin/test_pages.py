"""Every list, add and change page of the admin opens for staff, costs few queries, and opens for nobody else."""

from __future__ import annotations

import re

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from archive.admin import model_admin
from archive.models import (
    Anchor,
    AnchorCount,
    Article,
    EventKey,
    EventType,
    Finding,
    IngestOutcome,
    IngestRun,
    Origin,
    RecoveryCodes,
    Region,
    ReviewClaim,
    ReviewItem,
    Role,
    SearchFence,
)
from tests.admin.conftest import add_article

pytestmark = pytest.mark.django_db

MODELS = [model for model in admin.site._registry if model._meta.app_label == "archive"]
NAMES = [model._meta.model_name for model in MODELS]
ADDABLE = [
    "linkrule",
    "finding",
    "source",
    "sourcehost",
    "region",
    "regionname",
    "eventtype",
    "servicefield",
    "correction",
    "feed",
    "houserule",
    "namealias",
    "secondfactorrule",
]


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(User.objects.create(username="editor", is_staff=True, is_superuser=True))
    return client


def test_every_model_has_its_place() -> None:
    from django.apps import apps

    nothing_to_look_at = {Anchor, AnchorCount, EventKey, RecoveryCodes, Role, SearchFence}
    on_their_own_page = {ReviewClaim, ReviewItem}
    shown = set(MODELS) | on_their_own_page
    assert set(apps.get_app_config("archive").get_models()) - nothing_to_look_at == shown


@pytest.mark.parametrize("name", NAMES)
def test_lists_open_and_can_be_searched(staff: Client, rows: Article, name: str) -> None:
    address = reverse(f"admin:archive_{name}_changelist")
    assert staff.get(address).status_code == 200
    assert staff.get(address, {"q": "hubei"}).status_code == 200


@pytest.mark.parametrize("name", NAMES)
def test_change_pages_open(staff: Client, rows: Article, name: str) -> None:
    model = MODELS[NAMES.index(name)]
    row = model._default_manager.first()
    assert row is not None
    assert staff.get(reverse(f"admin:archive_{name}_change", args=[row.pk])).status_code == 200


@pytest.mark.parametrize("name", NAMES)
def test_add_pages_open_where_rows_may_be_added_by_hand(staff: Client, rows: Article, name: str) -> None:
    expected = 200 if name in ADDABLE else 403
    assert staff.get(reverse(f"admin:archive_{name}_add")).status_code == expected


@pytest.mark.parametrize(
    "address", ["admin:index", "admin:auth_user_changelist", "admin:auth_user_add", "admin:auth_group_add"]
)
def test_pages_about_staff_open(staff: Client, address: str) -> None:
    assert staff.get(reverse(address)).status_code == 200


@pytest.mark.parametrize("name", NAMES)
def test_an_anonymous_visitor_is_sent_to_the_login(client: Client, name: str) -> None:
    response = client.get(reverse(f"admin:archive_{name}_changelist"))
    assert response.status_code == 302
    assert response.headers["Location"].startswith(reverse("admin:login"))


@pytest.mark.parametrize(
    "name", ["article", "finding", "event", "ingestoutcome", "articleversion", "source", "savedfile"]
)
def test_a_longer_list_needs_no_more_queries(
    staff: Client, rows: Article, name: str, django_assert_max_num_queries
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    address = reverse(f"admin:archive_{name}_changelist")
    run = IngestRun.objects.get()
    add_article(2)
    with CaptureQueriesContext(
        connection,
    ) as few:
        staff.get(address)
    for number in range(3, 12):
        IngestOutcome.objects.create(run=run, input=f"{number}.txt", outcome="new", article=add_article(number))
    with CaptureQueriesContext(connection) as many:
        staff.get(address)
    assert len(many) == len(few)


def test_no_list_counts_a_whole_table(staff: Client, rows: Article) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for name in NAMES:
        with CaptureQueriesContext(connection) as captured:
            staff.get(reverse(f"admin:archive_{name}_changelist"))
        asked = [query["sql"] for query in captured.captured_queries]
        assert not [sql for sql in asked if re.match(r'SELECT COUNT\(\*\) AS "__count" FROM "\w+"$', sql)], name
        distinct = [sql for sql in asked if sql.startswith("SELECT DISTINCT") and "archive_article" in sql]
        assert not distinct, name


def test_a_list_counts_up_to_a_bound_and_says_that_there_are_more(
    staff: Client, rows: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = reverse("admin:archive_article_changelist")
    number = Article.objects.count()
    shown = staff.get(address)
    assert shown.context["cl"].result_count == number and "超过" not in shown.content.decode()
    monkeypatch.setattr(model_admin, "MOST_COUNTED", number - 1)
    shown = staff.get(address)
    assert shown.context["cl"].result_count == number - 1 and "超过" in shown.content.decode()


def test_articles_are_found_by_title_or_by_address(staff: Client, rows: Article) -> None:
    for typed in (rows.title[:4], "host1.example"):
        page = staff.get(reverse("admin:archive_article_changelist"), {"q": typed})
        assert rows in page.context["cl"].result_list


@pytest.mark.parametrize(
    ("name", "asked", "number"),
    [("finding", {"role": "venue"}, 3), ("finding", {"role": "past"}, 0), ("article", {"page_class": "article"}, 3),
     ("article", {"script": "hans"}, 3), ("article", {"script": "nonsense"}, 3)],
)  # fmt: skip
def test_filters_of_known_values(staff: Client, rows: Article, name: str, asked: dict[str, str], number: int) -> None:
    page = staff.get(reverse(f"admin:archive_{name}_changelist"), asked)
    assert page.context["cl"].result_count == number


@pytest.mark.parametrize("name", ["article", "finding"])
def test_no_select_holds_all_articles(staff: Client, rows: Article, name: str) -> None:
    for number in range(2, 30):
        add_article(number)
    model = MODELS[NAMES.index(name)]
    address = reverse(f"admin:archive_{name}_change", args=[model._default_manager.order_by("pk").first().pk])
    assert staff.get(address).content.decode().count("社区志愿服务推进会召开") < 10


@pytest.mark.parametrize(
    "name", ["article", "articleversion", "savedfile", "ingestrun", "ingestoutcome", "event", "region"]
)
def test_evidence_cannot_be_deleted(staff: Client, rows: Article, name: str) -> None:
    model = MODELS[NAMES.index(name)]
    row = model._default_manager.first()
    assert staff.post(reverse(f"admin:archive_{name}_delete", args=[row.pk]), {"post": "yes"}).status_code == 403
    assert "delete_selected" not in staff.get(reverse(f"admin:archive_{name}_changelist")).content.decode()


def test_a_region_is_found_by_pinyin(staff: Client, rows: Article) -> None:
    Region.objects.create(code="110000", name="北京市", short_name="北京", level=1, pinyin="beijing")
    page = staff.get(reverse("admin:archive_region_changelist"), {"q": "hubei"}).content.decode()
    assert "湖北省" in page and "北京市" not in page


def test_a_term_in_use_cannot_be_deleted_and_one_not_in_use_can(staff: Client, rows: Article) -> None:
    EventType.objects.create(code="spare", label="备用", label_en="Spare")
    Finding.objects.create(article=rows, kind="event_type", value="meeting", origin=Origin.STAFF)
    for code, status in (("meeting", 403), ("spare", 302)):
        response = staff.post(reverse("admin:archive_eventtype_delete", args=[code]), {"post": "yes"})
        assert response.status_code == status
    assert list(EventType.objects.values_list("code", flat=True)) == ["meeting"]


def test_codes_are_shown_with_what_they_mean(staff: Client, rows: Article) -> None:
    Finding.objects.create(article=rows, kind="event_type", value="meeting")
    page = staff.get(reverse("admin:archive_article_change", args=[rows.pk])).content.decode()
    assert "湖北省武汉市" in page and "会议" in page
