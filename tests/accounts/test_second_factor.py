"""Beside the password staff give a code from their telephone: asked for where it is required, and where it was set up."""

from __future__ import annotations

import datetime as dt
import io
import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from archive.accounts.roles import give_role
from archive.models import AuditEntry, RoleCode, SecondFactorRule
from tests.factories import make_article

pytestmark = pytest.mark.django_db
INDEX, LOGIN, LOGOUT = reverse("admin:index"), reverse("admin:login"), reverse("admin:logout")
ENROL, VERIFY, PAGE = reverse("second_factor_enrol"), reverse("second_factor_verify"), reverse("second_factor")


class Clock:
    """What django-otp takes for the time, in whole steps of codes."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = float(1_800_000_000 // 30 * 30)
        monkeypatch.setattr("django_otp.plugins.otp_totp.models.time", SimpleNamespace(time=lambda: self.now))
        here = SimpleNamespace(now=self.moment)
        for module in ("django_otp.models", "archive.accounts.second_factor"):
            monkeypatch.setattr(f"{module}.timezone", here)

    def moment(self) -> dt.datetime:
        return dt.datetime.fromtimestamp(self.now, tz=timezone.get_current_timezone())

    def code(self, user: User, *, ahead: int = 0, confirmed: bool = True) -> str:
        """What the account's telephone shows, whose clock runs `ahead` seconds before ours."""
        device = TOTPDevice.objects.get(user=user, confirmed=confirmed)
        generator = TOTP(device.bin_key)
        generator.time = self.now + ahead
        return f"{generator.token():06}"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def li() -> User:
    user = User.objects.create(username="li")
    give_role(user, RoleCode.ADMINISTRATOR)
    return user


def log_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def enrol(client: Client, user: User, clock: Clock) -> list[str]:
    """Set up a telephone and return the recovery codes."""
    client.get(ENROL)
    response = client.post(ENROL, {"code": clock.code(user, confirmed=False)})
    codes = re.findall(r">((?:[A-Z2-7]{4}-){3}[A-Z2-7]{4})</li>", response.content.decode())
    assert len(codes) == 10
    clock.now += 30
    return codes


def give(client: Client, code: str, **more: str) -> Any:
    return client.post(VERIFY, {"code": code, **more})


def is_in(client: Client) -> bool:
    return client.get(INDEX).status_code == 200


@pytest.fixture
def enrolled(li: User, clock: Clock) -> list[str]:
    return enrol(log_in(li), li, clock)


# Who is asked


def test_nobody_is_asked_who_need_not_be(li: User) -> None:
    assert is_in(log_in(li))


def test_the_servers_setting_asks_everyone(li: User, settings) -> None:
    settings.STAFF_SECOND_FACTOR = "required"
    response = log_in(li).get(reverse("admin:auth_user_changelist"))
    assert response.headers["Location"] == f"{ENROL}?next=%2Fadmin%2Fauth%2Fuser%2F"


@pytest.mark.parametrize(("scope", "asked"), [("everyone", True), ("administrator", True), ("reader", False)])
def test_a_rule_of_the_panel_asks_at_once_and_whom_it_says(li: User, scope: str, asked: bool) -> None:
    client = log_in(li)
    assert is_in(client)
    rule = SecondFactorRule.objects.create(scope=scope)
    assert is_in(client) is not asked
    rule.delete()
    assert is_in(client)


def test_a_rule_is_made_in_the_panel_and_logged(li: User) -> None:
    log_in(li).post(reverse("admin:archive_secondfactorrule_add"), {"scope": "editor"})
    assert SecondFactorRule.objects.get().scope == "editor"
    assert AuditEntry.objects.get(subject_type="secondfactorrule").after["scope"] == "editor"


def test_whoever_set_it_up_is_asked_though_nobody_requires_it(li: User, enrolled: list[str]) -> None:
    assert log_in(li).get(INDEX).headers["Location"].startswith(VERIFY)


# What a session that owes the code gets


def test_of_the_admin_it_gets_the_way_in_and_the_way_out(li: User, enrolled: list[str]) -> None:
    client = log_in(li)
    for address in (ENROL, PAGE, reverse("admin_upload"), reverse("admin:jsi18n"), reverse("admin:password_change")):
        assert client.get(address).headers["Location"].startswith(VERIFY), address
    assert client.post(reverse("admin:auth_user_add"), {"username": "x"}).headers["Location"] == VERIFY
    assert client.get(VERIFY).status_code == 200
    assert client.post(LOGOUT).status_code == 200
    assert client.get(INDEX).headers["Location"].startswith(LOGIN)


