"""The file beside a segment that makes it fast: character streams and combinations of codes, mapped into memory.

Named after its segment, so that Whoosh removes it with the segment; carries the segment's identifier and the version of
what stands in it. Everything in it can be made again from the segment (`archive.search.engines.whoosh.derive`).
A segment whose file is missing, of another version or damaged is answered from Whoosh's own files, slowly.

    magic · length of header · checksum of header · header (JSON) · arrays, each at a multiple of ALIGN
"""

from __future__ import annotations

import json
import os
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from archive.search.engines.whoosh.combinations import Combinations
from archive.search.engines.whoosh.frequent import FrequentPairs
from archive.search.engines.whoosh.stream import PairArrays

EXTENSION = ".fast"
VERSION = 2
ALIGN = 64

CONTENT_FIELDS = ("title", "text")
NAME_FIELDS = ("source_text", "author")
GROUPS: tuple[tuple[str, str], ...] = (CONTENT_FIELDS, NAME_FIELDS)

_MAGIC = b"VNAFAST\x00"
_PREFIX = struct.Struct("<8sII")
_DTYPES = {
    "stream": "<u2",
    "offsets": "<i8",
    "starts": "<u4",
    "first_lengths": "<u4",
    "second_lengths": "<u4",
    "owners": "<u4",
    "keys": "<u4",
    "positions": "<u4",
    "beyond": "<u4",
    "by_document": "<u4",
    "members": "<u4",
    "ordinals": "<u4",
    "frequent_keys": "<u4",
    "frequent_offsets": "<i8",
    "frequent_documents": "<u4",
    "frequent_counts": "<u2",
    "frequent_firsts": "<u1",
}
_LARGE = frozenset(
    {"stream", "positions", "keys", "offsets", "owners", "frequent_documents", "frequent_counts", "frequent_firsts"}
)
"""Not checked against a checksum on opening: they are most of the file, and reading them would cost the time saved."""


class DerivedUnusable(Exception):
    """The file is missing, belongs to another segment or version, or is not as it was written."""


@dataclass(frozen=True)
class Derived:
    """What the file holds: pairs, and documents of the frequent ones, by group of fields; combinations by facet field."""

    pairs: Mapping[tuple[str, str], PairArrays]
    frequent: Mapping[tuple[str, str], FrequentPairs]
    codes: Mapping[str, Combinations]


def write_derived(path: Path, segment: str, derived: Derived) -> None:
    """Write the file of a segment to `path`, on disk when this returns; a file of that name is replaced whole."""
    arrays = list(_arrays(derived))
    header: dict[str, Any] = {"version": VERSION, "segment": segment, "arrays": {}, "codes": {}}
    for field, combinations in derived.codes.items():
        header["codes"][field] = {"values": combinations.values, "count": combinations.count}
    position = 0
    for name, array in arrays:
        checksum = 0 if name.rpartition(".")[2] in _LARGE else zlib.crc32(array.data)
        header["arrays"][name] = [position, len(array), checksum]
        position += _padded(array.nbytes)
    header["size"] = position
    encoded = json.dumps(header).encode()
    # Named like a file of a segment that never was: what a killed process leaves is swept with the next commit.
    draft = path.with_name(f"{path.stem.rpartition('_')[0]}_draft{EXTENSION}")
    with draft.open("wb") as file:
        file.write(_PREFIX.pack(_MAGIC, len(encoded), zlib.crc32(encoded)) + encoded)
        file.write(b"\0" * (_padded(file.tell()) - file.tell()))
        for _name, array in arrays:
            file.write(array.data)
            file.write(b"\0" * (_padded(array.nbytes) - array.nbytes))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def read_derived(path: Path, segment: str) -> Derived:
    """The file of a segment, its arrays mapped.

    Raises:
        DerivedUnusable: with the reason.
    """
    header, begin = _read_header(path, segment)
    try:
        data = np.memmap(path, np.uint8, "r").view(np.ndarray)
        mapped = {name: _map(name, data, begin, *place) for name, place in header["arrays"].items()}
        return _assembled(header, mapped)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DerivedUnusable(f"{path.name}: {error}") from error


