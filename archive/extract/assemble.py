"""All fields of a draft from the lines of one page, with what its markup states beside them.

Deliberately not here: getting the lines out of a page (`article`, `webpage`), and each field's own rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from archive.extract.body import clean_body
from archive.extract.byline import find_authors, find_editor
from archive.extract.captions import split_captions
from archive.extract.damage import find_damage
from archive.extract.dateline import find_dateline
from archive.extract.imprint import find_imprint
from archive.extract.labels import Claim, find_claims
from archive.extract.lines import Line
from archive.extract.page_class import classify_page
from archive.extract.published import find_in_address, find_original_published, find_published
from archive.extract.publisher import find_channel, find_publisher
from archive.extract.sites import Site, SiteTable, find_site
from archive.extract.source import clean_source, find_source
from archive.extract.stamps import find_stamps
from archive.extract.subline import find_outlet
from archive.extract.views import find_views
from archive.extract.zones import Zones, cut_zones
from archive.records import Draft, Page, StatedDate
from archive.text.normalise import fold
from archive.text.script import detect_script

Fact = tuple[str, str] | None
"""A value and the words that state it."""


@dataclass(frozen=True, kw_only=True)
class Stated:
    """What markup states. `published_last` counts only where no visible line states a date."""

    title: str = ""
    site_name: str | None = None
    published: StatedDate | None = None
    published_last: Callable[[], StatedDate | None] = lambda: None
    authors: tuple[str, ...] = ()
    source: str | None = None
    channel: str | None = None
    page_title: str = ""
    selected_source: str | None = None
    selected_author: str | None = None
    selected_editor: str | None = None


_NOTHING = Stated()


@dataclass(frozen=True, kw_only=True)
class _Sheet:
    """A page's lines cut into zones, with what header and tail claim and who wrote it."""

    zones: Zones
    stated: Stated
    header: list[Claim]
    tail: list[Claim]
    text: list[Line]
    captions: tuple[str, ...]
    authors: tuple[str, ...]
    author_quote: str | None
    site: Site | None

    @property
    def claims(self) -> list[Claim]:
        return [*self.header, *self.tail]

    @property
    def title(self) -> str:
        return self.zones.headline.title


def assemble(
    page: Page,
    lines: Sequence[Line],
    *,
    flags: Iterable[str] = (),
    stated: Stated = _NOTHING,
    sites: SiteTable | None = None,
) -> Draft:
    """One draft. `flags` are those of damage mended before the lines were cut."""
    sheet = _lay_out(page, lines, stated, sites)
    title, zones = sheet.title, sheet.zones
    body = clean_body(sheet.text, title, sheet.authors)
    if not title and not body:
        body = clean_body(lines, title, sheet.authors) or "\n".join(line.text for line in lines)
    published = _find_published(page, sheet)
    views = find_views(zones.header, sheet.claims)
    script = detect_script(title + body)
    facts = _find_facts(sheet)
    return Draft(
        title=title,
        subtitle=zones.headline.subtitle,
        body=body,
        url=page.url,
        published=published,
        original_published=find_original_published(sheet.claims, [*sheet.text[-2:], *zones.signing], published),
        authors=sheet.authors or stated.authors,
        captions=sheet.captions,
        imprint=find_imprint(page.content, is_markup=page.media_type == "text/html"),
        home_region=sheet.site.home_region if sheet.site else None,
        views=views[0] if views else None,
        script=script,
        page_class=classify_page(title, zones.body, lines, page.url),
        flags=tuple(sorted({*page.flags, *flags, *find_damage(title, body, script)})),
        warnings=page.warnings,
        quotes=_quotes(facts, authors=sheet.author_quote, views=views[1] if views else None),
        **{name: fact[0] if fact else None for name, fact in facts.items()},
    )


def _lay_out(page: Page, lines: Sequence[Line], stated: Stated, sites: SiteTable | None) -> _Sheet:
    zones = cut_zones(lines, stated.title)
    header = [*_selected(stated), *find_claims(zones.header)]
    tail = find_claims(zones.signing)
    text, captions = split_captions(zones.body)
    authors, author_quote = find_authors(zones.header, text, [*header, *tail])
    return _Sheet(
        zones=zones,
        stated=stated,
        header=header,
        tail=tail,
        text=text,
        captions=captions,
        authors=authors,
        author_quote=author_quote,
        site=find_site(page.url, sites),
    )


def _find_published(page: Page, sheet: _Sheet) -> StatedDate | None:
    """What markup states, then the lines, then markup of less weight, then the address."""
    return (
        sheet.stated.published
        or find_published(sheet.zones, sheet.header, sheet.tail)
        or sheet.stated.published_last()
        or find_in_address(page.url)
    )


def _find_facts(sheet: _Sheet) -> dict[str, Fact]:
    """Who is behind the page, by field of the draft."""
    zones, stated = sheet.zones, sheet.stated
    return {
        "original_source": find_source(sheet.claims, sheet.text, zones.signing, sheet.authors)
        or find_outlet(zones.header, _witness(zones, stated), zones.headline.line)
        or _meta_source(stated),
        "dateline": find_dateline(sheet.text),
        "publisher": find_publisher(zones.header, sheet.claims, sheet.site, stated.site_name),
        "editor": find_editor(sheet.header, sheet.tail),
        "channel": find_channel(zones.header, sheet.title)
        or ((stated.channel, stated.channel) if stated.channel else None),
    }


def _selected(stated: Stated) -> list[Claim]:
    """What a site's selectors point at, as claims that come before those of the lines."""
    parts = {"source": stated.selected_source, "author": stated.selected_author, "editor": stated.selected_editor}
    claims = []
    for name, words in parts.items():
        if words:
            found = find_claims([Line(words)])
            claims.extend(found or [Claim(name, name, words, -1, 0, words)])
    return claims


def _witness(zones: Zones, stated: Stated) -> str:
    """Where an outlet's name stands once more: the page's head and foot, its title tag, the first words of the text."""
    head = [
        line.key
        for index, line in enumerate(zones.header[:2])
        if index != zones.headline.line and not any(True for _ in find_stamps(line.key))
    ]
    first = [line.key[:40] for line in zones.body[:1]]
    foot = [line.key for line in zones.tail[-3:]]
    return " ".join([*head, *first, *foot, fold(stated.page_title)])


def _meta_source(stated: Stated) -> Fact:
    name = clean_source(stated.source) if stated.source else None
    return (name, stated.source) if name and stated.source else None


def _quotes(facts: dict[str, Fact], **more: str | None) -> dict[str, str]:
    quotes = {name: fact[1] for name, fact in facts.items() if fact}
    return quotes | {name: words for name, words in more.items() if words}
