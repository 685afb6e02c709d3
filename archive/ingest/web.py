"""The use case: addresses and feeds of the web into the archive, as runs like any other.

Only one process fetches at a time, so that no host is hurried by two. Printing and the index are the caller's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

from django.conf import settings
from filelock import FileLock, Timeout

from archive.dedupe.address import normalise_address
from archive.errors import FetchError
from archive.fetch.fetcher import Fetcher
from archive.fetch.pace import mix_hosts
from archive.ingest.feeds import FeedLook, due_feeds
from archive.ingest.ledger import RunOrigin
from archive.ingest.report import IngestReport, ItemOutcome, Listener
from archive.ingest.run import take_pages
from archive.ingest.web_pages import WebPages, manners_in_use
from archive.models import Feed, IngestRun, Outcome
from archive.records import Lull, Page, UnreadablePage

_WEB = re.compile("https?://", re.I)


def fetch_addresses(
    addresses: Sequence[str],
    *,
    batch: str = "",
    retry_of: int | None = None,
    job: int | None = None,
    progress: Listener | None = None,
    fetcher: Fetcher | None = None,
) -> IngestReport:
    """Fetch pages and take them in.

    Raises:
        FetchError: busy, if another process is fetching; never for a page.
    """
    with _alone():
        web = WebPages(fetcher or Fetcher(manners_in_use()))
        # An address no web address can be keeps its spelling: its outcome says so.
        names = dict.fromkeys(normalise_address(address) or address for address in addresses)
        origin = RunOrigin(batch=batch, inputs=list(names), retry_of=retry_of, job=job)
        return take_pages(web.read(mix_hosts(names)), origin, progress=_both(web, progress))


def fetch_feeds(
    *,
    only: Iterable[Feed] | None = None,
    batch: str = "",
    progress: Listener | None = None,
    fetcher: Fetcher | None = None,
) -> IngestReport:
    """Look at the feeds that are due (or at `only` these) and take in the pages they list that are new.

    There is no run, and the report is empty, where nothing is new and nothing failed.

    Raises:
        FetchError: busy, if another process is fetching; never for a feed.
    """
    with _alone():
        fetcher = fetcher or Fetcher(manners_in_use())
        web = WebPages(fetcher)
        looks = [FeedLook(feed) for feed in (only if only is not None else due_feeds())]
        stream = _feed_pages(looks, fetcher, web)
        first = next(stream, None)
        report = IngestReport()
        if first is not None:
            origin = RunOrigin(batch=batch, inputs=[look.feed.address for look in looks])
            report = take_pages(chain([first], stream), origin, progress=_both(web, progress))
        for look in looks:
            look.close(web.taken)
        return report


def failed_addresses(run: IngestRun) -> list[str]:
    """The addresses of a run that failed, in its order."""
    rows = run.outcomes.filter(outcome=Outcome.FAILED).order_by("id").values_list("input", flat=True)
    return [name for name in rows if _WEB.match(name)]


def _feed_pages(looks: Sequence[FeedLook], fetcher: Fetcher, web: WebPages) -> Iterator[Page | UnreadablePage | Lull]:
    """First every feed, then the pages of all, hosts by turns."""
    wanted: dict[str, None] = {}
    for look in looks:
        try:
            wanted.update(dict.fromkeys(look.open(fetcher)))
        except FetchError as error:
            look.fail(error)
            yield UnreadablePage(name=look.feed.address, stage="feed", code=error.code, reason=error.reason)
    yield from web.read(mix_hosts(wanted))


def _both(web: WebPages, progress: Listener | None) -> Listener:
    def tell(item: ItemOutcome) -> None:
        web.note(item)
        if progress is not None:
            progress(item)

    return tell


@contextmanager
def _alone() -> Iterator[None]:
    folder = Path(settings.DATA_DIR) / "ingest"
    folder.mkdir(exist_ok=True)
    try:
        with FileLock(folder / "fetch.lock", timeout=0):
            yield
    except Timeout as error:
        raise FetchError("another process is fetching for this archive", code="busy") from error
