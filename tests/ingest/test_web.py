"""Addresses and feeds end in the ordinary ingest: an outcome each, nothing lost, nothing fetched twice for nothing."""

from __future__ import annotations

import datetime as dt
import io
import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from archive.errors import FetchError
from archive.fetch.fetcher import Fetcher
from archive.ingest.run import ingest_pages
from archive.ingest.web import failed_addresses, fetch_addresses, fetch_feeds
from archive.models import Article, Feed, FetchedAddress, IngestRun, SavedFile
from archive.review.decisions import withdraw
from tests.fetch.fetchers import make_fetcher
from tests.fetch.server import Asked, Server, answer, ok, redirect, serve
from tests.ingest.factories import BODY, make_body

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings, tmp_path: Path) -> Iterator[Server]:
    settings.FILES_DIR = tmp_path / "files"
    settings.DATA_DIR = tmp_path
    settings.FETCH_ALLOW_PRIVATE = True
    settings.FETCH_PAUSE = 0.0
    with serve() as running:
        yield running


@pytest.fixture
def fetcher() -> Fetcher:
    return make_fetcher()


def page(number: int, title: str = "江城市志愿者义诊", more: str = "", text: str = "") -> str:
    paragraphs = "".join(f"<p>{line}</p>" for line in (make_body(number), *text.split("\n")) if line)
    head = f'<meta charset="utf-8"><title>{title}{number}</title>{more}'
    return f"<html><head>{head}</head><body><h1>{title}{number}</h1>{paragraphs}</body></html>"


def feed_of(server: Server, *paths: str, changed: dict[str, str] | None = None) -> bytes:
    dates = changed or {}
    items = "".join(
        f"<item><link>{server.url(path)}</link>"
        + (f"<pubDate>{dates[path]}</pubDate>" if path in dates else "")
        + "</item>"
        for path in paths
    )
    return ok(f'<rss version="2.0"><channel><title>江城志愿</title>{items}</channel></rss>', "application/rss+xml")


def outcomes() -> list[tuple[str, str, str]]:
    rows = IngestRun.objects.latest("id").outcomes.order_by("id")
    return [(row.input.rsplit("/", 1)[-1], row.outcome, row.code) for row in rows]


# Addresses


def test_every_address_ends_as_an_outcome(server: Server, fetcher: Fetcher) -> None:
    server.answers |= {
        "/1.html": ok(page(1)),
        "/old.html": redirect("/2.html"),
        "/2.html": ok(page(2, text=BODY * 3).encode("gb18030"), "text/html; charset=utf-8"),
        "/cat.jpg": ok(b"\xff\xd8\xff", "image/jpeg"),
    }
    report = fetch_addresses(
        [server.url(path) for path in ("/1.html", "/old.html", "/cat.jpg", "/none.html")] + ["file:///etc/passwd"],
        fetcher=fetcher,
    )
    assert sorted(outcomes()) == [
        ("1.html", "new", ""),
        ("cat.jpg", "failed", "unsupported"),
        ("none.html", "failed", "http_404"),
        ("old.html", "new", ""),
        ("passwd", "failed", "bad_address"),
    ]
    assert report.failed == 3
    article = Article.objects.get(url=server.url("/2.html"))
    assert "志愿者" in article.title  # its charset was told wrongly
    assert article.captured_at is not None
    assert Article.objects.get(url=server.url("/1.html")).current_version.saved_file.media_type.startswith("text/html")


def test_an_unchanged_page_is_a_duplicate_and_is_not_sent_again(server: Server, fetcher: Fetcher) -> None:
    sent: list[int] = []

    def say(connection: socket.socket, asked: Asked) -> None:
        is_known = asked.headers.get("if-none-match") == '"v1"'
        sent.append(304 if is_known else 200)
        connection.sendall(answer(304) if is_known else ok(page(1), "text/html; charset=utf-8", 'ETag: "v1"'))

    server.answers["/1.html"] = say
    for _time in range(2):
        fetch_addresses([server.url("/1.html")], fetcher=fetcher)
    assert sent == [200, 304]
    assert outcomes() == [("1.html", "duplicate", "")]
    assert IngestRun.objects.latest("id").outcomes.get().article == Article.objects.get()


def test_a_changed_page_is_a_new_version(server: Server, fetcher: Fetcher) -> None:
    server.answers["/1.html"] = ok(page(1), "text/html", 'ETag: "v1"')
    fetch_addresses([server.url("/1.html")], fetcher=fetcher)
    server.answers["/1.html"] = ok(page(2), "text/html", 'ETag: "v2"')
    fetch_addresses([server.url("/1.html")], fetcher=fetcher)
    assert outcomes() == [("1.html", "new_version", "")]
    assert FetchedAddress.objects.get().etag == '"v2"'


def test_a_page_whose_original_was_lost_is_asked_for_whole(server: Server, fetcher: Fetcher, settings) -> None:
    server.answers["/1.html"] = ok(page(1), "text/html", 'ETag: "v1"')
    fetch_addresses([server.url("/1.html")], fetcher=fetcher)
    for path in settings.FILES_DIR.rglob("*.gz"):
        path.unlink()
    fetch_addresses([server.url("/1.html")], fetcher=fetcher)
    assert "if-none-match" not in server.asked[-1].headers


