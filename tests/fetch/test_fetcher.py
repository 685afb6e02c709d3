"""The fetcher against a server that misbehaves, and its manners towards one that does not."""

from __future__ import annotations

import datetime as dt
import gzip
import shutil
import socket
import ssl
import subprocess
import tracemalloc
import zlib
from email.utils import format_datetime
from pathlib import Path

import pytest

from archive.errors import FetchError
from archive.fetch import addresses
from archive.fetch.addresses import is_public
from archive.fetch.fetcher import Sent, read_retry_after
from tests.fetch.fetchers import make_fetcher
from tests.fetch.server import Asked, Server, answer, drip, ok, redirect, serve

MB = 1024 * 1024
_getaddrinfo = socket.getaddrinfo


def code_of(url: str, **more) -> str:
    with pytest.raises(FetchError) as caught:
        make_fetcher(**more).fetch(url)
    return caught.value.code


def test_it_gives_the_bytes_as_they_came_and_says_who_asks(server: Server) -> None:
    server.answers["/a.html"] = ok("志愿者".encode("gbk"), "text/html; charset=utf-8", 'ETag: "1"')
    fetched = make_fetcher().fetch(server.url("/a.html"))
    assert fetched.body == "志愿者".encode("gbk")
    assert (fetched.url, fetched.etag) == (server.url("/a.html"), '"1"')
    assert fetched.media_type == "text/html; charset=utf-8"
    assert [asked.path for asked in server.asked] == ["/robots.txt", "/a.html"]
    assert server.asked[1].headers["user-agent"] == "volunteernewsarchive/1.0 (+keeper@archive.example)"
    assert server.asked[1].headers["host"] == f"127.0.0.1:{server.port}"


@pytest.mark.parametrize(
    ("coding", "pack"),
    [
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", lambda data: zlib.compress(data)[2:-4]),
        ("identity", bytes),
    ],
)
def test_it_unpacks_what_was_packed_for_the_way(server: Server, coding: str, pack) -> None:
    body = "志愿者植树".encode() * 5000
    server.answers["/"] = ok(pack(body), "text/html", f"Content-Encoding: {coding}")
    assert make_fetcher().fetch(server.url()).body == body


# Bounds


def test_a_body_longer_than_allowed_is_given_up(server: Server) -> None:
    server.answers["/"] = ok(b"x" * (MB + 1))
    assert code_of(server.url()) == "too_large"


def test_a_body_of_exactly_the_bound_is_taken(server: Server) -> None:
    server.answers["/"] = ok(b"x" * MB)
    assert len(make_fetcher().fetch(server.url()).body) == MB


@pytest.mark.parametrize("head", [b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"])
def test_an_endless_body_ends(server: Server, head: bytes) -> None:
    server.answers["/"] = drip(head, (b"10000\r\n" if b"chunked" in head else b"") + b"x" * 65536 + b"\r\n", 0, server)
    assert code_of(server.url(), seconds=20) == "too_large"


def test_a_gzip_bomb_is_given_up_before_it_is_unpacked(server: Server) -> None:
    packed = zlib.compressobj(9, wbits=31)
    bomb = b"".join(packed.compress(b"\0" * MB) for _part in range(100)) + packed.flush()
    assert len(bomb) < MB
    server.answers["/"] = ok(bomb, "text/html", "Content-Encoding: gzip")
    tracemalloc.start()
    try:
        assert code_of(server.url()) == "too_large"
        assert tracemalloc.get_traced_memory()[1] < 8 * MB
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX-Slow: ",
        b"HTTP/1.1 ",
        b"",
    ],
)
def test_a_server_that_drips_is_left_at_the_time_bound(server: Server, head: bytes) -> None:
    server.answers["/robots.txt"] = answer(404)
    server.answers["/"] = drip(head, b"1", 0.05, server)
    assert code_of(server.url(), seconds=0.6) == "timeout"


