"""A server on the loopback address that answers exactly what a test says, byte for byte, however wrong."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

Answer = bytes | Callable[[socket.socket, "Asked"], None]


@dataclass
class Asked:
    """One request that came in."""

    path: str
    headers: dict[str, str]


@dataclass
class Server:
    """`answers` maps a path to what is sent; without an entry it is 404. `asked` is what came in, in order."""

    port: int
    address: str = "127.0.0.1"
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)

    def url(self, path: str = "/", host: str = "", scheme: str = "http") -> str:
        return f"{scheme}://{host or self.address}:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        """The paths asked for, without robots.txt."""
        return [asked.path for asked in self.asked if asked.path != "/robots.txt"]


def ok(body: bytes | str, media_type: str = "text/html; charset=utf-8", *more: str) -> bytes:
    """A proper answer of status 200."""
    data = body.encode() if isinstance(body, str) else body
    return answer(200, data, f"Content-Type: {media_type}", *more)


def answer(status: int, body: bytes = b"", *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status} Status", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def redirect(location: str, status: int = 302) -> bytes:
    return answer(status, b"", f"Location: {location}")


@contextlib.contextmanager
def serve(context: ssl.SSLContext | None = None, address: str = "127.0.0.1", port: int = 0) -> Iterator[Server]:
    """A running server; `context` makes it speak TLS."""
    listener = socket.create_server((address, port))
    listener.settimeout(0.1)
    server = Server(port=listener.getsockname()[1], address=address)
    threads: list[threading.Thread] = []

    def accept() -> None:
        while not server.stopping.is_set():
            try:
                connection, _address = listener.accept()
            except TimeoutError:
                continue
            threads.append(threading.Thread(target=_serve_one, args=(server, connection, context), daemon=True))
            threads[-1].start()

    accepting = threading.Thread(target=accept, daemon=True)
    accepting.start()
    try:
        yield server
    finally:
        server.stopping.set()
        accepting.join(5)
        listener.close()
        for thread in threads:
            thread.join(5)


def _serve_one(server: Server, connection: socket.socket, context: ssl.SSLContext | None) -> None:
    connection.settimeout(10)
    with contextlib.suppress(OSError), connection:
        stream = context.wrap_socket(connection, server_side=True) if context else connection
        head = b""
        while b"\r\n\r\n" not in head:
            part = stream.recv(65536)
            if not part:
                return
            head += part
        lines = head.decode("latin-1").split("\r\n")
        headers = dict(line.lower().split(": ", 1) for line in lines[1:] if ": " in line)
        asked = Asked(path=lines[0].split(" ")[1], headers=headers)
        server.asked.append(asked)
        said = server.answers.get(asked.path, answer(404))
        if isinstance(said, bytes):
            stream.sendall(said)
        else:
            said(stream, asked)
        if context:
            stream.unwrap()


def drip(head: bytes, piece: bytes, pause: float, server: Server) -> Answer:
    """`head`, then `piece` again and again, until the other side goes away or the test is over."""

    def send(connection: socket.socket, _asked: Asked) -> None:
        connection.sendall(head)
        while not server.stopping.wait(pause):
            connection.sendall(piece)

    return send
