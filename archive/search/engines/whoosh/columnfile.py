"""All columns of a segment in one file: Whoosh has a file for each, and each costs a commit a wait for the disk.

A column is laid out as Whoosh lays it out, at a place that the head of the file names.

    length of directory (4 bytes) · directory (JSON: name -> begin, length) · columns
"""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

from whoosh.codec.whoosh3 import W3PerDocReader
from whoosh.filedb.structfile import StructFile

EXTENSION = ".cols"


class ColumnFile:
    """Collects columns in memory."""

    def __init__(self) -> None:
        self._columns: dict[str, bytes] = {}

    def add(self, name: str, content: bytes) -> None:
        """A column as it will lie in the file."""
        self._columns[name] = content

    def add_written(self, name: str, column: Any, values: dict[int, Any], count: int) -> None:
        """A column as Whoosh's own writer of its kind makes it, of so many documents."""
        buffer = io.BytesIO()
        writer = column.writer(StructFile(buffer))
        for number in sorted(values):
            writer.add(number, values[number])
        writer.finish(count)
        self._columns[name] = buffer.getvalue()

    def write(self, path: Path) -> None:
        """Write the file."""
        directory, position = {}, 0
        for name, content in self._columns.items():
            directory[name] = (position, len(content))
            position += len(content)
        encoded = json.dumps(directory).encode()
        with path.open("wb") as file:
            file.write(len(encoded).to_bytes(4, "little") + encoded)
            file.writelines(self._columns.values())


class ColumnFileReader(W3PerDocReader):
    """What Whoosh asks of single documents, columns from one file."""

    def __init__(self, storage: Any, segment: Any) -> None:
        super().__init__(storage, segment)
        name = segment.make_filename(EXTENSION)
        self._file = storage.open_file(name)
        length = int.from_bytes(self._file.get(0, 4), "little")
        self._begin = 4 + length
        self._directory: dict[str, tuple[int, int]] = json.loads(bytes(self._file.get(4, length)))
        end = max((begin + size for begin, size in self._directory.values()), default=0)
        if storage.file_length(name) != self._begin + end:
            raise ValueError(f"{name} is not as long as it was written")

    def has_column(self, fieldname: str) -> bool:
        return fieldname in self._directory

    def _get_column_file(self, fieldname: str) -> tuple[Any, int, int]:
        begin, length = self._directory[fieldname]
        return self._file, self._begin + begin, length

    def close(self) -> None:
        self._file.close()
        if self._vpostfile:
            self._vpostfile.close()