def test_a_server_that_takes_the_connection_and_says_nothing_is_left(server: Server) -> None:
    server.answers["/"] = lambda connection, asked: server.stopping.wait(20)
    assert code_of(server.url(), seconds=0.5) == "timeout"


@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: %s\r\n" % (n, b"y" * 1000) for n in range(1000)) + b"\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 5_000_000 + b"\r\n\r\n",
        b"HTTP/1.1 102 Processing\r\n\r\n" * 100_000,
    ],
)
def test_a_bomb_of_headers_is_given_up(server: Server, head: bytes) -> None:
    server.answers["/"] = head
    assert code_of(server.url(), most_bytes=64 * 1024) in {"bad_answer", "too_large"}


@pytest.mark.parametrize(
    "said",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n400\r\nhalf",
        ok(gzip.compress(b"x" * 100_000)[:-30], "text/html", "Content-Encoding: gzip"),
    ],
)
def test_a_body_cut_short_is_not_taken_for_a_page(server: Server, said: bytes) -> None:
    server.answers["/"] = said
    assert code_of(server.url()) == "truncated"


@pytest.mark.parametrize(
    "said",
    [
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"\x16\x03\x01\x02\x00",
        b"HTTP/1.1 999999 What\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        ok(b"no gzip at all", "text/html", "Content-Encoding: gzip"),
        b"",
    ],
)
def test_an_answer_against_the_rules_is_told(server: Server, said: bytes) -> None:
    server.answers["/"] = said
    assert code_of(server.url()) == "bad_answer"


def test_an_encoding_nobody_asked_for_is_told(server: Server) -> None:
    server.answers["/"] = ok(b"x", "text/html", "Content-Encoding: br")
    assert code_of(server.url()) == "unsupported"


def test_a_closed_port_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    assert code_of(f"http://127.0.0.1:{port}/", seconds=3) == "unreachable"


@pytest.mark.parametrize("status", [204, 206, 304, 400, 403, 404, 410, 500])
def test_every_other_status_is_told_by_its_number(server: Server, status: int) -> None:
    server.answers["/"] = answer(status)
    assert code_of(server.url()) == f"http_{status}"


# Redirects


def test_a_redirect_is_followed_and_the_last_address_counts(server: Server) -> None:
    server.answers |= {"/old": redirect("/new?x=1", 301), "/new?x=1": ok("here")}
    fetched = make_fetcher().fetch(server.url("/old"))
    assert (fetched.url, fetched.body) == (server.url("/new?x=1"), b"here")


def test_a_circle_of_redirects_is_left(server: Server) -> None:
    server.answers |= {"/a": redirect("/b"), "/b": redirect("/a")}
    assert code_of(server.url("/a")) == "redirects"
    assert len(server.paths) == 6


@pytest.mark.parametrize(
    ("location", "code"),
    [
        ("http://127.0.0.1/", "private_address"),
        ("http://169.254.169.254/latest/meta-data/", "private_address"),
        ("http://[::ffff:169.254.169.254]/", "private_address"),
        ("http://[64:ff9b::7f00:1]/", "private_address"),
        ("http://2130706433/", "private_address"),
        ("file:///etc/passwd", "bad_address"),
        ("gopher://127.0.0.1:6379/_FLUSHALL", "bad_address"),
        ("http://a.example:22/", "forbidden_port"),
        ("", "bad_answer"),
    ],
)
def test_where_a_redirect_leads_is_checked_like_any_address(
    monkeypatch: pytest.MonkeyPatch, location: str, code: str
) -> None:
    monkeypatch.setattr(addresses, "is_public", lambda address: address == "127.0.0.2" or is_public(address))
    with serve(address="127.0.0.2") as server:
        server.answers["/"] = redirect(location)
        assert code_of(server.url(), allow_private=False) == code
        assert server.paths == ["/"]


def test_a_private_address_is_not_even_connected_to(server: Server) -> None:
    assert code_of(server.url(), allow_private=False) == "private_address"
    assert server.asked == []