def check_derived(path: Path, segment: str) -> None:
    """Raise DerivedUnusable where opening would, without reading more than the header."""
    _read_header(path, segment)


def _read_header(path: Path, segment: str) -> tuple[dict[str, Any], int]:
    try:
        with path.open("rb") as file:
            magic, length, checksum = _PREFIX.unpack(file.read(_PREFIX.size))
            encoded = file.read(min(length, path.stat().st_size))
        if magic != _MAGIC or zlib.crc32(encoded) != checksum:
            raise ValueError("its header is not as it was written")
        header: dict[str, Any] = json.loads(encoded)
        if header["version"] != VERSION or header["segment"] != segment:
            raise ValueError("it belongs to another version or segment")
        begin = _padded(_PREFIX.size + length)
        if path.stat().st_size != begin + header["size"]:
            raise ValueError("it is not as long as it was written")
    except (OSError, ValueError, KeyError, TypeError, struct.error) as error:
        raise DerivedUnusable(f"{path.name}: {error}") from error
    return header, begin


def _map(
    name: str, data: npt.NDArray[np.uint8], begin: int, position: int, length: int, checksum: int
) -> npt.NDArray[Any]:
    kind = name.rpartition(".")[2]
    dtype = np.dtype(_DTYPES[kind])
    array = data[begin + position : begin + position + length * dtype.itemsize].view(dtype)
    if kind not in _LARGE and zlib.crc32(array.data) != checksum:
        raise ValueError(f"{name} is not as it was written")
    return array


def _arrays(derived: Derived) -> list[tuple[str, npt.NDArray[Any]]]:
    parts: list[tuple[str, Any]] = [(_group_name(group), pairs) for group, pairs in derived.pairs.items()]
    parts += [(_group_name(group), frequent) for group, frequent in derived.frequent.items()]
    parts += [(f"codes.{field}", combinations) for field, combinations in derived.codes.items()]
    return [
        (f"{name}.{column}", np.ascontiguousarray(getattr(part, column), _DTYPES[column]))
        for name, part in parts
        for column in _columns(part)
    ]


def _assembled(header: Mapping[str, Any], arrays: Mapping[str, Any]) -> Derived:
    return Derived(
        pairs={group: _pairs(_group_name(group), arrays) for group in GROUPS},
        frequent={group: _frequent(_group_name(group), arrays) for group in GROUPS},
        codes={
            field: Combinations(
                values=tuple(described["values"]),
                count=int(described["count"]),
                **{column: arrays[f"codes.{field}.{column}"] for column in ("by_document", "members", "ordinals")},
            )
            for field, described in header["codes"].items()
        },
    )


def _pairs(name: str, arrays: Mapping[str, Any]) -> PairArrays:
    pairs = PairArrays(**{field.name: arrays[f"{name}.{field.name}"] for field in fields(PairArrays)})
    if len(pairs.offsets) != len(pairs.keys) + 1 or int(pairs.offsets[-1]) != len(pairs.positions):
        raise ValueError("its parts do not fit together")
    return pairs


def _frequent(name: str, arrays: Mapping[str, Any]) -> FrequentPairs:
    frequent = FrequentPairs(**{field.name: arrays[f"{name}.{field.name}"] for field in fields(FrequentPairs)})
    if len(frequent.frequent_offsets) != len(frequent.frequent_keys) + 1:
        raise ValueError("its parts do not fit together")
    return frequent


def _columns(part: PairArrays | FrequentPairs | Combinations) -> list[str]:
    return [field.name for field in fields(part) if field.name in _DTYPES]


def _group_name(group: tuple[str, str]) -> str:
    return "+".join(group)


def _padded(size: int) -> int:
    return -(-size // ALIGN) * ALIGN