def test_a_page_cannot_claim_the_address_of_another_site(server: Server, fetcher: Fetcher) -> None:
    server.answers |= {
        "/canonical.html": ok(page(1, more='<link rel="canonical" href="http://gov.example/a.html">')),
        "/lines": ok(
            "".join(
                json.dumps({"url": f"http://gov.example/{n}", "title": "题", "text": make_body(n)}) + "\n" for n in "12"
            ),
            "text/plain",
        ),
        "/one": ok(json.dumps({"url": "http://gov.example/1", "title": "题", "text": make_body(5)}), "text/plain"),
    }
    fetch_addresses([server.url(path) for path in server.answers], fetcher=fetcher)
    assert not Article.objects.filter(url__startswith="http://gov.example").exists()
    assert ("lines", "failed", "unsupported") in outcomes()


def test_a_withdrawn_page_is_not_fetched_again(server: Server, fetcher: Fetcher) -> None:
    server.answers |= {"/1.html": ok(page(1)), "/way": redirect("/1.html")}
    for path in ("/1.html", "/way"):
        fetch_addresses([server.url(path)], fetcher=fetcher)
    withdraw(Article.objects.get(), "asked for")
    server.asked.clear()
    fetch_addresses([server.url("/1.html"), server.url("/way")], fetcher=fetcher)
    assert outcomes() == [("1.html", "failed", "withdrawn"), ("way", "failed", "withdrawn")]
    assert server.paths == []


def test_what_failed_is_fetched_again_by_its_run(server: Server, fetcher: Fetcher) -> None:
    server.answers["/2.html"] = ok(page(2))
    fetch_addresses([server.url("/1.html"), server.url("/2.html")], fetcher=fetcher)
    run = IngestRun.objects.get()
    assert failed_addresses(run) == [server.url("/1.html")]
    server.answers["/1.html"] = ok(page(1))
    call_command("fetch", "--retry", str(run.pk), "--no-index", stdout=io.StringIO())
    assert outcomes() == [("1.html", "new", "")]
    assert IngestRun.objects.latest("id").retry_of == run


def test_only_one_process_fetches_at_a_time(server: Server) -> None:
    server.answers["/1.html"] = lambda connection, asked: _fetch_meanwhile(server, connection)
    fetch_addresses([server.url("/1.html")])
    assert outcomes() == [("1.html", "new", "")]


def _fetch_meanwhile(server: Server, connection: socket.socket) -> None:
    with pytest.raises(FetchError, match="another process"):
        fetch_addresses([server.url("/2.html")])
    connection.sendall(ok(page(1)))


def test_the_command_tells_what_became_of_each_address(server: Server, tmp_path: Path) -> None:
    server.answers["/1.html"] = ok(page(1))
    said, report = io.StringIO(), tmp_path / "report.json"
    addresses = [server.url("/1.html"), server.url("/none.html")]
    with pytest.raises(CommandError) as caught:
        call_command("fetch", *addresses, "--no-index", "--report", str(report), stdout=said)
    assert caught.value.returncode == 1
    assert "网页不存在" in said.getvalue()
    assert json.loads(report.read_text())["counts"]["new"] == 1


@pytest.mark.parametrize("words", [[], ["http://a.example/", "--retry", "1"], ["--retry", "99"]])
def test_the_command_says_how_it_is_used(db, words: list[str]) -> None:
    with pytest.raises(CommandError) as caught:
        call_command("fetch", *words, stdout=io.StringIO())
    assert caught.value.returncode == 2


# Feeds


def test_the_new_pages_of_a_feed_come_in_and_come_once(server: Server, fetcher: Fetcher) -> None:
    server.answers |= {"/rss": feed_of(server, "/1.html", "/2.html"), "/1.html": ok(page(1)), "/2.html": ok(page(2))}
    feed = Feed.objects.create(address=server.url("/rss"))
    assert fetch_feeds(fetcher=fetcher).counts["new"] == 2
    feed.refresh_from_db()
    assert (feed.name, feed.failures, feed.trouble) == ("江城志愿", 0, "")
    assert feed.checked_at is not None
    server.asked.clear()
    assert fetch_feeds(fetcher=fetcher).total == 0
    assert server.paths == ["/rss"]
    assert IngestRun.objects.count() == 1


