"""One connection to an address that was checked, with bounds on time and bytes that hold for everything on it.

The name of the host is used for the certificate and the Host header, never to connect. Every read, from the TLS
handshake to the last byte, gets what is left of the time, so that a server that drips ends with it.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

import certifi
import httpcore

from archive.errors import FetchError
from archive.fetch.addresses import Target

_CONNECT_SECONDS = 10.0
"""For one address of a host that has several."""


class Deadline:
    """The moment by which all must be over."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds left, more than none; raises FetchError `timeout`."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise FetchError(f"it took longer than {self._seconds:g} seconds", code="timeout")
        return left


class _BoundedStream(httpcore.NetworkStream):
    """A stream that stops at the deadline, and where more bytes came than an answer may have."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline, most_bytes: int) -> None:
        self._stream = stream
        self._deadline = deadline
        self._left = most_bytes

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data = self._stream.read(max_bytes, self._deadline.left())
        self._left -= len(data)
        if self._left < 0:
            raise FetchError("the server sends more than a page may have", code="too_large")
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, self._deadline.left())
        return _BoundedStream(stream, self._deadline, self._left)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _CheckedBackend(httpcore.NetworkBackend):
    """Connects to the given addresses, whatever name it is asked for."""

    def __init__(self, addresses: Sequence[str], deadline: Deadline, most_bytes: int) -> None:
        self._addresses = addresses
        self._deadline = deadline
        self._most_bytes = most_bytes

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        failure: Exception = FetchError(f"{host} has no address")
        for address in self._addresses:
            try:
                seconds = min(self._deadline.left(), _CONNECT_SECONDS)
                stream = httpcore.SyncBackend().connect_tcp(address, port, seconds)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
                continue
            return _BoundedStream(stream, self._deadline, self._most_bytes)
        raise failure


def open_connection(
    target: Target,
    addresses: Sequence[str],
    deadline: Deadline,
    *,
    most_bytes: int,
    trust: ssl.SSLContext | None = None,
) -> httpcore.HTTPConnection:
    """A connection for one request; nothing is sent yet. `trust`: certificates believed instead of the usual."""
    return httpcore.HTTPConnection(
        origin=httpcore.URL(target.origin).origin,
        ssl_context=trust or _usual_trust(),
        network_backend=_CheckedBackend(addresses, deadline, most_bytes),
    )


@cache
def _usual_trust() -> ssl.SSLContext:
    """What the machine trusts (its own authorities too) and, on a machine without any, what Mozilla trusts."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context
