"""A real Chromium before one live server over a small archive that no test changes; skipped where there is none.

`archive` is filled once for all of this folder. Tests are marked `django_db`, so that what one writes is taken back after
it; what a reader chooses is kept in the browser.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from pytest_django.live_server_helper import LiveServer

from tests.web.conftest import english  # noqa: F401

CHROMIUM = Path("/usr/bin/chromium")
HEIGHT = 844


@pytest.fixture(scope="session")
def browser() -> Iterator:
    """One headless Chromium for all journeys."""
    if not CHROMIUM.exists():
        pytest.skip(f"no browser on this machine: {CHROMIUM} is missing")
    from playwright.sync_api import sync_playwright

    # Playwright runs an event loop in this thread, in which Django would refuse its plain database calls.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield chromium
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="package")
def archive(browser, django_db_setup, django_db_blocker) -> Iterator[None]:
    """Eleven articles in the database and in the index the server's own threads open."""
    from archive.search.indexing import index_stale
    from archive.search.labels import forget_labels
    from tests.browser.small_archive import fill

    index = Path(django_settings.HAYSTACK_CONNECTIONS["default"]["PATH"])
    shutil.rmtree(index, ignore_errors=True)
    with django_db_blocker.unblock():
        forget_labels()
        fill()
        index_stale()
        yield
        call_command("flush", interactive=False, verbosity=0)
    shutil.rmtree(index, ignore_errors=True)
    forget_labels()


@pytest.fixture(scope="package")
def server(archive) -> Iterator[str]:
    """The address of a server that answers from that archive.

    Not pytest-django's `live_server`, which empties the database after every test.
    """
    live = LiveServer("localhost")
    yield live.url
    live.stop()


@pytest.fixture(params=[1280, 390], ids=["wide", "narrow"])
def width(request) -> int:
    return request.param


@pytest.fixture
def new_page(browser, server):
    """Makes pages; a test fails when a script on one fails or a policy is broken."""
    contexts, complaints = [], []

    def make(width: int = 1280, *, language: str = "", **options):
        context = browser.new_context(
            base_url=server, viewport={"width": width, "height": HEIGHT}, locale="zh-CN", **options
        )
        if language:
            context.add_cookies([{"name": "django_language", "value": language, "url": server}])
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text) if _is_complaint(message, page) else None)
        return page

    make.complaints = complaints
    yield make
    for context in contexts:
        context.close()
    assert complaints == []


def _is_complaint(message, page) -> bool:
    """Not that a page itself is a 404, which is for the test to judge, nor that htmx gives up a request for a newer."""
    given_up = message.text.startswith(("htmx:afterRequest", "htmx:sendAbort"))
    return message.type == "error" and message.location["url"] != page.url and not given_up


@pytest.fixture
def staff_page(new_page, settings):
    """Makes a page on which somebody of a role has logged in, on the panel's first page."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

    def make(role, width: int = 1280):
        from django.contrib.auth.models import User
        from playwright.sync_api import expect

        from archive.accounts.roles import give_role

        give_role(User.objects.create_user(f"工作人员-{role}", password="江城夜读灯火下的一本旧书"), role)
        page = new_page(width)
        page.goto("/admin/")
        page.get_by_label("用户名").fill(f"工作人员-{role}")
        page.get_by_label("密码").fill("江城夜读灯火下的一本旧书")
        page.get_by_role("button", name="登录").click()
        expect(page.locator("#dashboard")).to_be_visible()
        return page

    return make


@pytest.fixture
def page(new_page, width):
    return new_page(width)


@pytest.fixture
def scriptless_page(new_page, width):
    return new_page(width, java_script_enabled=False)
