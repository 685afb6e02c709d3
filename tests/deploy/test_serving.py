"""What a deployment answers, asked past a proxy and through one."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deploy.serving import PATIENCE, Site

BY_PROXY = {"Host": "archive.example.org", "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    site = Site(tmp_path_factory.mktemp("data"))
    yield site
    site.stop()


def test_it_is_alive_and_ready_to_whoever_asks_on_this_machine(site: Site) -> None:
    assert site.ask("/healthz")[0] == 200
    status, _headers, body = site.ask("/readyz")
    assert (status, json.loads(body)["status"]) == (200, "ok")


def test_http_is_sent_to_https_and_https_is_answered_and_kept_to(site: Site) -> None:
    plain = site.ask("/about/", {"Host": "archive.example.org"})
    assert (plain[0], plain[1]["Location"]) == (301, "https://archive.example.org/about/")
    status, headers, _body = site.ask("/about/", BY_PROXY)
    assert (status, headers["Strict-Transport-Security"]) == (200, "max-age=31536000")


def test_cookies_go_by_https_only(site: Site) -> None:
    cookies = site.ask("/admin/login/", BY_PROXY)[1].get_all("Set-Cookie") or []
    assert cookies and all("Secure" in cookie for cookie in cookies)


def test_figures_are_for_this_machine_only(site: Site) -> None:
    assert site.ask("/metrics")[0] == 200
    assert site.ask("/metrics", BY_PROXY)[0] == 404


def test_every_line_of_the_log_is_an_object_gunicorns_too(site: Site) -> None:
    lines = [json.loads(line) for line in site.log.read_text(encoding="utf-8").splitlines()]
    assert {"asctime", "levelname", "name", "request_id", "message"} <= lines[0].keys()
    assert any(line["name"] == "gunicorn.error" for line in lines)


def test_counts_outlive_the_worker_that_counted(site: Site) -> None:
    counted = site.health_checks()
    children = Path(f"/proc/{site.process.pid}/task/{site.process.pid}/children")
    if not children.exists():
        pytest.skip("this system does not tell a process's children")
    (worker,) = children.read_text().split()
    os.kill(int(worker), signal.SIGKILL)
    until = time.monotonic() + PATIENCE
    while worker in children.read_text().split() and time.monotonic() < until:
        time.sleep(0.1)
    site.wait_until_alive()
    assert site.health_checks() > counted > 0