@pytest.mark.parametrize("address", ["/about/", "/api/v1/types", "/search.csv?q=x", "/oai?verb=Identify"])
def test_elsewhere_it_is_nobody(li: User, enrolled: list[str], clock: Clock, address: str) -> None:
    client = log_in(li)
    asker = client.get(address).wsgi_request.user
    assert not asker.is_authenticated and not asker.has_perm("archive.view_savedfile")
    give(client, clock.code(li))
    assert client.get(address).wsgi_request.user.has_perm("archive.view_savedfile")


def test_readers_pages_ask_nothing_about_the_session(client: Client, django_assert_num_queries) -> None:
    make_article("推进会召开", "7月7日,推进会在武汉市召开。")
    with django_assert_num_queries(0):
        client.get(reverse("about"))


# Setting it up


def test_setting_up_shows_a_picture_and_the_same_secret_to_type(li: User) -> None:
    client = log_in(li)
    html = client.get(ENROL).content.decode()
    device = TOTPDevice.objects.get(user=li)
    assert not device.confirmed
    secret = re.search(r'id="secret">([A-Z2-7 ]+)<', html)[1]
    assert f"secret={secret.replace(' ', '')}" in html and 'src="data:image/svg+xml' in html
    assert client.get(ENROL).content.decode().count(secret) == 1, "the same on a second look"


def test_another_session_never_sees_the_secret_that_is_being_set_up(li: User) -> None:
    thief, owner = log_in(li), log_in(li)
    secrets = [re.search(r'id="secret">([A-Z2-7 ]+)<', each.get(ENROL).content.decode())[1] for each in (thief, owner)]
    assert secrets[0] != secrets[1]
    assert TOTPDevice.objects.count() == 1


def test_a_wrong_code_sets_up_nothing(li: User, clock: Clock) -> None:
    client = log_in(li)
    client.get(ENROL)
    right = clock.code(li, confirmed=False)
    wrong = f"{(int(right) + 1) % 1_000_000:06}"
    assert "验证码不对" in client.post(ENROL, {"code": wrong}).content.decode()
    assert not TOTPDevice.objects.get().confirmed and not StaticToken.objects.exists()


def test_setting_up_lets_this_session_in_and_is_logged(li: User, clock: Clock, settings) -> None:
    settings.STAFF_SECOND_FACTOR = "required"
    client = log_in(li)
    before = client.session.session_key
    enrol(client, li, clock)
    assert is_in(client) and client.session.session_key != before
    entry = AuditEntry.objects.get(subject_type="user")
    assert entry.after == {"second_factor": "totp"} and entry.actor == li.pk


def test_another_telephone_takes_a_code_of_the_first(li: User, clock: Clock) -> None:
    client = log_in(li)
    enrol(client, li, clock)
    elsewhere = log_in(li)
    give(elsewhere, clock.code(li))
    clock.now += 30
    client.get(ENROL)
    new = clock.code(li, confirmed=False)
    assert client.post(ENROL, {"code": new}).status_code == 200, "without a code of the first"
    assert TOTPDevice.objects.filter(confirmed=False).exists()
    response = client.post(ENROL, {"code": new, "current": clock.code(li)})
    assert "备用验证码" in response.content.decode()
    assert TOTPDevice.objects.get().confirmed and is_in(client)
    assert not is_in(elsewhere), "what the first telephone opened is closed"


# Giving a code


def test_a_code_leads_to_where_one_wanted_to_go(li: User, enrolled: list[str], clock: Clock) -> None:
    client = log_in(li)
    wanted = reverse("admin:archive_article_changelist")
    response = client.get(wanted, follow=True)
    assert response.redirect_chain[-1][0].startswith(VERIFY) and response.context["next"] == wanted
    assert give(client, clock.code(li), next=wanted).headers["Location"] == wanted
    assert client.get(wanted).status_code == 200


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil"])
def test_a_code_never_leads_to_another_site(li: User, enrolled: list[str], clock: Clock, wanted: str) -> None:
    assert give(log_in(li), clock.code(li), next=wanted).headers["Location"] == INDEX


def test_a_code_counts_once(li: User, enrolled: list[str], clock: Clock) -> None:
    code = clock.code(li)
    first, second = log_in(li), log_in(li)
    give(first, code)
    assert is_in(first)
    assert "已经用过" in give(second, code).content.decode() and not is_in(second)


