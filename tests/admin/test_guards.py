"""No address of the admin can be framed, kept by a cache, or sent a form that another site made."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import get_resolver, reverse

from archive.models import Article
from tests.admin.test_permissions import addresses

pytestmark = pytest.mark.django_db
# Two empty fields and a sentence, the same for everybody.
MAY_BE_KEPT = {"/admin/password_change/", "/admin/password_change/done/"}


@pytest.fixture
def staff(rows: Article) -> Client:
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.create(username="root", is_staff=True, is_superuser=True))
    return client


def every_address() -> set[str]:
    found = {"/" + path for _name, path in addresses(get_resolver().url_patterns)}
    filled = {
        path.replace("<path:object_id>", "1").replace("<id>", "1").replace("<int:pk>", "1").replace("<int:id>", "1")
        for path in found
    }
    return {path for path in filled if "<" not in path and "(" not in path}


def test_a_form_without_its_token_is_refused_everywhere(staff: Client) -> None:
    asked = every_address()
    assert len(asked) > 100
    wrong = [path for path in asked if staff.post(path, {"x": "1"}).status_code not in (403, 405)]
    assert wrong == []


def test_no_page_can_be_framed_or_is_kept(staff: Client) -> None:
    wrong = []
    for path in every_address():
        response = staff.get(path)
        if response.status_code != 200 or not response.headers["Content-Type"].startswith("text/html"):
            continue
        framed = response.headers.get("X-Frame-Options") != "DENY"
        kept = "no-store" not in response.headers.get("Cache-Control", "") and path not in MAY_BE_KEPT
        if framed or kept:
            wrong.append((path, framed, kept))
    assert wrong == []


def test_a_login_ends_with_the_session_on_the_server(staff: Client) -> None:
    token = staff.get(reverse("admin:index")).cookies["csrftoken"].value
    kept = staff.cookies["sessionid"].value
    assert staff.post(reverse("admin:logout"), {"csrfmiddlewaretoken": token}).status_code == 200
    thief = Client()
    thief.cookies["sessionid"] = kept
    assert thief.get(reverse("admin:index")).status_code == 302
