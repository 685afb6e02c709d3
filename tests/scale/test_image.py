"""The image is built as its Dockerfile says, and serves an archive as a user that may write nothing but its data."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import tempfile
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ON_SCALE
from tests.deploy.serving import Served
from tests.scale import lacks
from tests.scale.image import Image, Missing

USER = 10001
SETTINGS = {"ALLOWED_HOSTS": "127.0.0.1", "SECRET_KEY": "only-of-a-test-0123456789-abcdefghijklmnopqrstuvwxyz"}


class Container(Served):
    """The site in the container, with the samples."""

    def __init__(self, image: Image, log: Path) -> None:
        super().__init__()
        self.image, self.log = image, log
        self.settings = {**SETTINGS, "PORT": str(self.port), "WEB_WORKERS": "1"}
        prepared = image.run("python", "manage.py", "prepare", **self.settings)
        assert prepared.returncode == 0, prepared.stdout + prepared.stderr
        serve = image.command(*image.configuration()["Cmd"], **self.settings)
        with log.open("wb") as told:
            self.process = subprocess.Popen(serve, stdout=told, stderr=told)


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """Not pytest's, which keeps the folders of some runs: this one is large."""
    if not ON_SCALE:
        pytest.skip("images are built by `make test-scale`")
    folder = Path(tempfile.mkdtemp(prefix="archive-image-"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def served(folder: Path) -> Iterator[Container]:
    try:
        image = Image(folder)
    except Missing as reason:
        pytest.skip(lacks(f"the image: {reason}"))
    served = Container(image, folder / "log")
    try:
        served.wait_until_alive()
        yield served
    finally:
        served.stop()


def test_a_search_among_the_samples_is_answered(served: Container) -> None:
    status, _headers, body = served.ask(f"/search/?{urllib.parse.urlencode({'q': '志愿'})}")
    assert status == 200
    assert re.search(r'href="/articles/\d+/', body)
    assert served.ask("/readyz")[0] == 200


def test_static_files_were_collected_hashed_and_compressed(served: Container) -> None:
    found = re.search(r'href="(/static/[^"]+\.[0-9a-f]{12}\.css)"', served.ask("/")[2])
    assert found, "no hashed style sheet on the front page"
    status, headers, _body = served.ask(found[1], {"Accept-Encoding": "gzip"})
    assert (status, headers["Content-Encoding"]) == (200, "gzip") and "immutable" in headers["Cache-Control"]


def test_english_was_compiled(served: Container) -> None:
    assert "Search" in served.ask("/", {"Cookie": "django_language=en"})[2]


def test_the_health_check_tells_a_living_site_from_a_dead_one(served: Container) -> None:
    kind, *words = served.image.configuration()["Healthcheck"]["Test"]
    assert kind == "CMD"
    assert served.image.run(*words, **served.settings).returncode == 0
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        assert served.image.run(*words, PORT=str(nobody.getsockname()[1])).returncode != 0


def test_everything_runs_as_a_user_without_rights_that_writes_its_data_alone(served: Container) -> None:
    assert served.image.run("id", "-u").stdout.strip() == str(USER)
    assert served.image.run("find", "/data", "-name", "archive.sqlite3").stdout.split() == ["/data/archive.sqlite3"]
    assert served.image.run("find", "/data", "-not", "-uid", str(USER)).stdout.split() == []
    find = ["find", str(served.image.files()), "-xdev", "-uid", str(USER), "-not", "-name", "data"]
    assert subprocess.run(find, capture_output=True, text=True, check=True).stdout.split() == []
    refused = served.image.run("python", "-c", "open('/srv/archive/manage.py', 'a')")
    assert "PermissionError" in refused.stderr
