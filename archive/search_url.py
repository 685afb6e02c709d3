"""SEARCH_URL: which engine answers searches, and where it is.

    whoosh://                                                       the embedded index in DATA_DIR
    opensearch://host:9200/archive                                  an OpenSearch server, indexes named archive-…
    opensearch+https://user:secret@a:9200,b:9200/archive?ca=/etc/ssl/own.pem&shards=3&replicas=1&seconds=10

Several hosts are nodes of one cluster. Knows no engine: opens nothing, asks nobody.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qsl, unquote, urlsplit

FORMS = "accepted: whoosh://, or opensearch://HOST:PORT/PREFIX, or opensearch+https://USER:PASSWORD@HOST:PORT/PREFIX"

_SCHEMES = {"opensearch": "http", "opensearch+https": "https"}
_HOST = re.compile(r"(?P<name>[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::(?P<port>[0-9]{1,5}))?\Z")
_PREFIX = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}\Z")
_NUMBERS = {"shards": (1, 100), "replicas": (0, 9), "seconds": (1, 120)}
_LAST_PORT = 65_535


@dataclass(frozen=True, kw_only=True)
class SearchAddress:
    """What SEARCH_URL says. `hosts` are addresses of nodes; `ca` a file of certificates to trust instead of the usual ones.

    `shards` and `replicas` (copies beside the first) hold for the next index that is built; `seconds` is how long an
    answer may take.
    """

    engine: Literal["whoosh", "opensearch"]
    hosts: tuple[str, ...] = ()
    prefix: str = ""
    user: str = ""
    password: str = field(default="", repr=False)
    ca: str = ""
    shards: int = 1
    replicas: int = 0
    seconds: int = 10


def read_search_url(value: str) -> SearchAddress:
    """Raises ValueError: what is accepted."""
    if value == "whoosh://":
        return SearchAddress(engine="whoosh")
    parts = urlsplit(value)
    if parts.scheme not in _SCHEMES:
        raise ValueError(FORMS)
    credentials, _at, hosts = parts.netloc.rpartition("@")
    user, _colon, password = credentials.partition(":")
    prefix = parts.path.strip("/")
    if not _PREFIX.match(prefix):
        raise ValueError(
            "accepted after the host: /PREFIX of a-z 0-9 _ - (at most 60), with which names of indexes begin"
        )
    options = _options(parts.query)
    return SearchAddress(
        engine="opensearch",
        hosts=tuple(f"{_SCHEMES[parts.scheme]}://{_host(host)}" for host in hosts.split(",")),
        prefix=prefix,
        user=unquote(user),
        password=unquote(password),
        ca=_file(options.pop("ca", ""), secure=parts.scheme.endswith("https")),
        **{name: _number(name, options[name]) for name in _NUMBERS if name in options},
    )


def _options(query: str) -> dict[str, str]:
    options = dict(parse_qsl(query, keep_blank_values=True))
    unknown = options.keys() - _NUMBERS.keys() - {"ca"}
    if unknown:
        raise ValueError(f"accepted after ?: ca, shards, replicas, seconds; not {', '.join(sorted(unknown))}")
    return options


def _host(text: str) -> str:
    found = _HOST.match(text)
    if not found or int(found["port"] or 9200) > _LAST_PORT:
        raise ValueError(f"accepted: hosts as name:9200, several with commas between them, not {text!r}")
    return f"{found['name']}:{found['port'] or 9200}"


def _number(name: str, text: str) -> int:
    least, most = _NUMBERS[name]
    if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
        raise ValueError(f"accepted: {name}={least} to {most}")
    return int(text)


def _file(text: str, *, secure: bool) -> str:
    if text and not secure:
        raise ValueError("accepted: ca= only with opensearch+https://")
    if text and not Path(text).is_file():
        raise ValueError(f"accepted: ca=FILE that exists, not {text}")
    return text
