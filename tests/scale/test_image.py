"""The image is built as its Dockerfile says, and serves an archive as a user that may write nothing but its data."""

from __future__ import annotations

import http.client
import re
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ON_SCALE
from tests.scale import lacks
from tests.scale.image import Image, Missing
from tests.scale.test_serving import PATIENCE

USER = 10001
SETTINGS = {"ALLOWED_HOSTS": "127.0.0.1", "SECRET_KEY": "only-of-a-test-0123456789-abcdefghijklmnopqrstuvwxyz"}


class Served:
    """The site in the container, with the samples, on a port of this machine."""

    def __init__(self, image: Image) -> None:
        self.image = image
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.settings = {**SETTINGS, "PORT": str(self.port), "WEB_WORKERS": "1"}
        prepared = image.run("python", "manage.py", "prepare", **self.settings)
        assert prepared.returncode == 0, prepared.stdout + prepared.stderr
        serve = image.command(*image.configuration()["Cmd"], **self.settings)
        self.process = subprocess.Popen(serve, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def wait_until_alive(self) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self.process.poll() is None:
            try:
                if self.ask("/healthz")[0] == 200:
                    return
            except OSError:
                time.sleep(0.2)
        raise AssertionError(f"the site does not answer (ended: {self.process.poll()})")

    def ask(self, path: str, **headers: str) -> tuple[int, http.client.HTTPMessage, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            return response.status, response.headers, response.read()
        finally:
            connection.close()

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=PATIENCE)


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """Not pytest's, which keeps the folders of some runs: this one is large."""
    if not ON_SCALE:
        pytest.skip("images are built by `make test-scale`")
    folder = Path(tempfile.mkdtemp(prefix="archive-image-"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def served(folder: Path) -> Iterator[Served]:
    try:
        image = Image(folder)
    except Missing as reason:
        pytest.skip(lacks(f"the image: {reason}"))
    served = Served(image)
    try:
        served.wait_until_alive()
        yield served
    finally:
        served.stop()


def test_a_search_among_the_samples_is_answered(served: Served) -> None:
    status, _headers, body = served.ask(f"/search/?{urllib.parse.urlencode({'q': '志愿'})}")
    assert status == 200
    assert re.search(r'href="/articles/\d+/', body.decode())
    assert served.ask("/readyz")[0] == 200


def test_static_files_were_collected_hashed_and_compressed(served: Served) -> None:
    found = re.search(r'href="(/static/[^"]+\.[0-9a-f]{12}\.css)"', served.ask("/")[2].decode())
    assert found, "no hashed style sheet on the front page"
    status, headers, _body = served.ask(found[1], **{"Accept-Encoding": "gzip"})
    assert (status, headers["Content-Encoding"]) == (200, "gzip") and "immutable" in headers["Cache-Control"]


def test_english_was_compiled(served: Served) -> None:
    assert "Search" in served.ask("/", Cookie="django_language=en")[2].decode()


def test_the_health_check_tells_a_living_site_from_a_dead_one(served: Served) -> None:
    kind, *words = served.image.configuration()["Healthcheck"]["Test"]
    assert kind == "CMD"
    assert served.image.run(*words, **served.settings).returncode == 0
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        assert served.image.run(*words, PORT=str(nobody.getsockname()[1])).returncode != 0


def test_everything_runs_as_a_user_without_rights_that_writes_its_data_alone(served: Served) -> None:
    assert served.image.run("id", "-u").stdout.strip() == str(USER)
    assert served.image.run("find", "/data", "-name", "archive.sqlite3").stdout.split() == ["/data/archive.sqlite3"]
    assert served.image.run("find", "/data", "-not", "-uid", str(USER)).stdout.split() == []
    find = ["find", str(served.image.files()), "-xdev", "-uid", str(USER), "-not", "-name", "data"]
    assert subprocess.run(find, capture_output=True, text=True, check=True).stdout.split() == []
    refused = served.image.run("python", "-c", "open('/srv/archive/manage.py', 'a')")
    assert "PermissionError" in refused.stderr
