"""One page in, one `Draft` out: every field as the page states it.

Deliberately not here: what the article is about, where and when (`archive.resolve`), and each field's own rules, which
live in the module named after it.
"""

from __future__ import annotations

from archive.errors import ExtractError
from archive.extract.assemble import assemble
from archive.extract.damage import is_text_with_tags, mend, strip_markup
from archive.extract.given import extract_given
from archive.extract.lines import split_lines
from archive.extract.sites import SiteTable
from archive.extract.webpage import extract_webpage
from archive.records import Draft, Page


def extract_article(page: Page, sites: SiteTable | None = None) -> Draft:
    """Understand one page.

    `sites` says what is known of hosts and where their pages hold what; by default the shipped table.
    Raises `ExtractError` (code no_text) where the page holds no words at all.
    """
    if page.given is not None:
        draft = extract_given(page, sites)
    elif page.media_type == "text/html" and not is_text_with_tags(page.content):
        draft = extract_webpage(page, sites)
    else:
        draft = _extract_text(page, sites)
    if not any(char.isalnum() for char in draft.text):
        raise ExtractError("the page holds no text")
    return draft


def _extract_text(page: Page, sites: SiteTable | None) -> Draft:
    content, markup = strip_markup(page.content)
    content, flags = mend(content)
    lines = split_lines(content)
    if not lines:
        raise ExtractError("the page holds no text")
    return assemble(page, lines, flags=(*flags, *markup), sites=sites)
