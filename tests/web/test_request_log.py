"""Each request has an id, on its answer and on every line logged for it; what is slow is told of."""

from __future__ import annotations

import io
import json
import logging
import logging.config

import pytest
from django.db import connection
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory

from archive.logs import AddRequestId, begin_request, end_request, logging_config
from archive.web.request_log import log_requests


@pytest.fixture(autouse=True)
def _no_request():
    yield
    end_request()


@pytest.fixture
def lines():
    """What is written to the log as JSON, line by line."""
    config = logging_config("json", "INFO")
    formatter = logging.config.DictConfigurator(config).configure_formatter(config["formatters"]["json"])
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(formatter)
    handler.addFilter(AddRequestId())
    logging.getLogger().addHandler(handler)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    logging.getLogger().removeHandler(handler)


@pytest.mark.django_db
def test_the_id_a_proxy_sent_comes_back(client: Client) -> None:
    assert client.get("/healthz", headers={"X-Request-ID": "a1.B2-c_3"}).headers["X-Request-ID"] == "a1.B2-c_3"


@pytest.mark.django_db
@pytest.mark.parametrize("sent", ["", "x" * 65, 'a"b', "a b", "a\tb", "编号", "${jndi}"])
def test_an_id_that_could_do_harm_is_replaced(client: Client, sent: str) -> None:
    told = client.get("/healthz", headers={"X-Request-ID": sent}).headers["X-Request-ID"]
    assert told != sent and len(told) == 32 and told.isalnum()


def test_two_requests_without_an_id_get_two() -> None:
    assert begin_request("") != begin_request("")


def test_every_line_of_a_request_bears_its_id_and_none_after_it(rf: RequestFactory, lines, db) -> None:
    def view(request):
        logging.getLogger("somewhere.else").error("志愿\n服务")
        return HttpResponse()

    log_requests(view)(rf.get("/", headers={"X-Request-ID": "first"})).close()
    logging.getLogger("somewhere.else").error("between")
    first, between = lines()
    assert (first["request_id"], first["message"], first["levelname"]) == ("first", "志愿\n服务", "ERROR")
    assert between["request_id"] == "-"


def test_a_streamed_file_bears_it_to_its_last_byte(rf: RequestFactory, lines, db) -> None:
    def rows():
        logging.getLogger("export").error("row")
        yield b"row"

    response = log_requests(lambda _request: StreamingHttpResponse(rows()))(rf.get("/", headers={"X-Request-ID": "s1"}))
    assert b"".join(response) == b"row"
    response.close()
    assert [line["request_id"] for line in lines()] == ["s1"]


@pytest.mark.django_db
def test_a_slow_request_is_told_with_its_address(client: Client, settings, lines) -> None:
    settings.SLOW_REQUEST_SECONDS = 1e-9
    client.get("/healthz?q=%0Aforged", headers={"X-Request-ID": "slow"})
    (line,) = lines()
    assert line["message"].startswith("slow request: GET /healthz?q=%0Aforged took 0.")
    assert (line["request_id"], line["status"], line["view"]) == ("slow", 200, "healthz")


@pytest.mark.django_db
def test_a_slow_query_is_told_without_what_a_reader_wrote(rf: RequestFactory, settings, lines) -> None:
    settings.SLOW_QUERY_SECONDS = 1e-9

    def view(request):
        with connection.cursor() as cursor:
            cursor.execute("SELECT %s", ["a reader's words"])
        return HttpResponse()

    log_requests(view)(rf.get("/"))
    told = [line["message"] for line in lines()]
    assert any(message.startswith("slow query: SELECT %s took") for message in told)
    assert not any("reader" in message for message in told)


@pytest.mark.django_db
def test_nothing_is_slow_where_the_settings_say_never(client: Client, settings, lines) -> None:
    settings.SLOW_REQUEST_SECONDS = settings.SLOW_QUERY_SECONDS = 0
    client.get("/healthz")
    assert lines() == []
