"""A stored original as it can be shown: its markup made harmless, or its plain text; or why neither can be.

Personal data is masked as in the article. Whether there is any decides who may have the very bytes.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from archive.errors import ArchiveError
from archive.ingest.originals import read_original
from archive.models import PublicText, SavedFile
from archive.readers.registry import read_bytes
from archive.records import Page
from archive.web.masked_markup import mask_markup, text_of
from archive.web.safe_markup import make_harmless

# A page beyond this is offered as a download only: no reader scrolls it, and browsers choke on it.
_MOST_CHARACTERS = 2_000_000


@dataclass(frozen=True, kw_only=True)
class Original:
    """Exactly one of `markup` and `text` is set, or `reason` says why none is.

    `is_open`: the file was read and nothing in it needs masking, so everybody may have its bytes.
    """

    markup: SafeString | None = None
    text: str | None = None
    reason: str = ""
    is_open: bool = False


def present_original(saved_file: SavedFile, seen: PublicText) -> Original:
    """The file read again by the reader that read it first. `seen` is the article as readers see it."""
    try:
        data = read_original(saved_file)
    except ArchiveError as error:
        return Original(reason=error.code)
    for page in read_bytes(
        data, name=saved_file.name, url=saved_file.url or None, media_type=saved_file.media_type or None
    ):
        return _show(page, seen) if isinstance(page, Page) else Original(reason=page.code)
    return Original(reason="empty")


def _show(page: Page, seen: PublicText) -> Original:
    # Markup holds more than is shown: descriptions, scripts, comments. Bytes are handed out only if all of it is clean.
    is_open = not seen.hidden and len(page.content) <= _MOST_CHARACTERS and seen.words(page.content) == page.content
    if page.given is not None:
        text = f"{page.given.title}\n\n{page.given.text}"
        return Original(text=seen.words(text), is_open=is_open and seen.words(text) == text)
    if len(page.content) > _MOST_CHARACTERS:
        return Original(reason="too_large")
    if page.media_type == "text/html":
        markup = make_harmless(page.content)
        masked = mask_markup(markup, seen.words)
        is_open = is_open and not _hides(markup, seen)
        return Original(markup=mark_safe(masked), is_open=is_open)  # noqa: S308  cleaned against a fixed list
    return Original(text=seen.words(page.content), is_open=is_open)


def _hides(markup: str, seen: PublicText) -> bool:
    words = text_of(markup)
    return seen.words(words) != words
