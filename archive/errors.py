"""Every exception the pure stages and the settings raise on purpose.

"Nothing found" is never an exception: stages return None or an empty tuple for it. These say "cannot go on".
"""

from __future__ import annotations

from collections.abc import Mapping


class ArchiveError(Exception):
    """Base of all errors raised on purpose.

    `stage` is the room that gave up and `code` a stable ASCII word; both end in the outcome row of an ingest run.
    """

    stage = "archive"
    code = "error"

    def __init__(self, reason: str, *, code: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        if code is not None:
            self.code = code


class ReadError(ArchiveError):
    """A saved file cannot be read as any known format.

    Codes: empty, binary, too_large, bad_line, bad_field, missing, unreadable; of archives and documents: damaged,
    truncated, encrypted, unsupported, nested, no_text; of tables: bad_columns, bad_row.
    """

    stage = "read"
    code = "unreadable"


class DecodeError(ReadError):
    """The bytes are text in no known charset."""

    stage = "decode"
    code = "undecodable"


class ExtractError(ArchiveError):
    """A page was read but holds no text to work on."""

    stage = "extract"
    code = "no_text"


class DataFileError(ArchiveError):
    """A vocabulary or rule file shipped with the package is damaged; names the file and the line."""

    stage = "data"
    code = "bad_data_file"


class StoreError(ArchiveError):
    """Original bytes or rows cannot be written, or do not match their hash."""

    stage = "store"
    code = "store_failed"


class TooManyCorrections(ArchiveError):
    """One address has sent as many corrections as it may for now. `wait` is in seconds."""

    stage = "review"
    code = "too_many"

    def __init__(self, most: int, seconds: int, *, wait: int) -> None:
        super().__init__(f"more than {most} corrections within {seconds} seconds from one address")
        self.wait = wait


class UploadRefused(ArchiveError):
    """What a browser sends cannot be kept.

    Codes: bad_upload, gap, too_many, too_large.
    """

    stage = "upload"
    code = "bad_upload"


class EventChangeError(ArchiveError):
    """A change of events means nothing or is too much at once.

    Codes: nothing_chosen, not_its_report, whole_event, same_event, no_title, too_many.
    """

    stage = "review"
    code = "nothing_chosen"


class FetchError(ArchiveError):
    """An address on the web gives no page, or may not be asked; `retry_after`: seconds the server wants to be left alone.

    Codes: bad_address, forbidden_port, private_address, unknown_host, unreachable, tls, timeout, bad_answer, truncated,
    too_large, redirects, unsupported, robots, robots_unreachable, slow_robots, busy, http_404 and the like; of feeds: bad_feed.
    """

    stage = "fetch"
    code = "unreachable"

    def __init__(self, reason: str, *, code: str | None = None, retry_after: float | None = None) -> None:
        super().__init__(reason, code=code)
        self.retry_after = retry_after


class KeepingError(ArchiveError):
    """A backup cannot be written or read, or an archive cannot be replaced by one; names the file and what is wrong.

    Codes: exists, in_use, missing, foreign, newer, truncated, damaged, incomplete, disk.
    """

    stage = "keep"
    code = "failed"


class SettingError(SystemExit):
    """Settings in the environment are wrong: the start stops, naming each variable.

    `problems` maps a variable's name to what it accepts.
    """

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems = dict(problems)
        super().__init__("\n".join(f"Setting {name} is wrong: {reason}" for name, reason in self.problems.items()))