def test_it_connects_to_the_very_address_that_was_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    """DNS rebinding: a name that is public when it is checked and this machine a moment later."""
    monkeypatch.setattr(addresses, "is_public", lambda address: address == "127.0.0.2")
    monkeypatch.setattr(addresses.socket, "getaddrinfo", _no_second_look)
    answers = iter([["127.0.0.2"], ["127.0.0.2"], ["127.0.0.1"]])
    resolve = lambda host, port, seconds: next(answers)  # noqa: E731
    with serve(address="127.0.0.2") as public, serve(port=public.port) as inside:
        public.answers["/"] = ok("public")
        fetcher = make_fetcher(allow_private=False, resolve=resolve)
        assert fetcher.fetch(f"http://rebinding.example:{public.port}/").body == b"public"
        with pytest.raises(FetchError, match="no public address"):
            fetcher.fetch(f"http://rebinding.example:{public.port}/")
        assert [asked.headers["host"] for asked in public.asked] == [f"rebinding.example:{public.port}"] * 2
        assert inside.asked == []


def _no_second_look(host: object, *_rest: object, **_more: object):
    """The system's resolver, for numbers only: a name that got here was looked up a second time."""
    assert addresses.ipaddress.ip_address(str(host))
    return _getaddrinfo(host, *_rest, **_more)


def test_a_certificate_is_checked_against_the_name_while_the_number_is_connected_to(tmp_path) -> None:
    key, own = make_certificate(tmp_path, "news.example")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(own, key)
    names: list[str | None] = []
    context.sni_callback = lambda _socket, name, _context: names.append(name)
    trust = ssl.create_default_context(cafile=str(own))
    with serve(context) as server:
        server.answers["/"] = ok("secure")
        fetcher = make_fetcher(resolve=lambda host, port, seconds: ["127.0.0.1"], trust=trust)
        assert fetcher.fetch(server.url(host="news.example", scheme="https")).body == b"secure"
        assert names == ["news.example"] * 2
        for host, trusted in (("other.example", trust), ("news.example", None)):
            other = make_fetcher(resolve=lambda host, port, seconds: ["127.0.0.1"], trust=trusted)
            with pytest.raises(FetchError) as caught:
                other.fetch(server.url(host=host, scheme="https"))
            assert caught.value.code == "tls"


def make_certificate(folder: Path, name: str) -> tuple[Path, Path]:
    key, own = folder / "key.pem", folder / "own.pem"
    program = shutil.which("openssl")
    if program is None:
        pytest.skip("no openssl on this machine to make a certificate with")
    words = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={name}"]
    more = ["-addext", f"subjectAltName=DNS:{name}", "-keyout", str(key), "-out", str(own)]
    subprocess.run([program, *words, *more], check=True, capture_output=True)
    return key, own


# Manners


def test_what_robots_forbids_is_not_asked_for(server: Server) -> None:
    server.answers["/robots.txt"] = ok("User-agent: *\nDisallow: /private/\n", "text/plain")
    server.answers |= {"/private/a": ok("x"), "/public/a": ok("y"), "/way": redirect("/private/a")}
    fetcher = make_fetcher()
    assert fetcher.fetch(server.url("/public/a")).body == b"y"
    for path in ("/private/a", "/way"):
        with pytest.raises(FetchError) as caught:
            fetcher.fetch(server.url(path))
        assert caught.value.code == "robots"
    assert "/private/a" not in server.paths
    assert [asked.path for asked in server.asked].count("/robots.txt") == 1


