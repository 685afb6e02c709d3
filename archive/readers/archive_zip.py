"""ZIP archives of saved pages: every member through its own reader, nothing written anywhere.

Bounded: the directory's size, the number of members, and how much comes out in all; an archive inside an archive is
not opened. A member's name is only a label: `archive.zip!folder/page.html`.

Deliberately not here: office files, which are ZIP files too (`archive.readers.docx`).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, cast

from archive.errors import ReadError
from archive.readers.foreign import foreign_errors
from archive.readers.inflate import Expansion, read_head
from archive.readers.source import HEAD, Source
from archive.records import Page, UnreadablePage

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MAX_MEMBERS = 100_000
_MAX_DIRECTORY = 32 * 1024 * 1024
_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
_KNOWN_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""The others expand without a bound on one read, and no one packs pages with them."""
_ENCRYPTED = 0x1
_UTF8_NAME = 0x800
_HIDDEN = frozenset({"__MACOSX", "Thumbs.db", "desktop.ini"})

ReadMember = Callable[[Source], Iterator[Page | UnreadablePage]]


class BoundedFile(io.RawIOBase):
    """A file whose single reads are bounded: `zipfile` reads a directory of any stated size at once."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        return self._stream.tell()

    def read(self, size: int = -1, /) -> bytes:
        if size > _MAX_DIRECTORY:
            raise ReadError("the archive's directory is larger than any archive of pages needs", code="too_large")
        return self._stream.read(size if size >= 0 else _MAX_DIRECTORY)


class _Member(io.RawIOBase):
    """A member's content, counted, with damage as ReadError."""

    def __init__(self, stream: BinaryIO, expansion: Expansion) -> None:
        self._stream = stream
        self._expansion = expansion

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        target = memoryview(buffer).cast("B")
        with foreign_errors("the member"):
            data = self._stream.read(len(target))
        self._expansion.spend(len(data))
        target[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._stream.close()
        super().close()


def recognise(source: Source) -> bool:
    """Whether a file is a ZIP archive, by its first bytes."""
    return source.head.startswith(_MAGIC)


def read(source: Source, read_member: ReadMember) -> Iterator[Page | UnreadablePage]:
    """The pages of every member in the archive's order; a bad member becomes one failure.

    Raises ReadError: `damaged`, `empty`, or `too_large` where members, directory or content go beyond the bounds.
    """
    found = False
    with source.open() as stream, open_archive(stream) as archive:
        expansion = Expansion(packed=source.size)
        for info in archive.infolist():
            name = member_name(info)
            if info.filename.endswith("/") or _is_hidden(name):
                continue
            found = True
            yield from _read_member(archive, info, f"{source.name}!{name}", expansion, read_member)
            # The member says it too, but a bomb of many members must end the whole.
            expansion.spend(0)
    if not found:
        raise ReadError("the archive holds no file", code="empty")


def open_archive(stream: BinaryIO) -> zipfile.ZipFile:
    """The directory of an archive; raises ReadError."""
    with foreign_errors("the archive"):
        archive = zipfile.ZipFile(cast(BinaryIO, BoundedFile(stream)))
    if len(archive.infolist()) > MAX_MEMBERS:
        raise ReadError(f"the archive has more than {MAX_MEMBERS} members", code="too_large")
    return archive


def member_name(info: zipfile.ZipInfo) -> str:
    """A member's name as its packer meant it, relative, without steps upward.

    Names without the flag for UTF-8 are in the packer's own charset, which on Chinese Windows is GBK.
    """
    name = info.filename
    if not info.flag_bits & _UTF8_NAME:
        name = _decode_name(name)
    parts = (part for part in name.replace("\\", "/").split("/") if part not in {"", ".", ".."})
    label = "/".join(parts)[:500]
    return "".join(char if char.isprintable() else "\ufffd" for char in label) or "(no name)"


def _decode_name(name: str) -> str:
    try:
        raw = name.encode("cp437")
    except UnicodeEncodeError:
        return name
    for charset in ("utf-8", "gb18030"):
        try:
            return raw.decode(charset)
        except UnicodeDecodeError:
            continue
    return name


def _is_hidden(name: str) -> bool:
    return any(part.startswith(".") or part in _HIDDEN for part in name.split("/"))


def _read_member(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, expansion: Expansion, read_member: ReadMember
) -> Iterator[Page | UnreadablePage]:
    try:
        _check(info)
        source = _member_source(archive, info, name, expansion)
    except ReadError as error:
        yield UnreadablePage(name=name, stage=error.stage, code=error.code, reason=error.reason)
        return
    yield from read_member(source)


def _check(info: zipfile.ZipInfo) -> None:
    if info.flag_bits & _ENCRYPTED:
        raise ReadError("the member is encrypted; unpack it with its password first", code="encrypted")
    if info.compress_type not in _KNOWN_METHODS:
        raise ReadError(f"the compression method {info.compress_type} is not supported", code="unsupported")


def _member_source(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, expansion: Expansion) -> Source:
    open_member = partial(_open_member, archive, info, expansion)
    with open_member() as stream:
        head = read_head(stream, HEAD)
    return Source(name=name, head=head, size=info.file_size, open=open_member)


def _open_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, expansion: Expansion) -> BinaryIO:
    with foreign_errors("the member"):
        stream = archive.open(info)
    return cast(BinaryIO, io.BufferedReader(_Member(cast(BinaryIO, stream), expansion), HEAD))
