"""The file beside a segment that holds its folded texts: the postings of text fields are made from it, and nothing else.

Whoosh's own files hold everything but these postings. A segment whose file of texts is missing or damaged cannot be
read, and the index is rebuilt from the database.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path

import numpy as np

from archive.search.engines.whoosh.arrayfile import ArrayFileUnusable, check_arrays, read_arrays, write_arrays
from archive.search.engines.whoosh.stream import TextArrays

EXTENSION = ".text"
VERSION = 1

CONTENT_FIELDS = ("title", "text")
NAME_FIELDS = ("source_text", "author")
Group = tuple[str, str]
GROUPS: tuple[Group, ...] = (CONTENT_FIELDS, NAME_FIELDS)
TEXT_FIELDS = tuple(field for group in GROUPS for field in group)
PLACE_OF_FIELD: Mapping[str, tuple[Group, int]] = {
    field: (group, number) for group in GROUPS for number, field in enumerate(group)
}
"""The group of a text field, and whether it is the first (0) or the second (1) of it."""

Texts = Mapping[Group, TextArrays]
COLUMNS = tuple(field.name for field in fields(TextArrays))


class TextsDamaged(Exception):
    """The texts of a segment are missing or not as they were written."""


def texts_path(folder: Path, segment_id: str) -> Path:
    """Where the texts of a segment lie."""
    return folder / f"{segment_id}{EXTENSION}"


def group_name(group: Group) -> str:
    """What a group is called in files."""
    return "+".join(group)


def write_texts(folder: Path, segment_id: str, texts: Texts) -> None:
    """Write the texts of a segment, not synced."""
    arrays = {
        f"{group_name(group)}.{column}": np.ascontiguousarray(getattr(part, column))
        for group, part in texts.items()
        for column in COLUMNS
    }
    write_arrays(texts_path(folder, segment_id), segment_id, VERSION, arrays, {}, sync=False)


def read_texts(folder: Path, segment_id: str, *, check: bool = False) -> Texts:
    """The texts of a segment, mapped; `check` reads all of them and compares their checksums.

    Raises:
        TextsDamaged: with the name of the file.
    """
    try:
        unchecked = () if check else ("stream",)
        read = read_arrays(texts_path(folder, segment_id), segment_id, VERSION, unchecked).arrays
        return {
            group: TextArrays(**{column: read[f"{group_name(group)}.{column}"] for column in COLUMNS})
            for group in GROUPS
        }
    except (ArrayFileUnusable, KeyError) as error:
        raise TextsDamaged(str(error)) from error


def check_texts(folder: Path, segment_id: str) -> None:
    """Raise TextsDamaged where opening would, without reading more than the header."""
    try:
        check_arrays(texts_path(folder, segment_id), segment_id, VERSION)
    except ArrayFileUnusable as error:
        raise TextsDamaged(str(error)) from error