def test_rules_for_this_program_count_before_those_for_all(server: Server) -> None:
    rules = "User-agent: *\nDisallow: /\n\nUser-agent: VolunteerNewsArchive\nAllow: /\n"
    server.answers |= {"/robots.txt": ok(rules, "text/plain"), "/": ok("x")}
    assert make_fetcher().fetch(server.url()).body == b"x"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (answer(404), ""),
        (answer(403), ""),
        (answer(500), "robots_unreachable"),
        (answer(503), "robots_unreachable"),
        (answer(429), "robots_unreachable"),
        (redirect("/robots.txt"), ""),
        (redirect("http://10.0.0.1:1/"), "forbidden_port"),
        (ok(b"x" * MB, "text/plain"), ""),
        (ok(b"\xff\xfe\0\0garbage\nDisallow: /", "text/plain"), ""),
    ],
)
def test_without_robots_all_is_allowed_and_with_a_server_in_trouble_nothing_is(
    server: Server, said: bytes, code: str
) -> None:
    server.answers |= {"/robots.txt": said, "/": ok("x")}
    if code:
        assert code_of(server.url()) == code
        assert server.paths == []
    else:
        assert make_fetcher().fetch(server.url()).body == b"x"


def test_a_host_is_not_hurried(server: Server) -> None:
    server.answers |= {"/robots.txt": ok("User-agent: *\nCrawl-delay: 30\n", "text/plain"), "/": ok("x")}
    slept: list[float] = []
    fetcher = make_fetcher(pause=3, sleep=slept.append)
    fetcher.fetch(server.url())
    fetcher.fetch(server.url())
    assert [round(seconds) for seconds in slept] == [30, 30]


def test_a_site_that_wants_pauses_of_an_hour_is_not_asked(server: Server) -> None:
    server.answers |= {"/robots.txt": ok("User-agent: *\nCrawl-delay: 3600\n", "text/plain"), "/": ok("x")}
    assert code_of(server.url()) == "slow_robots"


def test_a_page_that_has_not_changed_is_not_sent_again(server: Server) -> None:
    def say(connection: socket.socket, asked: Asked) -> None:
        known = asked.headers.get("if-none-match") == '"a1"'
        connection.sendall(answer(304) if known else ok("x", "text/html", 'ETag: "a1"', f"Last-Modified: {_MOMENT}"))

    server.answers["/"] = say
    fetcher = make_fetcher()
    first = fetcher.fetch(server.url())
    sent = Sent(url=first.url, etag=first.etag, last_modified=first.last_modified)
    again = fetcher.fetch(server.url(), sent)
    assert again.is_unchanged and again.etag == '"a1"'
    assert server.asked[-1].headers["if-modified-since"] == _MOMENT.lower()


def test_what_one_server_sent_is_not_told_to_another(server: Server) -> None:
    server.answers |= {"/a": redirect("/b"), "/b": ok("x")}
    make_fetcher().fetch(server.url("/a"), Sent(url="http://elsewhere.example/", etag='"secret"'))
    assert not any("if-none-match" in asked.headers for asked in server.asked)


@pytest.mark.parametrize("status", [429, 503])
def test_a_host_that_wants_to_be_left_alone_is(server: Server, status: int) -> None:
    server.answers |= {"/": answer(status, b"", "Retry-After: 120"), "/other": ok("x")}
    fetcher = make_fetcher()
    with pytest.raises(FetchError) as caught:
        fetcher.fetch(server.url())
    assert (caught.value.code, caught.value.retry_after) == (f"http_{status}", 120)
    with pytest.raises(FetchError) as caught:
        fetcher.fetch(server.url("/other"))
    assert caught.value.code == "busy" and 100 < (caught.value.retry_after or 0) <= 120
    assert server.paths == ["/"]


def test_retry_after_is_read_as_seconds_or_as_a_date_and_bounded() -> None:
    moment = dt.datetime.now(dt.UTC) + dt.timedelta(minutes=10)
    assert read_retry_after("90") == 90
    assert 590 < read_retry_after(format_datetime(moment, usegmt=True)) <= 600
    assert read_retry_after("") == read_retry_after("soon") == 300
    assert read_retry_after("0") == 1
    assert read_retry_after("9" * 50) == 7 * 24 * 3600


_MOMENT = "Wed, 21 Oct 2015 07:28:00 GMT"
