"""An article as simple Dublin Core (ISO 15836-1): element name -> values. What is not known is left out."""

from __future__ import annotations

from archive.export.row import ExportRow, one_line

_SUMMARY = 200  # characters


def dublin_core(row: ExportRow, address: str) -> list[tuple[str, str]]:
    """(element, value) pairs; `address` is the article's whole address here."""
    pairs: list[tuple[str, str]] = [("title", row.title)]
    pairs += [("creator", name) for name in row.authors]
    pairs += [("contributor", row.editor), ("publisher", row.publisher), ("source", row.claimed_source)]
    pairs += [("date", row.original_published or row.published)]
    pairs += [("subject", name) for name in (*row.types, *row.fields)]
    pairs += [("coverage", place) for place in (*row.regions, row.event_edtf)]
    pairs += [("description", one_line(row.body[:_SUMMARY]))]
    pairs += [("identifier", address), ("identifier", row.original_url)]
    pairs += [("type", "Text"), ("language", "zh")]
    return [(element, value) for element, value in pairs if value]
