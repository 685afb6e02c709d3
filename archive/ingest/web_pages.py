"""Pages of the web as a stream that `archive.ingest.run.take_pages` takes in, and what is remembered of each address.

What was fetched is noted only once it is stored (`note` is told of committed outcomes), so that a run that is killed
fetches again what it lost. Fetching itself is `archive.fetch`.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from django.conf import settings
from django.utils import timezone

from archive.dedupe.address import LONGEST_ADDRESS, normalise_address
from archive.errors import FetchError, StoreError
from archive.fetch.exchange import Bounds
from archive.fetch.fetcher import Fetched, Fetcher, Manners, Sent
from archive.ingest.fit import clean_text
from archive.ingest.originals import hash_bytes, original_path, read_original
from archive.ingest.report import ItemOutcome
from archive.ingest.turns import own_turn
from archive.models import Article, ArticleState, FetchedAddress, Outcome, SavedFile
from archive.readers.registry import read_bytes
from archive.records import LULL, Lull, Page, UnreadablePage

logger = logging.getLogger(__name__)

_KINDS = frozenset(
    [
        "",
        "text/html",
        "application/xhtml+xml",
        "text/plain",
        "application/pdf",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ]
)
"""What a page can come as. Tables and archives of pages could name other sites' addresses as their own."""

_FIRST_REST = dt.timedelta(hours=1)
_LONGEST_REST = dt.timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class _Pending:
    """What is to be noted of an address once its outcome is committed."""

    fetched: Fetched | None = None
    sha256: str = ""
    retry_after: float = 0.0


def manners_in_use() -> Manners:
    """Those of the settings."""
    bounds = Bounds(
        seconds=settings.FETCH_SECONDS,
        most_bytes=settings.FETCH_MEGABYTES * 1024 * 1024,
        allow_private=settings.FETCH_ALLOW_PRIVATE,
    )
    return Manners(contact=settings.FETCH_CONTACT, pause=settings.FETCH_PAUSE, bounds=bounds)


def rest_after(failures: int, retry_after: float = 0.0) -> dt.timedelta:
    """How long something is left alone that failed so many times in a row: an hour, doubled each time, up to a week."""
    doubled = min(_FIRST_REST * 2 ** min(max(failures, 1) - 1, 10), _LONGEST_REST)
    return max(doubled, dt.timedelta(seconds=retry_after))


class WebPages:
    """Reads addresses through one fetcher. `taken` and `failed` are those whose outcome is committed."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher
        self._pending: dict[str, _Pending] = {}
        self.taken: set[str] = set()
        self.failed: set[str] = set()

    def read(self, addresses: Iterable[str]) -> Iterator[Page | UnreadablePage | Lull]:
        """One record an address, named by it; each is to be stored before the next, which may be long in coming."""
        for address in addresses:
            try:
                yield self._read(address)
            except FetchError as error:
                self._pending[address] = _Pending(retry_after=error.retry_after or 0.0)
                yield UnreadablePage(name=address, stage=error.stage, code=error.code, reason=error.reason)
            yield LULL

    def note(self, item: ItemOutcome) -> None:
        """Remember what became of an address; told of each outcome once it is committed."""
        pending = self._pending.pop(item.input, None)
        if pending is None:
            return
        with own_turn():
            row = FetchedAddress.objects.filter(address=item.input).first() or FetchedAddress(address=item.input)
            (_note_failure if item.outcome == Outcome.FAILED else _note_page)(row, pending, item)
            row.save()
        (self.failed if item.outcome == Outcome.FAILED else self.taken).add(item.input)

    def _read(self, address: str) -> Page | UnreadablePage:
        row = FetchedAddress.objects.filter(address=address).first()
        _refuse_withdrawn(address, row)
        held = _held_file(row)
        if row is None or held is None:
            return self._understand(address, self._fetcher.fetch(address))
        fetched = self._fetcher.fetch(address, Sent(url=row.url, etag=row.etag, last_modified=row.last_modified))
        if not fetched.is_unchanged:
            return self._understand(address, fetched)
        try:
            kept = replace(fetched, body=read_original(held), media_type=held.media_type)
        except StoreError as error:
            logger.warning("%s has not changed, but what is kept of it is damaged: %s", address, error)
            kept = self._fetcher.fetch(address)
        return self._understand(address, kept)

    def _understand(self, address: str, fetched: Fetched) -> Page | UnreadablePage:
        """The page in what was fetched; its address is where it was fetched from, whatever it says of itself."""
        kind = fetched.media_type.partition(";")[0].strip().lower()
        if kind not in _KINDS:
            raise FetchError(f"the server sends {kind[:80]!r}, which is no page", code="unsupported")
        if len(fetched.url) > LONGEST_ADDRESS:
            raise FetchError("the address it was redirected to is too long", code="bad_address")
        records = read_bytes(fetched.body, name=address, url=fetched.url, media_type=fetched.media_type or None)
        found = list(islice(records, 2))
        if len(found) != 1:
            raise FetchError("it holds more than one page", code="unsupported")
        page = found[0]
        if not isinstance(page, Page):
            self._pending[address] = _Pending()
            return replace(page, name=address)
        self._pending[address] = _Pending(fetched=fetched, sha256=hash_bytes(page.raw))
        return replace(page, name=address, url=fetched.url, captured_at=fetched.at)


def _refuse_withdrawn(address: str, row: FetchedAddress | None) -> None:
    known = {normalise_address(address), normalise_address(row.url) if row else ""} - {""}
    if Article.objects.filter(url__in=known, state=ArticleState.WITHDRAWN).exists():
        raise FetchError("the archive has withdrawn this page; it is not fetched again", code="withdrawn")


def _held_file(row: FetchedAddress | None) -> SavedFile | None:
    """The file of what the server sent the last time, if it is still a version of an article and on the disk."""
    if row is None or not row.sha256 or not (row.etag or row.last_modified):
        return None
    file = SavedFile.objects.filter(sha256=row.sha256, version__isnull=False).first()
    return file if file is not None and original_path(file.sha256).exists() else None


def _note_page(row: FetchedAddress, pending: _Pending, _item: ItemOutcome) -> None:
    fetched = pending.fetched
    assert fetched is not None  # what was stored was fetched
    row.url, row.sha256, row.fetched_at = fetched.url, pending.sha256, fetched.at
    row.etag, row.last_modified = fetched.etag, fetched.last_modified
    row.failures, row.next_at, row.trouble = 0, None, ""


def _note_failure(row: FetchedAddress, pending: _Pending, item: ItemOutcome) -> None:
    row.failures += 1
    row.next_at = timezone.now() + rest_after(row.failures, pending.retry_after)
    row.trouble = clean_text(f"{item.code}: {item.reason}")[:1000]
