"""One question to a server and its answer: a GET, its status and headers, and a body of bounded size.

Follows no redirect and knows nothing of manners (`archive.fetch.fetcher`). What a body means is the readers' matter.
"""

from __future__ import annotations

import ssl
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import httpcore

from archive.errors import FetchError
from archive.fetch.addresses import Resolve, Target, find_addresses
from archive.fetch.connection import Deadline, open_connection

_HEADER_BYTES = 256 * 1024
"""What may come beside the body: headers, chunk sizes, the handshake's certificates."""
_CODINGS = {"gzip": 16 + zlib.MAX_WBITS, "x-gzip": 16 + zlib.MAX_WBITS, "deflate": zlib.MAX_WBITS}


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """What one answer may cost. `allow_private`: also addresses that are not of the public internet."""

    seconds: float
    most_bytes: int
    allow_private: bool = False


@dataclass(frozen=True, kw_only=True)
class Answer:
    """`body` is empty unless the status is 200; header names are in lower case, of repeated ones the first counts."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


def ask(
    target: Target,
    headers: Mapping[str, str],
    bounds: Bounds,
    resolve: Resolve,
    trust: ssl.SSLContext | None = None,
) -> Answer:
    """Ask for one page.

    Raises:
        FetchError: private_address, unknown_host, unreachable, tls, timeout, bad_answer, truncated, too_large, unsupported.
    """
    deadline = Deadline(bounds.seconds)
    addresses = find_addresses(target, resolve, deadline.left(), allow_private=bounds.allow_private)
    most = bounds.most_bytes + _HEADER_BYTES
    connection = open_connection(target, addresses, deadline, most_bytes=most, trust=trust)
    sent = {"Accept-Encoding": "gzip, deflate", **headers, "Connection": "close"}
    try:
        with connection, connection.stream("GET", target.url, headers=list(sent.items())) as response:
            found = _headers(response.headers)
            if response.status != 200:
                return Answer(status=response.status, headers=found)
            return Answer(status=200, headers=found, body=_read_body(response, found, bounds.most_bytes))
    except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as error:
        raise _told(error, bounds) from error


def _told(error: Exception, bounds: Bounds) -> FetchError:
    reason = str(error) or type(error).__name__
    if isinstance(error, httpcore.TimeoutException):
        return FetchError(f"no answer within {bounds.seconds:g} seconds", code="timeout")
    if isinstance(error.__cause__, ssl.SSLError) or isinstance(error.__context__, ssl.SSLError):
        return FetchError(f"no secure connection: {reason}", code="tls")
    if isinstance(error, httpcore.ProtocolError):
        is_cut = "without sending complete" in reason or "incomplete chunked" in reason
        return FetchError(
            f"the answer breaks off or breaks the rules: {reason}", code="truncated" if is_cut else "bad_answer"
        )
    return FetchError(f"no connection: {reason}", code="unreachable")


def _headers(rows: list[tuple[bytes, bytes]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in rows:
        found.setdefault(name.decode("latin-1").lower(), _text(value))
    return found


def _text(value: bytes) -> str:
    # Header values are ASCII by the book, and UTF-8 where Chinese servers put addresses into them.
    return value.decode("utf-8", "replace").strip()


def _read_body(response: httpcore.Response, headers: Mapping[str, str], most: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    for part in _decoded(response.iter_stream(), headers.get("content-encoding", ""), most):
        size += len(part)
        if size > most:
            raise FetchError(f"more than the {most / 1024 / 1024:g} MB a page may have", code="too_large")
        parts.append(part)
    return b"".join(parts)


def _decoded(stream: Iterator[bytes], coding: str, most: int) -> Iterator[bytes]:
    """The body as the page was before it was packed, never more than a little beyond `most` at a time."""
    coding = coding.strip().lower()
    if coding in {"", "identity"}:
        yield from stream
        return
    if coding not in _CODINGS:
        raise FetchError(f"the content encoding {coding[:40]!r} was not asked for", code="unsupported")
    inflate = zlib.decompressobj(_CODINGS[coding])
    try:
        for part in stream:
            if coding == "deflate" and not inflate.unconsumed_tail and _is_raw_deflate(part):
                inflate = zlib.decompressobj(-zlib.MAX_WBITS)
            coding = ""  # only the first bytes tell
            # One byte more than allowed is enough to know; what is behind it stays packed.
            yield inflate.decompress(part, most + 1)
            if inflate.unconsumed_tail:
                raise FetchError(
                    f"it unpacks to more than the {most / 1024 / 1024:g} MB a page may have", code="too_large"
                )
    except zlib.error as error:
        raise FetchError(f"the packed answer is damaged ({error})", code="bad_answer") from error
    if not inflate.eof:
        raise FetchError("the packed answer breaks off", code="truncated")


def _is_raw_deflate(head: bytes) -> bool:
    """`deflate` means zlib by the book; some servers leave its two bytes of header off."""
    return len(head) > 1 and (head[0] & 15 != 8 or (head[0] << 8 | head[1]) % 31 != 0)
