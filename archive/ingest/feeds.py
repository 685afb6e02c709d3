"""One look at a feed: which of its pages the archive wants, and what is noted of the feed afterwards.

A feed may say "not changed" only once every page it listed was taken in: until then it is read whole each time, so
that no page is lost to a run that was stopped or to a server that was busy.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db.models import Q
from django.utils import timezone

from archive.dedupe.address import normalise_address
from archive.errors import FetchError
from archive.fetch.feeds import Entry, FeedContent, read_feed
from archive.fetch.fetcher import Fetched, Fetcher, Sent
from archive.ingest.fit import clean_text
from archive.ingest.web_pages import rest_after
from archive.models import Article, Feed, FetchedAddress

MOST_FAILURES = 5
"""How often a page that fails is tried while the feed lists it: over about a day and a half."""


def due_feeds() -> list[Feed]:
    """The active feeds that may be asked now."""
    now = timezone.now()
    return list(Feed.objects.filter(active=True).filter(Q(next_at=None) | Q(next_at__lte=now)))


class FeedLook:
    """`open` it, take in the addresses it gives, `close` it; or `fail` it."""

    def __init__(self, feed: Feed) -> None:
        self.feed = feed
        self._fetched: Fetched | None = None
        self._open: set[str] = set()
        self._later = False
        """Whether pages that failed are to be tried again another time."""

    def open(self, fetcher: Fetcher) -> list[str]:
        """Ask the feed; the addresses that are new, or changed since they were fetched.

        Raises:
            FetchError: the feed cannot be had, or is none.
        """
        feed = self.feed
        sent = Sent(url=feed.resolved, etag=feed.etag, last_modified=feed.last_modified)
        fetched = fetcher.fetch(feed.address, sent)
        if not fetched.is_unchanged:
            content = read_feed(fetched.body, fetched.url, fetched.media_type)
            self._open = set(self._choose(content))
            feed.name = feed.name or clean_text(content.title)[:200]
        self._fetched = fetched
        return sorted(self._open)

    def fail(self, error: FetchError) -> None:
        """Note why the feed could not be read; a feed whose server says that it is gone for good is put to rest."""
        feed = self.feed
        feed.failures += 1
        feed.trouble = clean_text(f"{error.code}: {error.reason}")[:1000]
        feed.checked_at = timezone.now()
        feed.next_at = feed.checked_at + rest_after(feed.failures, error.retry_after or 0.0)
        feed.active = feed.active and error.code != "http_410"
        self._save("failures", "trouble", "checked_at", "next_at", "active")

    def close(self, taken: Collection[str]) -> None:
        """Note that the feed was read, `taken` being the addresses that were taken in."""
        feed, fetched = self.feed, self._fetched
        if fetched is None:
            return
        is_done = self._open <= set(taken) and not self._later
        feed.etag, feed.last_modified = (fetched.etag, fetched.last_modified) if is_done else ("", "")
        feed.resolved = fetched.url[:2000]
        feed.checked_at, feed.next_at, feed.failures, feed.trouble = fetched.at, None, 0, ""
        self._save("name", "etag", "last_modified", "resolved", "checked_at", "next_at", "failures", "trouble")

    def _save(self, *names: str) -> None:
        # Not the whole row: staff may have changed the rest since it was read.
        Feed.objects.filter(pk=self.feed.pk).update(**{name: getattr(self.feed, name) for name in names})

    def _choose(self, content: FeedContent) -> list[str]:
        addresses = {normalise_address(entry.url): entry for entry in content.entries}
        addresses.pop("", None)
        rows = {row.address: row for row in FetchedAddress.objects.filter(address__in=addresses)}
        known = _known_articles([address for address in addresses if address not in rows])
        wanted = [
            address
            for address, entry in addresses.items()
            if (_is_wanted(rows[address], entry) if address in rows else address not in known)
        ]
        self._later = any(0 < row.failures < MOST_FAILURES for row in rows.values() if row.address not in wanted)
        return wanted


def _known_articles(addresses: Sequence[str]) -> set[str]:
    return set(Article.objects.filter(url__in=addresses).order_by().values_list("url", flat=True))


def _is_wanted(row: FetchedAddress, entry: Entry) -> bool:
    """Whether to fetch again what was asked for before."""
    if row.failures:
        return row.failures < MOST_FAILURES and (row.next_at is None or row.next_at <= timezone.now())
    return row.fetched_at is not None and entry.changed_at is not None and entry.changed_at > row.fetched_at
