"""The site on PostgreSQL, as gunicorn serves it: pooled connections, and what it says while the server is away."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator

import pytest

from archive.database import APPLICATION
from tests.deploy.serving import PATIENCE, Site
from tests.scale.postgres import Server, start_server

PAGES = (
    "/",
    "/about/",
    "/search/?q=%E5%BF%97%E6%84%BF",
    "/articles/1/",
    "/sources/",
    "/api/v1/types",
    "/admin/login/",
    "/sitemap.xml",
)


@pytest.fixture(scope="module")
def own_server(postgres: Server) -> Server:
    """A server that may be stopped."""
    return start_server(postgres.binaries)


@pytest.fixture(scope="module")
def site(own_server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    settings = {"DATABASE_URL": own_server.new_database(), "HTTPS": "false"}
    site = Site(tmp_path_factory.mktemp("site"), **settings)
    yield site
    site.stop()


def _wait(for_what: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not for_what():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.1)


def test_requests_share_a_few_connections_that_end_long_questions(site: Site, own_server: Server) -> None:
    for _time in range(3):
        assert site.ask("/readyz")[0] == 200
    with own_server.connect() as connection:
        rows = connection.execute("SELECT count(*) FROM pg_stat_activity WHERE application_name = %s", [APPLICATION])
        assert rows.fetchone()[0] <= 2, "a connection a request"


def test_while_the_server_is_away_pages_say_so_and_come_back_with_it(site: Site, own_server: Server) -> None:
    before = {page: site.ask(page)[0] for page in PAGES}
    assert 500 not in before.values() and 503 not in before.values()
    own_server.stop()
    status, headers, body = site.ask("/readyz")
    assert (status, json.loads(body)["status"]) == (503, "no database")
    assert site.ask("/healthz")[0] == 503
    told = {page: site.ask(page) for page in PAGES}
    assert {page: answer[0] for page, answer in told.items() if answer[0] not in (503, 200)} == {}
    for page in ("/articles/1/", "/sources/"):
        status, headers, body = told[page]
        assert status == 503 and headers["Retry-After"] and "Traceback" not in body
    own_server.start()
    _wait(lambda: site.ask("/readyz")[0] == 200)
    assert {page: site.ask(page)[0] for page in PAGES} == before
