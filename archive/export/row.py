"""One article as a row to take home: codes beside names, dates with their precision, personal data masked.

The one shape all formats are written from; tables (`archive.export.columns`) and references leave out the text.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from archive.models import Article, FindingKind, PublicText, public_findings, public_text
from archive.search.documents import article_facts
from archive.search.labels import region_tree, term_label


@dataclass(frozen=True, kw_only=True)
class ExportRow:
    """Plain text, without line breaks but in `body`; dates ISO 8601 as far as they are known, event dates also EDTF; "" is not known.

    `regions` are those the event was held in, each as its path of names; lists of codes and names go side by side.
    """

    id: int
    path: str
    title: str
    subtitle: str
    event_edtf: str
    event_start: str
    event_end: str
    event_precision: str
    region_codes: tuple[str, ...]
    regions: tuple[str, ...]
    type_codes: tuple[str, ...]
    types: tuple[str, ...]
    field_codes: tuple[str, ...]
    fields: tuple[str, ...]
    organisations: tuple[str, ...]
    programmes: tuple[str, ...]
    publisher: str
    claimed_source: str
    dateline: str
    authors: tuple[str, ...]
    editor: str
    published: str
    published_precision: str
    original_published: str
    original_precision: str
    captured_at: str
    event: int | None
    relation: str
    reprint_of: int | None
    original_url: str
    flags: tuple[str, ...]
    body: str


def row_of(article: Article) -> ExportRow:
    """The row of an article read by `with_facts`. Asks no database."""
    found = article.findings.all()
    text = public_text(article, found)
    facts = article_facts(found)
    named = public_findings(found, text)
    tree = region_tree()
    return ExportRow(
        id=article.pk,
        path=article.get_absolute_url(),
        title=one_line(text.title),
        subtitle=one_line(text.words(article.subtitle)),
        event_edtf=article.event_edtf,
        event_start=article.event_start.isoformat() if article.event_start else "",
        event_end=article.event_end.isoformat() if article.event_end else "",
        event_precision=article.event_precision,
        region_codes=facts.venues,
        regions=tuple("/".join(tree.path(code)) for code in facts.venues),
        type_codes=facts.types,
        types=tuple(term_label("type", code) for code in facts.types),
        field_codes=facts.fields,
        fields=tuple(term_label("field", code) for code in facts.fields),
        organisations=_names(row.value for row in named if row.kind == FindingKind.ORGANISATION),
        programmes=_names(row.value for row in named if row.kind == FindingKind.PROGRAMME),
        **_provenance(article, text),
        event=article.event_id,
        relation=article.relation,
        reprint_of=article.reprint_of_id,
        flags=tuple(map(str, article.flags)),
        body=text.body,
    )


def _provenance(article: Article, text: PublicText) -> dict[str, Any]:
    return {
        "publisher": one_line(article.publisher.name) if article.publisher else "",
        "claimed_source": one_line(text.words(article.claimed_source)),
        "dateline": one_line(text.words(article.dateline)),
        "authors": _names(text.words(str(name)) for name in article.authors),
        "editor": one_line(text.words(article.editor)),
        "published": article.published,
        "published_precision": article.published_precision,
        "original_published": article.original_published,
        "original_precision": article.original_published_precision,
        "captured_at": article.captured_at.isoformat() if article.captured_at else "",
        "original_url": "".join(text.words(article.url).split()),
    }


def _names(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line for value in values if (line := one_line(value))))


def one_line(words: str) -> str:
    """On one line, without what no file format carries: control characters, halves of surrogate pairs."""
    return " ".join("".join(character if character.isprintable() else " " for character in words).split())
