"""One page in, one `Draft` out: every field as the page states it.

Deliberately not here: what the article is about, where and when (`archive.resolve`), and each field's own rules, which
live in the module named after it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from archive.errors import ExtractError
from archive.extract.body import clean_body
from archive.extract.byline import find_authors, find_editor
from archive.extract.captions import split_captions
from archive.extract.damage import find_damage, mend
from archive.extract.dateline import find_dateline
from archive.extract.given import extract_given
from archive.extract.labels import Claim, find_claims
from archive.extract.lines import Line, split_lines
from archive.extract.noise import TAIL_HEADING
from archive.extract.page_class import classify_page
from archive.extract.published import find_original_published, find_published
from archive.extract.publisher import find_channel, find_publisher
from archive.extract.source import find_source
from archive.extract.title import Headline, find_headline
from archive.extract.views import find_views
from archive.extract.zones import Zones, cut_zones
from archive.records import Draft, Page
from archive.text.script import detect_script

_TAIL_LINES = 12


def extract_article(page: Page) -> Draft:
    """Understand one page.

    Raises `ExtractError` (code no_text) where the page holds no words at all.
    """
    if page.given is not None:
        draft = extract_given(page)
    elif page.media_type == "text/html":
        from archive.extract.markup import extract_markup

        draft = extract_markup(page)
    else:
        draft = extract_text(page)
    if not any(char.isalnum() for char in draft.text):
        raise ExtractError("the page holds no text")
    return draft


def extract_text(page: Page) -> Draft:
    """Understand a page saved as plain text."""
    content, flags = mend(page.content)
    lines = split_lines(content)
    if not lines:
        raise ExtractError("the page holds no text")
    return assemble(page, lines, flags=flags)


def assemble(
    page: Page,
    lines: Sequence[Line],
    *,
    flags: Iterable[str] = (),
    headline: Headline | None = None,
    site_name: str | None = None,
) -> Draft:
    """All fields from the lines of a page. `headline` and `site_name` are what markup already names."""
    zones = cut_zones(lines)
    headline = headline if headline and headline.title else find_headline(zones.header)
    header, tail = find_claims(zones.header), find_claims(_signing(zones))
    claims = [*header, *tail]
    text, captions = split_captions([*_above(zones), *zones.body])
    authors, author_quote = find_authors(zones.header, text, claims)
    published = find_published(zones, header, tail, title_line=headline.line, url=page.url)
    source = find_source(claims, text, authors)
    facts = {
        "original_source": source,
        "dateline": find_dateline(text),
        "publisher": find_publisher(zones.header, claims, page.url, site_name),
        "editor": find_editor(claims),
        "channel": find_channel(zones.header, headline.title),
    }
    views = find_views(zones.header, claims)
    quotes = {name: fact[1] for name, fact in facts.items() if fact}
    quotes |= {"authors": author_quote} if author_quote else {}
    quotes |= {"views": views[1]} if views else {}
    body = clean_body(text, headline.title, authors)
    values = {name: fact[0] if fact else None for name, fact in facts.items()}
    return Draft(
        title=headline.title,
        subtitle=headline.subtitle,
        body=body,
        url=page.url,
        published=published,
        original_published=find_original_published(claims, text[-2:], published),
        authors=authors,
        captions=captions,
        views=views[0] if views else None,
        script=detect_script(headline.title + body),
        page_class=classify_page(headline.title, zones.body, lines, page.url),
        flags=tuple(sorted({*page.flags, *flags, *find_damage(headline.title, body)})),
        warnings=page.warnings,
        quotes=quotes,
        **values,
    )


def _above(zones: Zones) -> list[Line]:
    """An image and its caption between header and text belong to the text's captions."""
    from archive.extract.noise import is_image_name

    for index, line in enumerate(zones.header):
        if is_image_name(line.key) or line.role in ("image", "caption"):
            return list(zones.header[index:])
    return []


def _signing(zones: Zones) -> list[Line]:
    """The lines after the text that may still speak of it: up to the first heading of other matter."""
    signing: list[Line] = []
    for line in zones.tail[:_TAIL_LINES]:
        if TAIL_HEADING.match(line.key):
            break
        signing.append(line)
    return signing
