"""The site as a deployment serves it: gunicorn with its configuration and the settings of the sample."""

from __future__ import annotations

import http.client
import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path

from tests.deploy.files import DEPLOY, ROOT

PATIENCE = 600
"""Seconds a start may take on a machine that has much else to do."""


class Served:
    """A site on a port of this machine. Whoever starts it sets its process and where that logs."""

    process: subprocess.Popen[bytes]
    log: Path

    def __init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]

    def wait_until_alive(self) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self.process.poll() is None:
            try:
                if self.ask("/healthz")[0] == 200:
                    return
            except OSError:
                time.sleep(0.2)
        raise AssertionError(self.log.read_text())

    def ask(self, path: str, headers: dict[str, str] | None = None) -> tuple[int, http.client.HTTPMessage, str]:
        """Status, headers, and the body as text; what is compressed is not told."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET", path, headers=headers or {})
            response = connection.getresponse()
            return response.status, response.headers, response.read().decode(errors="replace")
        finally:
            connection.close()

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=PATIENCE)


class Site(Served):
    def __init__(self, folder: Path, **settings: str) -> None:
        super().__init__()
        folder.mkdir(exist_ok=True)
        live = (DEPLOY / "archive.env.example").read_text(encoding="utf-8").splitlines()
        given = dict(line.split("=", 1) for line in live if "=" in line and not line.startswith("#"))
        env = {"PATH": os.environ["PATH"], **given, "DATA_DIR": str(folder), "PORT": str(self.port), "WEB_WORKERS": "1"}
        env |= settings
        prepare = [sys.executable, "manage.py", "prepare", "--no-pages"]
        subprocess.run(prepare, cwd=ROOT, env=env, capture_output=True, timeout=PATIENCE, check=True)
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

    def health_checks(self) -> float:
        """How many requests to /healthz the figures know of."""
        text = self.ask("/metrics")[2]
        found = re.search(r'archive_requests_seconds_count\{status="2xx",view="healthz"\} (\S+)', text)
        return float(found[1]) if found else 0.0
