"""What a feed lists, whatever kind it is and however it is broken."""

from __future__ import annotations

import datetime as dt

import pytest

from archive.errors import FetchError
from archive.fetch.feeds import MOST_ENTRIES, read_feed

RSS = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>江城志愿网</title>
<item><title>义诊进社区</title><link>http://a.example/1.html</link><pubDate>Sun, 07 Jul 2013 08:00:00 +0800</pubDate></item>
<item><title>植树</title><link>/2.html</link></item>
<item><title>又是植树</title><link>/2.html</link></item>
<item><title>无链接</title></item>
<item><title>坏链接</title><link>javascript:alert(1)</link></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://b.example/"><title>公益</title>
<entry><title>募捐</title><link rel="alternate" href="news/3"/><published>2013-07-01T00:00:00Z</published>
<updated>2013-07-08T01:02:03Z</updated></entry></feed>"""


def test_the_pages_of_an_rss_feed_are_listed_once_each_with_their_time() -> None:
    content = read_feed(RSS.encode(), "http://a.example/rss.xml")
    assert content.title == "江城志愿网"
    assert [entry.url for entry in content.entries] == ["http://a.example/1.html", "http://a.example/2.html"]
    assert content.entries[0].changed_at == dt.datetime(2013, 7, 7, tzinfo=dt.UTC)
    assert content.entries[1].title == "植树"


def test_an_atom_feed_tells_when_an_entry_last_changed() -> None:
    (entry,) = read_feed(ATOM.encode(), "https://c.example/atom").entries
    assert entry.url == "https://b.example/news/3"
    assert entry.changed_at == dt.datetime(2013, 7, 8, 1, 2, 3, tzinfo=dt.UTC)


@pytest.mark.parametrize("charset", ["gbk", "gb18030", "big5", "utf-16"])
def test_a_feed_in_any_charset_is_read(charset: str) -> None:
    text = RSS.replace("UTF-8", charset).replace("江城志愿网义诊进社区", "")
    text = "".join(char for char in text if char.encode(charset, "ignore"))
    assert len(read_feed(text.encode(charset), "http://a.example/").entries) == 2


def test_a_feed_with_an_error_gives_what_can_be_read() -> None:
    broken = RSS.replace("<title>植树</title>", "<title>植树 & 种草</title>")
    assert len(read_feed(broken.encode(), "http://a.example/").entries) == 2


@pytest.mark.parametrize(
    "data", [b"", b"<html><body>no feed</body></html>", b"\x00\x01", b"http://127.0.0.1/", b"/etc/passwd"]
)
def test_what_is_no_feed_is_told(data: bytes) -> None:
    with pytest.raises(FetchError) as caught:
        read_feed(data, "http://a.example/")
    assert caught.value.code == "bad_feed"


def test_a_feed_opens_no_file_and_expands_no_bomb(tmp_path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("http://secret.example/")
    entities = f'<!ENTITY a SYSTEM "{secret.as_uri()}">' + "<!ENTITY b0 'x'>"
    entities += "".join(f"<!ENTITY b{n + 1} '{f'&b{n};' * 10}'>" for n in range(9))
    feed = f'<?xml version="1.0"?><!DOCTYPE rss [{entities}]>' + RSS.partition("?>")[2].replace(
        "<item>", "<item><title>&a;&b9;</title><link>&a;</link></item><item>", 1
    )
    content = read_feed(feed.encode(), "http://a.example/")
    assert not any("secret" in entry.url + entry.title for entry in content.entries)
    assert all(len(entry.title) < 2001 for entry in content.entries)


def test_a_feed_of_endless_entries_is_cut() -> None:
    items = "".join(f"<item><link>http://a.example/{n}</link></item>" for n in range(MOST_ENTRIES + 100))
    feed = f'<rss version="2.0"><channel>{items}</channel></rss>'
    assert len(read_feed(feed.encode(), "http://a.example/").entries) == MOST_ENTRIES


def test_a_time_that_cannot_be_is_no_time() -> None:
    feed = RSS.replace("Sun, 07 Jul 2013 08:00:00 +0800", "Sun, 99 Jul 99999 99:99:99")
    assert read_feed(feed.encode(), "http://a.example/").entries[0].changed_at is None
