"""A folder that is looked at again and again: which files are new or changed, and no longer being written to.

Looks at sizes and times only. After a restart every file is new once more; taking it in then finds its bytes known.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from archive.readers.registry import list_inputs

_Stamp = tuple[int, int]


class WatchedFolder:
    """Gives each file once it rests: once two looks in a row find the same size and time of change."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._before: dict[Path, _Stamp] = {}
        self._given: dict[Path, _Stamp] = {}

    def look(self) -> list[Path]:
        """The files to take now, in order; each is given again only when it has changed."""
        now = self._stamps()
        resting = [path for path, stamp in now.items() if self._before.get(path) == stamp]
        ready = [path for path in resting if self._given.get(path) != now[path]]
        self._before = now
        self._given = {path: stamp for path, stamp in self._given.items() if path in now}
        self._given.update({path: now[path] for path in ready})
        return ready

    def give_back(self, paths: Iterable[Path]) -> None:
        """Give these again at the next look: they could not be taken."""
        for path in paths:
            self._given.pop(path, None)

    def _stamps(self) -> dict[Path, _Stamp]:
        stamps: dict[Path, _Stamp] = {}
        for path in list_inputs([self._folder]):
            try:
                stat = path.stat()
            except OSError:  # gone between the listing and now
                continue
            if path.is_file():
                stamps[path] = (stat.st_size, stat.st_mtime_ns)
        return stamps
