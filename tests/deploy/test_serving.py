"""The site as a deployment serves it: gunicorn with its configuration, the settings of the sample, a proxy's headers."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deploy.files import DEPLOY, ROOT

BY_PROXY = {"Host": "archive.example.org", "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1"}
_PATIENCE = 90
"""Seconds a start may take on a machine that has much else to do."""


class _Site:
    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        live = (DEPLOY / "archive.env.example").read_text(encoding="utf-8").splitlines()
        given = dict(line.split("=", 1) for line in live if "=" in line and not line.startswith("#"))
        env = {"PATH": os.environ["PATH"], **given, "DATA_DIR": str(folder), "PORT": str(self.port), "WEB_WORKERS": "1"}
        prepare = [sys.executable, "manage.py", "prepare", "--no-pages"]
        subprocess.run(prepare, cwd=ROOT, env=env, capture_output=True, timeout=_PATIENCE, check=True)
        command = [
            str(Path(sys.executable).with_name("gunicorn")),
            "--config",
            "deploy/gunicorn.conf.py",
            "archive.wsgi",
        ]
        self.log = folder / "log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=env, stderr=log)
        try:
            self.wait_until_alive()
        except BaseException:
            self.stop()
            raise

    def wait_until_alive(self) -> None:
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until and self.process.poll() is None:
            try:
                if self.ask("/healthz")[0] == 200:
                    return
            except OSError:
                time.sleep(0.2)
        raise AssertionError(self.log.read_text())

    def ask(self, path: str, headers: dict[str, str] | None = None) -> tuple[int, http.client.HTTPMessage, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", path, headers=headers or {})
            response = connection.getresponse()
            return response.status, response.headers, response.read().decode()
        finally:
            connection.close()

    def health_checks(self) -> float:
        """How many requests to /healthz the figures know of."""
        text = self.ask("/metrics")[2]
        found = re.search(r'archive_requests_seconds_count\{status="2xx",view="healthz"\} (\S+)', text)
        return float(found[1]) if found else 0.0

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=30)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[_Site]:
    site = _Site(tmp_path_factory.mktemp("data"))
    yield site
    site.stop()


def test_it_is_alive_and_ready_to_whoever_asks_on_this_machine(site: _Site) -> None:
    assert site.ask("/healthz")[0] == 200
    status, _headers, body = site.ask("/readyz")
    assert (status, json.loads(body)["status"]) == (200, "ok")


def test_http_is_sent_to_https_and_https_is_answered_and_kept_to(site: _Site) -> None:
    plain = site.ask("/about/", {"Host": "archive.example.org"})
    assert (plain[0], plain[1]["Location"]) == (301, "https://archive.example.org/about/")
    status, headers, _body = site.ask("/about/", BY_PROXY)
    assert (status, headers["Strict-Transport-Security"]) == (200, "max-age=31536000")


def test_cookies_go_by_https_only(site: _Site) -> None:
    cookies = site.ask("/admin/login/", BY_PROXY)[1].get_all("Set-Cookie") or []
    assert cookies and all("Secure" in cookie for cookie in cookies)


def test_figures_are_for_this_machine_only(site: _Site) -> None:
    assert site.ask("/metrics")[0] == 200
    assert site.ask("/metrics", BY_PROXY)[0] == 404


def test_every_line_of_the_log_is_an_object_gunicorns_too(site: _Site) -> None:
    lines = [json.loads(line) for line in site.log.read_text(encoding="utf-8").splitlines()]
    assert {"asctime", "levelname", "name", "request_id", "message"} <= lines[0].keys()
    assert any(line["name"] == "gunicorn.error" for line in lines)


def test_counts_outlive_the_worker_that_counted(site: _Site) -> None:
    counted = site.health_checks()
    children = Path(f"/proc/{site.process.pid}/task/{site.process.pid}/children")
    if not children.exists():
        pytest.skip("this system does not tell a process's children")
    (worker,) = children.read_text().split()
    os.kill(int(worker), signal.SIGKILL)
    until = time.monotonic() + _PATIENCE
    while worker in children.read_text().split() and time.monotonic() < until:
        time.sleep(0.1)
    site.wait_until_alive()
    assert site.health_checks() > counted > 0
