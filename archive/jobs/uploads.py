"""What staff upload, on the disk from the moment it comes until its job is done with it: DATA_DIR/uploads/<key>/<number>.

Files lie under numbers; the name a browser gave is a label and nothing is written under it. How much may lie there is
bounded. What failed stays for a week, so that it can be tried again; `sweep` removes what is older.
"""

from __future__ import annotations

import contextlib
import re
import shutil
import time
import uuid
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from archive.errors import UploadRefused
from archive.ingest.durable import make_durable
from archive.models import Job, JobState

MOST_BYTES = 512 * 1024 * 1024
"""Of one upload."""
MOST_WAITING = 2 * 1024 * 1024 * 1024
"""Of all that lies here."""
MOST_FILES = 5000
_KEPT_SECONDS = 7 * 24 * 3600
_KEY = re.compile(r"[0-9a-f]{32}\Z")
_SIGNS = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")


def new_key() -> str:
    """The name of a new upload's folder."""
    return uuid.uuid4().hex


def folder_of(key: str) -> Path:
    """Raises UploadRefused for what is no key."""
    if not _KEY.match(key):
        raise UploadRefused("no such upload", code="bad_upload")
    return Path(settings.DATA_DIR) / "uploads" / key


def file_of(key: str, number: int) -> Path:
    return folder_of(key) / str(number)


def keep_part(key: str, number: int, offset: int, chunks: Iterable[bytes]) -> int:
    """Append to a file of an upload; the file's size after it. A part that came before is written over, none is skipped.

    Raises:
        UploadRefused: a gap, or more than may lie here.
    """
    folder = folder_of(key)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / str(number)
    if not 0 <= number < MOST_FILES:
        raise UploadRefused(f"more than {MOST_FILES} files", code="too_many")
    if offset < 0 or offset > (path.stat().st_size if path.exists() else 0):
        raise UploadRefused("a part is missing before this one", code="gap")
    room = MOST_BYTES - _size(folder)
    if number == offset == 0:  # not for each of a thousand files: all uploads together are many
        room = min(room, MOST_WAITING - _size(folder.parent))
    with path.open("r+b" if path.exists() else "wb") as file:
        file.seek(offset)
        for chunk in chunks:
            room -= len(chunk)
            if room < 0:
                raise UploadRefused("more than may be uploaded at once", code="too_large")
            file.write(chunk)
        file.truncate()
        return file.tell()


def make_sure(key: str) -> None:
    """When this returns, what came of an upload survives a power cut, too.

    Raises:
        OSError: the disk is full or failing.
    """
    files = [path for path in folder_of(key).glob("*") if path.is_file()]
    if files:
        make_durable(files, Path(settings.DATA_DIR))


def drop(key: str, numbers: Iterable[int]) -> None:
    """Remove these files of an upload, and its folder with the last."""
    folder = folder_of(key)
    for number in numbers:
        (folder / str(number)).unlink(missing_ok=True)
    with contextlib.suppress(OSError):  # there are others, or there was none
        folder.rmdir()


def sweep() -> int:
    """Remove uploads that no job waits for and nobody touched for a week; how many."""
    root = Path(settings.DATA_DIR) / "uploads"
    needed = Job.objects.filter(state__in=[JobState.WAITING, JobState.RUNNING], parameters__has_key="upload")
    awaited = {job.parameters["upload"] for job in needed}
    old = [
        path
        for path in (root.iterdir() if root.is_dir() else ())
        if path.name not in awaited and path.stat().st_mtime < time.time() - _KEPT_SECONDS
    ]
    for path in old:
        shutil.rmtree(path, ignore_errors=True)
    return len(old)


def label_of_file(name: str) -> str:
    """A browser's name for a file, with its folders, as a label: one line, no way up, of bounded length."""
    parts = [part for part in _SIGNS.sub(" ", name).replace("\\", "/").split("/") if part not in ("", ".", "..")]
    return "/".join(parts)[-500:] or "?"


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else 0
