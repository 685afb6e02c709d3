"""One page in, one `Draft` out: every field as the page states it.

Deliberately not here: what the article is about, where and when (`archive.resolve`), and each field's own rules, which
live in the module named after it.
"""

from __future__ import annotations

from archive.errors import ExtractError
from archive.extract.assemble import assemble
from archive.extract.damage import mend
from archive.extract.given import extract_given
from archive.extract.lines import split_lines
from archive.extract.webpage import extract_webpage
from archive.records import Draft, Page


def extract_article(page: Page) -> Draft:
    """Understand one page.

    Raises `ExtractError` (code no_text) where the page holds no words at all.
    """
    if page.given is not None:
        draft = extract_given(page)
    elif page.media_type == "text/html":
        draft = extract_webpage(page)
    else:
        draft = _extract_text(page)
    if not any(char.isalnum() for char in draft.text):
        raise ExtractError("the page holds no text")
    return draft


def _extract_text(page: Page) -> Draft:
    content, flags = mend(page.content)
    lines = split_lines(content)
    if not lines:
        raise ExtractError("the page holds no text")
    return assemble(page, lines, flags=flags)
