"""Articles and events as schema.org's NewsArticle and Event: plain dictionaries for JSON-LD.

Takes what may be shown: names masked, addresses whole. What is not known is left out. Does not write markup.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

CONTEXT = "https://schema.org"
_HEADLINE = 110
"""Characters of a headline that those who read the vocabulary accept."""


@dataclass(frozen=True, kw_only=True)
class NewsArticle:
    """An article of the archive. Dates are ISO 8601 at the precision that is known, or empty; `based_on` the saved page."""

    address: str
    title: str
    language: str
    summary: str = ""
    authors: Sequence[str] = ()
    publisher: str = ""
    published: str = ""
    based_on: str = ""
    archive_name: str = ""
    event: Happening | None = None


@dataclass(frozen=True, kw_only=True)
class Happening:
    """An event: `places` are paths of names from the province down, `reports` addresses and titles."""

    name: str
    address: str = ""
    start: str = ""
    end: str = ""
    places: Sequence[Sequence[str]] = ()
    organisers: Sequence[str] = ()
    reports: Sequence[tuple[str, str]] = ()


def news_article(article: NewsArticle) -> dict[str, Any]:
    """The JSON-LD of an article's page."""
    return _known(
        {
            "@context": CONTEXT,
            "@type": "NewsArticle",
            "@id": article.address,
            "url": article.address,
            "mainEntityOfPage": article.address,
            "headline": article.title[:_HEADLINE],
            "description": article.summary,
            "inLanguage": article.language,
            "datePublished": article.published,
            "author": [{"@type": "Person", "name": name} for name in article.authors],
            "publisher": _organisation(article.publisher),
            "isBasedOn": article.based_on,
            "isPartOf": _known({"@type": "Collection", "name": article.archive_name}) if article.archive_name else None,
            "about": _event(article.event) if article.event else None,
        }
    )


def event(happening: Happening) -> dict[str, Any]:
    """The JSON-LD of an event's page."""
    return {"@context": CONTEXT, **_event(happening)}


def _event(happening: Happening) -> dict[str, Any]:
    return _known(
        {
            "@type": "Event",
            "@id": happening.address,
            "url": happening.address,
            "name": happening.name,
            "startDate": happening.start,
            "endDate": happening.end if happening.end != happening.start else "",
            "location": [_place(path) for path in happening.places if path],
            "organizer": [_organisation(name) for name in happening.organisers],
            "subjectOf": [
                {"@type": "NewsArticle", "url": address, "headline": title[:_HEADLINE]}
                for address, title in happening.reports
            ],
        }
    )


def _place(path: Sequence[str]) -> dict[str, Any]:
    region = path[0] if len(path) > 1 else ""
    address = _known(
        {"@type": "PostalAddress", "addressCountry": "CN", "addressRegion": region, "addressLocality": path[-1]}
    )
    return {"@type": "Place", "name": " ".join(path), "address": address}


def _organisation(name: str) -> dict[str, str] | None:
    return {"@type": "Organization", "name": name} if name else None


def _known(pairs: Mapping[str, Any]) -> dict[str, Any]:
    """Only what is known."""
    return {key: value for key, value in pairs.items() if value}
