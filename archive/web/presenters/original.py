"""A stored original as it can be shown: its markup made harmless, or its plain text; or why neither can be."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from archive.errors import ArchiveError
from archive.ingest.originals import read_original
from archive.models import SavedFile
from archive.readers.registry import read_bytes
from archive.records import Page
from archive.web.safe_markup import make_harmless

# A page beyond this is offered as a download only: no reader scrolls it, and browsers choke on it.
_MOST_CHARACTERS = 2_000_000


@dataclass(frozen=True, kw_only=True)
class Original:
    """Exactly one of `markup` and `text` is set, or `reason` says why none is."""

    markup: SafeString | None = None
    text: str | None = None
    reason: str = ""


def present_original(saved_file: SavedFile) -> Original:
    """The file read again by the reader that read it first."""
    try:
        data = read_original(saved_file)
    except ArchiveError as error:
        return Original(reason=error.code)
    for page in read_bytes(
        data, name=saved_file.name, url=saved_file.url or None, media_type=saved_file.media_type or None
    ):
        return _show(page) if isinstance(page, Page) else Original(reason=page.code)
    return Original(reason="empty")


def _show(page: Page) -> Original:
    if page.given is not None:
        return Original(text=f"{page.given.title}\n\n{page.given.text}")
    if len(page.content) > _MOST_CHARACTERS:
        return Original(reason="too_large")
    if page.media_type == "text/html":
        return Original(markup=mark_safe(make_harmless(page.content)))  # noqa: S308  cleaned against a fixed list
    return Original(text=page.content)
