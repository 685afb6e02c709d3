"""Articles that come already cut out: what their sender states is kept, the text still gives byline and dateline.

Deliberately not here: reading the line they came in (`archive.readers.jsonl`).
"""

from __future__ import annotations

from archive.errors import ExtractError
from archive.extract.body import clean_body
from archive.extract.byline import find_authors, find_editor
from archive.extract.captions import split_captions
from archive.extract.damage import find_damage, mend
from archive.extract.dateline import find_dateline
from archive.extract.labels import find_claims
from archive.extract.lines import split_lines
from archive.extract.page_class import classify_page
from archive.extract.published import find_in_address
from archive.extract.publisher import find_publisher
from archive.extract.sites import SiteTable, find_site
from archive.extract.source import clean_source
from archive.extract.stamps import find_labelled_stamp
from archive.extract.tail import find_tail
from archive.records import Draft, Page, StatedDate
from archive.text.normalise import clean_line, fold
from archive.text.script import detect_script


def extract_given(page: Page, sites: SiteTable | None = None) -> Draft:
    """A draft from a page whose `given` is set; a stated field is never replaced by one found in the text."""
    given = page.given
    if given is None:
        raise ExtractError("the page is no cut article")
    content, flags = mend(given.text)
    title = clean_line(mend(given.title)[0])
    lines = split_lines(content)
    end = find_tail(lines, 0).end if lines else 0
    text, captions = split_captions(lines[:end])
    claims = find_claims(lines[end : end + 6])
    authors, author_quote = (tuple(given.authors), None) if given.authors else find_authors((), text, claims)
    site = find_site(page.url, sites)
    dateline, editor, publisher = find_dateline(text), find_editor(claims), find_publisher((), (), site)
    facts = {
        "dateline": dateline,
        "editor": editor,
        "publisher": publisher,
        "authors": ((), author_quote) if author_quote else None,
    }
    body = clean_body(text, title, authors)
    script = detect_script(title + body)
    return Draft(
        title=title,
        body=body,
        url=page.url,
        published=_published(given.published) or find_in_address(page.url),
        original_source=clean_source(given.source) if given.source else None,
        dateline=dateline[0] if dateline else None,
        publisher=publisher[0] if publisher else None,
        authors=authors,
        editor=editor[0] if editor else None,
        captions=captions,
        home_region=site.home_region if site else None,
        script=script,
        page_class=classify_page(title, text, text, page.url),
        flags=tuple(sorted({*page.flags, *flags, *find_damage(title, body, script)})),
        warnings=page.warnings,
        quotes={name: fact[1] for name, fact in facts.items() if fact and fact[1]},
    )


def _published(value: str | None) -> StatedDate | None:
    stamp = find_labelled_stamp(fold(value)) if value else None
    return stamp.stated(value, "given") if stamp and value else None
