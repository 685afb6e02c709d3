"""The files of a segment in use, and whether one has been cut short in place since.

What is mapped into memory is gone when its file is cut: reading it there ends the process, without any error a program
could catch. Nothing of this archive cuts files; copying tools and people do. Looking at the sizes costs about a
microsecond a file.
"""

from __future__ import annotations

from pathlib import Path


class FilesInUse:
    """The files of one segment as they were when it was opened."""

    def __init__(self, folder: Path, segment_id: str) -> None:
        found = [(path, path.stat()) for path in folder.glob(f"{segment_id}.*")]
        self._files = [(path, status.st_ino, status.st_size) for path, status in found]

    def cut_short(self) -> str:
        """The name of a file that has become shorter, or nothing. One removed or replaced is whole where it is in use."""
        for path, inode, size in self._files:
            try:
                status = path.stat()
            except FileNotFoundError:
                continue
            if status.st_size < size and status.st_ino == inode:
                return path.name
        return ""
