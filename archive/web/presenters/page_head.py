"""What a page says of itself to programs: canonical address, tags for reference managers and previews, JSON-LD.

Zotero reads `citation_*` for the fields, `DC.type` for the kind and `DC.source` for the publication; `citation_journal_title`
would make every article one of a scholarly journal, so it is not given.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from archive.export.schema_org import NewsArticle

# A data block ends at the first `</script`, whatever the JSON says, and `<!--` changes how it is read.
_UNSAFE = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


@dataclass(frozen=True, kw_only=True)
class PageHead:
    """`named` go out as `<meta name>`, `properties` as `<meta property>`, in order; empty ones are left out."""

    canonical: str
    description: str
    named: tuple[tuple[str, str], ...] = ()
    properties: tuple[tuple[str, str], ...] = ()
    linked_data: SafeString


def make_head(
    *,
    canonical: str,
    description: str,
    data: Mapping[str, Any],
    named: Sequence[tuple[str, str]] = (),
    properties: Sequence[tuple[str, str]] = (),
) -> PageHead:
    """All ready to print."""
    return PageHead(
        canonical=canonical,
        description=description,
        named=tuple((name, value) for name, value in named if value),
        properties=tuple((name, value) for name, value in properties if value),
        linked_data=write_data_block(data),
    )


def write_data_block(data: Mapping[str, Any]) -> SafeString:
    """JSON for a `<script type="application/ld+json">`, whatever its strings hold."""
    # Lone surrogates, which damaged pages hold, cannot be sent as UTF-8.
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace").decode("utf-8")
    return mark_safe(written.translate(_UNSAFE))  # noqa: S308  nothing in it can end or open a tag


def citation_tags(article: NewsArticle) -> tuple[tuple[str, str], ...]:
    """Tags for reference managers."""
    day = article.published[:10]
    return (
        ("citation_title", article.title),
        *(("citation_author", name) for name in article.authors),
        ("citation_publication_date", day.replace("-", "/")),
        ("citation_language", article.language),
        ("citation_public_url", article.address),
        ("DC.type", "newspaperArticle"),
        ("DC.title", article.title),
        *(("DC.creator", name) for name in article.authors),
        ("DC.date", day),
        ("DC.source", article.publisher),
        ("DC.publisher", article.publisher),
        ("DC.language", article.language),
        ("DC.identifier", article.address),
    )
