"""The form of a backup file: an uncompressed tar archive whose members come in one order.

    backup.json           what it is: kind, form, date, version of the program, problems known when it was made
    archive.sqlite3.gz    the database at one moment
    files/ab/cd/….gz      every original that database names, as it is stored, in the order of their names
    SHA256SUMS            the hash of every member above, in the same order, as `sha256sum -c` reads it
    manifest.json         how many members, how many rows, and the hash of SHA256SUMS

So a file can be written and read in one pass with little memory, a cut one lacks its end, and ordinary tools can open it.
Reads and writes no files.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from archive.errors import KeepingError

KIND = "volunteer-news-archive backup"
FORM = 1
"""Raised when an older program could not read what is written."""

HEADER, DATABASE, SUMS, MANIFEST = "backup.json", "archive.sqlite3.gz", "SHA256SUMS", "manifest.json"
FILES = "files/"

TABLES = (
    "archive_article",
    "archive_articleversion",
    "archive_savedfile",
    "archive_finding",
    "archive_event",
    "archive_linkrule",
    "archive_correction",
    "archive_ingestoutcome",
    "archive_feed",
    "archive_withdrawal",
    "archive_auditentry",
    "auth_user",
)
"""Whose rows are counted when a backup is made and again when it is restored."""

_ORIGINAL = re.compile(r"files/([0-9a-f]{2})/([0-9a-f]{2})/(\1\2[0-9a-f]{60})\.gz")


@dataclass(frozen=True, kw_only=True)
class Header:
    """The first member. `database_bytes` bounds what unpacking may write."""

    created_at: str
    version: str
    database_bytes: int
    kind: str = KIND
    form: int = FORM


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """The last member. `problems` maps the hash of an original that was missing or damaged already to which it was."""

    members: int
    sums: str
    counts: dict[str, int]
    problems: dict[str, str] = field(default_factory=dict)


def sum_line(sha256: str, name: str) -> bytes:
    """A line of SHA256SUMS."""
    return f"{sha256}  {name}\n".encode("ascii")


def original_hash(name: str) -> str | None:
    """The hash a member of this name holds the bytes of; None for a name no original has."""
    found = _ORIGINAL.fullmatch(name)
    return found.group(3) if found else None


def as_json(part: Header | Manifest) -> bytes:
    """The bytes of a member."""
    return json.dumps(asdict(part), ensure_ascii=False, indent=1).encode("utf-8")


def read_header(data: bytes) -> Header:
    """The first member, if it is one this program can read.

    Raises:
        KeepingError: foreign or newer.
    """
    values = _read_object(data)
    if values is None or values.get("kind") != KIND or not isinstance(values.get("form"), int):
        raise KeepingError("it is not a backup of such an archive", code="foreign")
    if values["form"] > FORM:
        reason = f"it has form {values['form']}, made by a newer version ({values.get('version')}); update the program"
        raise KeepingError(reason, code="newer")
    size = values.get("database_bytes")
    if not isinstance(size, int) or size < 0:
        raise KeepingError(f"{HEADER} does not tell the size of the database", code="damaged")
    return Header(created_at=str(values.get("created_at")), version=str(values.get("version")), database_bytes=size)


def read_manifest(data: bytes) -> Manifest:
    """The last member.

    Raises:
        KeepingError: damaged.
    """
    values = _read_object(data) or {}
    members, sums, counts, problems = (values.get(name) for name in ("members", "sums", "counts", "problems"))
    if (
        not isinstance(members, int)
        or not isinstance(sums, str)
        or not _is_of(counts, int)
        or not _is_of(problems, str)
    ):
        raise KeepingError(f"{MANIFEST} cannot be read", code="damaged")
    return Manifest(members=members, sums=sums, counts=dict(counts or {}), problems=dict(problems or {}))


def _read_object(data: bytes) -> Mapping[str, Any] | None:
    try:
        values = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return values if isinstance(values, dict) else None


def _is_of(values: object, kind: type) -> bool:
    return isinstance(values, dict) and all(isinstance(value, kind) for value in values.values())
