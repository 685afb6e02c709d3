"""A real Chromium before a live server over a small archive; skipped where there is none."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings

from tests.web.conftest import english  # noqa: F401

CHROMIUM = Path("/usr/bin/chromium")


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


@pytest.fixture
def archive(browser, transactional_db) -> Iterator[None]:
    """Twelve articles in the database and in the index the server's own threads open."""
    import shutil

    from archive.search.indexing import index_stale
    from archive.search.labels import forget_labels
    from tests.browser.small_archive import fill

    index = Path(django_settings.HAYSTACK_CONNECTIONS["default"]["PATH"])
    shutil.rmtree(index, ignore_errors=True)
    forget_labels()
    fill()
    index_stale()
    yield
    shutil.rmtree(index, ignore_errors=True)
    forget_labels()


@pytest.fixture(params=[1280, 390], ids=["wide", "narrow"])
def width(request) -> int:
    return request.param


@pytest.fixture
def page(archive, browser, live_server, width):
    """A page that fails the test when a script fails or a policy is broken."""
    context = browser.new_context(base_url=live_server.url, viewport={"width": width, "height": 844}, locale="zh-CN")
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    yield page
    context.close()
    assert complaints == []


@pytest.fixture
def scriptless_page(archive, browser, live_server, width):
    """The same without JavaScript."""
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": width, "height": 844}, java_script_enabled=False
    )
    yield context.new_page()
    context.close()
