"""Fetches pages politely: robots.txt obeyed, hosts not hurried, unchanged pages not sent again, redirects checked.

One question at a time. Every hop of a redirect is an address like any other: its scheme, port, network address and
robots.txt are checked anew. Remembers nothing beyond the process; what was sent before comes from the caller.
"""

from __future__ import annotations

import datetime as dt
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime

from archive.errors import FetchError
from archive.fetch import robots
from archive.fetch.addresses import Resolve, Target, join_target, parse_target, resolve_host
from archive.fetch.exchange import Answer, Bounds, ask
from archive.fetch.pace import Pace

PROGRAM = "VolunteerNewsArchive"
"""The name robots.txt files know the program by."""

_REDIRECTS = frozenset([301, 302, 303, 307, 308])
_MOST_REDIRECTS = 5
_BUSY = frozenset([429, 503])
_REST_SECONDS = 300.0
_LONGEST_REST = 7 * 24 * 3600.0


@dataclass(frozen=True, kw_only=True)
class Manners:
    """How the operator wants sites to be treated. `contact`: an address or page a site's keeper can turn to."""

    contact: str = ""
    pause: float = 2.0
    bounds: Bounds

    @property
    def user_agent(self) -> str:
        return f"{PROGRAM}/1.0 (+{self.contact})" if self.contact else f"{PROGRAM}/1.0"


@dataclass(frozen=True, kw_only=True)
class Sent:
    """What a server sent the last time, so that it need not send the same again. `url`: where the page was then."""

    url: str
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """A page, or word that it has not changed since `Sent` (`is_unchanged`, no body). `url` is after all redirects."""

    url: str
    body: bytes = b""
    media_type: str = ""
    is_unchanged: bool = False
    etag: str = ""
    last_modified: str = ""
    at: dt.datetime


class Fetcher:
    """Fetches one address after the other, with the manners given."""

    def __init__(
        self,
        manners: Manners,
        *,
        resolve: Resolve = resolve_host,
        sleep: Callable[[float], None] = time.sleep,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        self._manners = manners
        self._resolve = resolve
        self._trust = trust
        self._pace = Pace(manners.pause, sleep)
        self._robots = robots.Robots(PROGRAM, self._ask_robots)

    def fetch(self, url: str, sent: Sent | None = None) -> Fetched:
        """Fetch a page.

        Raises:
            FetchError: see there. The time bound of the manners is that of each hop.
        """
        target = parse_target(url)
        for _hop in range(_MOST_REDIRECTS + 1):
            wanted = self._robots.check(target)
            answer = self._ask(target, sent, wanted)
            if answer.status not in _REDIRECTS:
                return _fetched(target, answer, sent)
            target = _next(target, answer)
        raise FetchError(f"more than {_MOST_REDIRECTS} redirects", code="redirects")

    def _ask(self, target: Target, sent: Sent | None, wanted: float) -> Answer:
        headers = {"User-Agent": self._manners.user_agent, "Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
        if sent is not None and sent.url == target.url:
            headers |= {"If-None-Match": sent.etag} if sent.etag else {}
            headers |= {"If-Modified-Since": sent.last_modified} if sent.last_modified else {}
        self._pace.wait(target.host, wanted)
        try:
            answer = ask(target, headers, self._manners.bounds, self._resolve, self._trust)
        finally:
            self._pace.done(target.host)
        if answer.status in _BUSY:
            rest = read_retry_after(answer.headers.get("retry-after", ""))
            self._pace.leave_alone(target.host, rest)
            reason = f"status {answer.status}: the server wants to be left alone for {rest:.0f} seconds"
            raise FetchError(reason, code=f"http_{answer.status}", retry_after=rest)
        return answer

    def _ask_robots(self, target: Target) -> Answer:
        """robots.txt, after redirects, which lead to other hosts as well."""
        bounds = replace(self._manners.bounds, most_bytes=robots.MOST_BYTES)
        headers = {"User-Agent": self._manners.user_agent}
        for _hop in range(_MOST_REDIRECTS + 1):
            self._pace.wait(target.host)
            try:
                answer = ask(target, headers, bounds, self._resolve, self._trust)
            finally:
                self._pace.done(target.host)
            if answer.status not in _REDIRECTS:
                return answer
            target = _next(target, answer)
        return Answer(status=404)  # the standard: after five, as if there were none


def read_retry_after(value: str) -> float:
    """Seconds a server wants to be left alone: what it says, if that is a number or a date, else five minutes."""
    seconds = _REST_SECONDS
    if value.isdecimal() and value.isascii():
        seconds = float(value[:9])
    elif value:
        try:
            moment = parsedate_to_datetime(value)
            moment = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
            seconds = (moment - dt.datetime.now(dt.UTC)).total_seconds()
        except (ValueError, OverflowError):
            pass
    return min(max(seconds, 1.0), _LONGEST_REST)


def _next(target: Target, answer: Answer) -> Target:
    location = answer.headers.get("location", "")
    if not location:
        raise FetchError(f"status {answer.status} without saying where to", code="bad_answer")
    return join_target(target, location)


def _fetched(target: Target, answer: Answer, sent: Sent | None) -> Fetched:
    now = dt.datetime.now(dt.UTC)
    if answer.status == 304 and sent is not None and sent.url == target.url:
        return Fetched(url=target.url, is_unchanged=True, etag=sent.etag, last_modified=sent.last_modified, at=now)
    if answer.status != 200:
        raise FetchError(f"the server answers with status {answer.status}", code=f"http_{answer.status}")
    return Fetched(
        url=target.url,
        body=answer.body,
        media_type=answer.headers.get("content-type", "")[:200],
        etag=_repeatable(answer.headers.get("etag", ""), 200),
        last_modified=_repeatable(answer.headers.get("last-modified", ""), 100),
        at=now,
    )


def _repeatable(value: str, longest: int) -> str:
    """A header's value if it can be sent back as it came, else ''."""
    return value if len(value) <= longest and value.isascii() and value.isprintable() else ""
