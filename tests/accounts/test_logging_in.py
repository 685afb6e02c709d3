"""Guessing passwords is slowed down for all processes together; cookies and passwords are kept strictly."""

from __future__ import annotations

import io

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db
PASSWORD = "江城夜读灯火下的一本旧书"
LOGIN = reverse("admin:login")


@pytest.fixture(autouse=True)
def _account() -> None:
    User.objects.create_user("li", password=PASSWORD, is_staff=True)


def log_in(password: str = PASSWORD, address: str = "203.0.113.7", **headers: str):
    return Client(REMOTE_ADDR=address).post(LOGIN, {"username": "li", "password": password}, headers=headers)


def test_logging_in_leads_to_the_panel_or_to_where_one_wanted_to_go() -> None:
    assert log_in().headers["Location"] == reverse("admin:index")
    wanted = reverse("admin:archive_article_changelist")
    sent = {"username": "li", "password": PASSWORD}
    assert Client().post(f"{LOGIN}?next={wanted}", sent).headers["Location"] == wanted


def fail(times: int, **where: str) -> None:
    for _time in range(times):
        log_in("wrong", **where)


def test_ten_failures_lock_the_address_out_even_with_the_right_password(settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]
    fail(9)
    assert log_in("wrong").status_code == 429
    locked = log_in()
    assert locked.status_code == 429 and "请一小时后再试" in locked.content.decode()
    assert log_in(address="203.0.113.8").status_code == 302
    call_command("axes_reset_ip", "203.0.113.7", stdout=io.StringIO())
    assert log_in().status_code == 302


def test_the_address_a_trusted_proxy_names_is_the_one_that_counts(settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]
    settings.TRUSTED_PROXIES = 1
    for number in range(10):
        log_in("wrong", **{"X-Forwarded-For": f"198.51.100.{number}, 203.0.113.9"})
    assert log_in(**{"X-Forwarded-For": "203.0.113.9"}).status_code == 429
    assert log_in(**{"X-Forwarded-For": "203.0.113.10"}).status_code == 302


def test_passwords_are_stored_with_scrypt() -> None:
    assert User.objects.get().password.startswith("scrypt$")


def test_a_login_lasts_a_day_of_work_and_its_cookie_is_kept_from_scripts() -> None:
    cookie = log_in().cookies["sessionid"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["max-age"] == 12 * 60 * 60


def test_a_changed_password_ends_other_logins() -> None:
    here, elsewhere = Client(), Client()
    for client in (here, elsewhere):
        client.force_login(User.objects.get())
    new = "另一句只有自己知道的话语"
    sent = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert here.post(reverse("admin:password_change"), sent).status_code == 302
    assert here.get(reverse("admin:index")).status_code == 200
    assert elsewhere.get(reverse("admin:index")).status_code == 302


def test_the_login_refuses_a_form_without_its_token_and_being_framed() -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post(LOGIN, {"username": "li", "password": PASSWORD}).status_code == 403
    assert client.get(LOGIN).headers["X-Frame-Options"] == "DENY"