@pytest.mark.parametrize(("ahead", "taken"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_a_clock_may_be_half_a_minute_off(li: User, enrolled: list[str], clock: Clock, ahead: int, taken: bool) -> None:
    clock.now += 300
    client = log_in(li)
    give(client, clock.code(li, ahead=ahead))
    assert is_in(client) is taken


def test_a_clock_that_runs_away_slowly_is_followed(li: User, enrolled: list[str], clock: Clock) -> None:
    for ahead in (30, 60, 90):
        clock.now += 300
        client = log_in(li)
        give(client, clock.code(li, ahead=ahead))
        assert is_in(client), ahead


def test_each_failure_doubles_the_wait_in_which_even_a_right_code_is_not_taken(
    li: User, enrolled: list[str], clock: Clock
) -> None:
    client = log_in(li)
    right = clock.code(li)
    wrong = f"{(int(right) + 1) % 1_000_000:06}"
    for wait in (1, 2, 4):
        assert "验证码不对" in give(client, wrong).content.decode()
        assert f"请等 {wait + 1} 秒" in give(client, right).content.decode()
        clock.now += wait
    give(client, clock.code(li))
    assert is_in(client)


def test_a_recovery_code_counts_once_however_it_is_written(li: User, enrolled: list[str], clock: Clock) -> None:
    client, other = log_in(li), log_in(li)
    give(client, f" {enrolled[3].lower().replace('-', ' ')} ")
    assert is_in(client)
    assert "验证码不对" in give(other, enrolled[3]).content.decode() and not is_in(other)
    assert "还有 9 个备用验证码" in client.get(PAGE).content.decode()
    clock.now += 10
    give(other, enrolled[4])
    assert is_in(other)


def test_recovery_codes_are_not_in_the_database(li: User, enrolled: list[str]) -> None:
    stored = list(StaticToken.objects.values_list("token", flat=True))
    plain = {code.replace("-", "") for code in enrolled}
    assert len(set(stored)) == 10 and not plain & set(stored)


@pytest.mark.parametrize(
    "code", ["", "000000", "１２３４５６", "x" * 40, "-12345", "12 34", "\x00", "0000000000000000"]
)
def test_what_is_no_code_is_refused_without_a_fault(li: User, enrolled: list[str], code: str) -> None:
    client = log_in(li)
    assert give(client, code).status_code == 200 and not is_in(client)


def test_the_form_is_refused_without_its_token_and_is_never_framed_or_kept(li: User, enrolled: list[str]) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(li, backend="django.contrib.auth.backends.ModelBackend")
    assert give(client, "000000").status_code == 403
    response = client.get(VERIFY)
    assert response.headers["X-Frame-Options"] == "DENY" and "no-store" in response.headers["Cache-Control"]


# Looking after it


def test_new_recovery_codes_and_the_end_of_it_take_a_fresh_code(li: User, enrolled: list[str], clock: Clock) -> None:
    client = log_in(li)
    give(client, clock.code(li))
    clock.now += 30
    for wish in ("codes", "remove"):
        client.post(PAGE, {"code": "", "wish": wish})
        assert StaticToken.objects.count() == 10 and TOTPDevice.objects.get().confirmed
    before = set(StaticToken.objects.values_list("token", flat=True))
    client.post(PAGE, {"code": clock.code(li), "wish": "codes"})
    assert not before & set(StaticToken.objects.values_list("token", flat=True))
    clock.now += 30
    client.post(PAGE, {"code": clock.code(li), "wish": "remove"})
    assert not TOTPDevice.objects.exists() and not StaticToken.objects.exists()
    assert is_in(log_in(li))


def test_what_is_required_cannot_be_ended(li: User, enrolled: list[str], clock: Clock, settings) -> None:
    settings.STAFF_SECOND_FACTOR = "required"
    client = log_in(li)
    give(client, clock.code(li))
    clock.now += 30
    client.post(PAGE, {"code": clock.code(li), "wish": "remove"})
    assert TOTPDevice.objects.get().confirmed


def test_the_command_helps_who_lost_everything_and_is_logged(li: User, enrolled: list[str], settings) -> None:
    settings.STAFF_SECOND_FACTOR = "required"
    client = log_in(li)
    call_command("reset_second_factor", "li", stdout=io.StringIO())
    assert client.get(INDEX).headers["Location"].startswith(ENROL)
    entry = AuditEntry.objects.filter(subject_type="user").first()
    assert entry.action == "delete" and entry.reason == "reset_second_factor" and entry.actor is None
    with pytest.raises(CommandError) as told:
        call_command("reset_second_factor", "nobody")
    assert told.value.returncode == 2


def test_an_administrator_resets_others_but_no_superuser(li: User, clock: Clock) -> None:
    root = User.objects.create(username="root", is_staff=True, is_superuser=True)
    wang = User.objects.create(username="wang", is_staff=True)
    for user in (root, wang):
        TOTPDevice.objects.create(user=user, name="totp")
    client = log_in(li)
    sent = {"action": "reset_second_factor", "_selected_action": [root.pk, wang.pk]}
    assert client.post(reverse("admin:auth_user_changelist"), sent).status_code == 302
    assert [device.user for device in TOTPDevice.objects.all()] == [root]
    assert AuditEntry.objects.get(subject_type="user").subject == str(wang.pk)
