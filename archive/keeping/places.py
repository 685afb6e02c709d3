"""Where the parts of one archive lie. Makes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True, kw_only=True)
class Places:
    """The parts of an archive on disk: what cannot be rebuilt, and the index, which can.

    `database` is None where a server has it.
    """

    data: Path
    database: Path | None
    files: Path
    index: Path

    def original(self, sha256: str) -> Path:
        """Where the original bytes with this hash lie."""
        return self.files / original_name(sha256)


def original_name(sha256: str) -> str:
    """The path of original bytes below the folder of files."""
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}.gz"


def places_in_use() -> Places:
    """Those of the settings."""
    database = settings.DATABASES["default"]
    return Places(
        data=Path(settings.DATA_DIR),
        database=Path(database["NAME"]) if database["ENGINE"].endswith("sqlite3") else None,
        files=Path(settings.FILES_DIR),
        index=Path(settings.INDEX_DIR),
    )
