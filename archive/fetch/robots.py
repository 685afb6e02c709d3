"""What a site wants of programs: its robots.txt, read once a day by RFC 9309 and remembered while the process lives.

No file (4xx) means that all is allowed; a server in trouble (5xx, 429, no answer) means that nothing is, for now.
Deliberately not here: asking for the file, which `archive.fetch.fetcher` hands in.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from protego import Protego

from archive.errors import FetchError
from archive.fetch.addresses import Target
from archive.fetch.exchange import Answer

Ask = Callable[[Target], Answer]

MOST_BYTES = 512 * 1024
"""The standard asks for 500 KiB at least."""
_KEPT_SECONDS = 24 * 3600.0
_TRY_AGAIN_SECONDS = 600.0


@dataclass(frozen=True, kw_only=True)
class _Rules:
    """Either what the file says, or why nothing may be asked for."""

    parsed: Protego | None = None
    trouble: FetchError | None = None
    until: float


class Robots:
    """The rules of the sites met so far, for one program by its name."""

    def __init__(self, name: str, ask: Ask) -> None:
        self._name = name
        self._ask = ask
        self._rules: dict[str, _Rules] = {}

    def check(self, target: Target) -> float:
        """Seconds the site wants between two questions, 0.0 if it does not say.

        Raises:
            FetchError: robots where the site forbids it, robots_unreachable where its server is in trouble, or why
                it could not be asked at all.
        """
        rules = self._of_site(target)
        if rules.parsed is None:
            assert rules.trouble is not None
            trouble = rules.trouble
            raise FetchError(f"robots.txt: {trouble.reason}", code=trouble.code, retry_after=trouble.retry_after)
        if not rules.parsed.can_fetch(target.url, self._name):
            raise FetchError(f"robots.txt of {target.host} forbids it", code="robots")
        return float(rules.parsed.crawl_delay(self._name) or 0.0)

    def _of_site(self, target: Target) -> _Rules:
        rules = self._rules.get(target.origin)
        if rules is None or rules.until < time.monotonic():
            rules = self._rules[target.origin] = self._read(target)
        return rules

    def _read(self, target: Target) -> _Rules:
        now = time.monotonic()
        try:
            answer = self._ask(Target(scheme=target.scheme, host=target.host, port=target.port, path="/robots.txt"))
        except FetchError as error:
            if error.code != "too_large":
                return _Rules(trouble=error, until=now + _TRY_AGAIN_SECONDS)
            answer = Answer(status=404)  # no such file is half a megabyte long: it is no robots.txt
        if answer.status >= 500 or answer.status == 429:
            reason = f"the server answers with status {answer.status}, so nothing is asked for"
            trouble = FetchError(reason, code="robots_unreachable", retry_after=_TRY_AGAIN_SECONDS)
            return _Rules(trouble=trouble, until=now + _TRY_AGAIN_SECONDS)
        text = answer.body.decode("utf-8", "replace") if answer.status == 200 else ""
        return _Rules(parsed=Protego.parse(text), until=now + _KEPT_SECONDS)
