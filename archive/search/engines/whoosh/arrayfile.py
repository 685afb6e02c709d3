"""Files of named arrays beside a segment, mapped into memory.

Named after its segment, so that Whoosh removes a file with the segment; carries the segment's identifier and the
version of what stands in it. What the arrays mean is for those who write and read them.

    magic · length of header · checksum of header · header (JSON) · arrays, each at a multiple of ALIGN
"""

from __future__ import annotations

import json
import os
import struct
import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

ALIGN = 64

Arrays = Mapping[str, npt.NDArray[Any]]

_MAGIC = b"VNARRAY\x00"
_PREFIX = struct.Struct("<8sII")


class ArrayFileUnusable(Exception):
    """The file is missing, belongs to another segment or version, or is not as it was written."""


@dataclass(frozen=True)
class ArrayFile:
    """A file as read: its arrays by name, and what else its header says."""

    arrays: Arrays
    facts: Mapping[str, Any]


def write_arrays(
    path: Path, segment: str, version: int, arrays: Arrays, facts: Mapping[str, Any], *, sync: bool
) -> None:
    """Write a file; one of that name is replaced whole. `sync`: it is on the disk when this returns."""
    header: dict[str, Any] = {"version": version, "segment": segment, "facts": facts, "arrays": {}}
    position = 0
    for name, array in arrays.items():
        header["arrays"][name] = [position, array.dtype.str, len(array), zlib.crc32(array.data)]
        position += _padded(array.nbytes)
    header["size"] = position
    encoded = json.dumps(header).encode()
    # Named like a file of a segment that never was: what a killed process leaves is swept with the next commit.
    draft = path.with_name(f"{path.stem.rpartition('_')[0]}_draft{path.suffix}")
    try:
        with draft.open("wb") as file:
            file.write(_PREFIX.pack(_MAGIC, len(encoded), zlib.crc32(encoded)) + encoded)
            file.write(b"\0" * (_padded(file.tell()) - file.tell()))
            for array in arrays.values():
                file.write(array.data)
                file.write(b"\0" * (_padded(array.nbytes) - array.nbytes))
            file.flush()
            if sync:
                os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def read_arrays(path: Path, segment: str, version: int, unchecked: Collection[str] = ()) -> ArrayFile:
    """The file of a segment, its arrays mapped and compared with their checksums.

    `unchecked` are the last parts of names of arrays too large to be read through on every opening.

    Raises:
        ArrayFileUnusable: with the reason.
    """
    header, begin = _read_header(path, segment, version)
    try:
        data = np.memmap(path, np.uint8, "r").view(np.ndarray)
        arrays = {}
        for name, (position, dtype, length, checksum) in header["arrays"].items():
            size = np.dtype(dtype).itemsize * length
            arrays[name] = data[begin + position : begin + position + size].view(dtype)
            if name.rpartition(".")[2] not in unchecked and zlib.crc32(arrays[name].data) != checksum:
                raise ValueError(f"{name} is not as it was written")
        return ArrayFile(arrays, header["facts"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ArrayFileUnusable(f"{path.name}: {error}") from error


def check_arrays(path: Path, segment: str, version: int) -> None:
    """Raise ArrayFileUnusable where opening would, without reading more than the header."""
    _read_header(path, segment, version)


def _read_header(path: Path, segment: str, version: int) -> tuple[dict[str, Any], int]:
    try:
        with path.open("rb") as file:
            magic, length, checksum = _PREFIX.unpack(file.read(_PREFIX.size))
            encoded = file.read(min(length, path.stat().st_size))
        if magic != _MAGIC or zlib.crc32(encoded) != checksum:
            raise ValueError("its header is not as it was written")
        header: dict[str, Any] = json.loads(encoded)
        if header["version"] != version or header["segment"] != segment:
            raise ValueError("it belongs to another version or segment")
        begin = _padded(_PREFIX.size + length)
        if path.stat().st_size != begin + header["size"]:
            raise ValueError("it is not as long as it was written")
    except (OSError, ValueError, KeyError, TypeError, struct.error) as error:
        raise ArrayFileUnusable(f"{path.name}: {error}") from error
    return header, begin


def _padded(size: int) -> int:
    return -(-size // ALIGN) * ALIGN