def test_a_page_the_archive_has_from_elsewhere_is_left_alone(server: Server, fetcher: Fetcher, tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    line = {"url": server.url("/1.html"), "title": "江城市志愿者义诊", "text": make_body(1)}
    file.write_text(json.dumps(line, ensure_ascii=False) + "\n", encoding="utf-8")
    call_command("ingest", str(file), "--no-index", stdout=io.StringIO())
    server.answers["/rss"] = feed_of(server, "/1.html")
    Feed.objects.create(address=server.url("/rss"))
    fetch_feeds(fetcher=fetcher)
    assert server.paths == ["/rss"]


def test_a_page_that_its_feed_says_has_changed_is_fetched_again(server: Server, fetcher: Fetcher) -> None:
    server.answers |= {"/rss": feed_of(server, "/1.html"), "/1.html": ok(page(1))}
    Feed.objects.create(address=server.url("/rss"))
    fetch_feeds(fetcher=fetcher)
    tomorrow = (dt.datetime.now(dt.UTC) + dt.timedelta(days=1)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    server.answers |= {"/rss": feed_of(server, "/1.html", changed={"/1.html": tomorrow}), "/1.html": ok(page(2))}
    assert fetch_feeds(fetcher=fetcher).counts["new_version"] == 1


def test_a_feed_says_unchanged_only_when_all_its_pages_are_in(server: Server, fetcher: Fetcher) -> None:
    body = feed_of(server, "/1.html", "/2.html").replace(b"\r\n\r\n", b'\r\nETag: "f1"\r\n\r\n', 1)
    server.answers |= {"/rss": body, "/1.html": ok(page(1)), "/2.html": answer(500)}
    feed = Feed.objects.create(address=server.url("/rss"))
    fetch_feeds(fetcher=fetcher)
    feed.refresh_from_db()
    assert feed.etag == ""
    server.answers["/2.html"] = ok(page(2))
    assert fetch_feeds(fetcher=fetcher).total == 0  # it failed a moment ago and is left alone for an hour
    feed.refresh_from_db()
    assert feed.etag == ""
    FetchedAddress.objects.update(next_at=timezone.now())
    assert fetch_feeds(fetcher=fetcher).counts["new"] == 1
    feed.refresh_from_db()
    assert feed.etag == '"f1"'


def test_a_run_that_is_stopped_loses_no_page_of_a_feed(server: Server, fetcher: Fetcher) -> None:
    body = feed_of(server, "/1.html", "/2.html").replace(b"\r\n\r\n", b'\r\nETag: "f1"\r\n\r\n', 1)
    server.answers |= {"/rss": body, "/1.html": ok(page(1)), "/2.html": ok(page(2))}
    Feed.objects.create(address=server.url("/rss"))
    real, asked = fetcher.fetch, []

    def stop_at_the_last(url: str, sent: object = None):
        asked.append(url)
        if len(asked) == 3:
            raise KeyboardInterrupt
        return real(url, sent)  # type: ignore[arg-type]

    fetcher.fetch = stop_at_the_last  # type: ignore[method-assign]
    assert fetch_feeds(fetcher=fetcher).interrupted
    assert Article.objects.count() == 1  # each page is committed before the next is asked for
    fetcher.fetch = real  # type: ignore[method-assign]
    assert fetch_feeds(fetcher=fetcher).counts["new"] == 1
    assert Article.objects.count() == 2


def test_a_feed_that_fails_is_left_alone_longer_each_time(server: Server, fetcher: Fetcher) -> None:
    server.answers["/rss"] = answer(500)
    feed = Feed.objects.create(address=server.url("/rss"))
    rests = []
    for _time in range(3):
        assert fetch_feeds(fetcher=fetcher).failed == 1
        feed.refresh_from_db()
        rests.append(round((feed.next_at - feed.checked_at).total_seconds() / 3600))
        assert fetch_feeds(fetcher=fetcher).total == 0
        Feed.objects.update(next_at=timezone.now())
    assert rests == [1, 2, 4]
    assert feed.trouble.startswith("http_500")
    assert outcomes() == [("rss", "failed", "http_500")]


def test_a_feed_that_is_gone_for_good_is_put_to_rest(server: Server, fetcher: Fetcher) -> None:
    server.answers["/rss"] = answer(410)
    feed = Feed.objects.create(address=server.url("/rss"))
    fetch_feeds(fetcher=fetcher)
    feed.refresh_from_db()
    assert not feed.active


def test_a_page_that_fails_again_and_again_is_given_up(server: Server, fetcher: Fetcher) -> None:
    server.answers["/rss"] = feed_of(server, "/none.html")
    Feed.objects.create(address=server.url("/rss"))
    for _time in range(8):
        fetch_feeds(fetcher=fetcher)
        FetchedAddress.objects.update(next_at=timezone.now())
    assert server.paths.count("/none.html") == 5


def test_one_broken_feed_does_not_keep_the_others_back(server: Server) -> None:
    server.answers |= {"/bad": ok("<html>"), "/rss": feed_of(server, "/1.html"), "/1.html": ok(page(1))}
    for path in ("/bad", "/rss", "/off"):
        Feed.objects.create(address=server.url(path), active=path != "/off")
    with pytest.raises(CommandError):
        call_command("fetch_feeds", "--no-index", stdout=io.StringIO())
    assert sorted(outcomes()) == [("1.html", "new", ""), ("bad", "failed", "bad_feed")]
    assert "/off" not in server.paths


def test_pages_taken_in_before_are_no_matter_of_fetching(server: Server) -> None:
    ingest_pages([])
    assert not FetchedAddress.objects.exists() and not SavedFile.objects.exists()
