"""Loaded before Django: gives the test run a DATA_DIR of its own, so that tests never touch a real archive.

With `TEST_DATABASE=postgres` the tests of this process have a PostgreSQL server of their own for a database; programs
they start have SQLite unless given an address, as DATABASE_URL is taken back once the settings have been read.
"""

import atexit
import os
import shutil
import tempfile

_folder = tempfile.mkdtemp(prefix="archive-tests-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
for _name in (
    "SECRET_KEY",
    "DEBUG",
    "ALLOWED_HOSTS",
    "DATABASE_URL",
    "SEARCH_URL",
    "SEARCH_FRESHNESS",
    "TRUSTED_PROXIES",
    "SITE_NAME",
    "TIME_ZONE",
    "FETCH_CONTACT",
    "FETCH_PAUSE",
    "FETCH_SECONDS",
    "FETCH_MEGABYTES",
    "FETCH_ALLOW_PRIVATE",
    "ORIGINALS_KEEP_DAYS",
    "STAFF_SECOND_FACTOR",
    "HTTPS",
    "HSTS_SECONDS",
    "METRICS_TOKEN",
    "SLOW_REQUEST_SECONDS",
    "SLOW_QUERY_SECONDS",
    "PROMETHEUS_MULTIPROC_DIR",
):
    os.environ.pop(_name, None)
# A run of tests asks more in a minute than any reader, from one address.
os.environ.update(READER_RATE="", DATA_DIR=_folder, LANGUAGE_CODE="zh-hans", LOG_LEVEL="WARNING")
if os.environ.get("TEST_DATABASE") == "postgres":
    from tests.scale.postgres import shared_server

    if _server := shared_server():
        os.environ["DATABASE_URL"] = _server.url("archive")
