"""One hash over what an archive holds, whatever its ids: two archives with the same hash are the same to a reader."""

from __future__ import annotations

import hashlib

from archive.models import Article, SavedFile

_TEXT = ("url", "title", "body", "published", "event_edtf", "event_start", "state", "relation", "fingerprint")
_FOUND = ("kind", "value", "role", "quote", "start", "end", "rule", "position", "origin", "state")


def archive_digest() -> str:
    """SHA-256 over articles with their findings, versions, clues, events and original files."""
    lines = sorted(repr(_describe(article)) for article in Article.objects.all())
    files = sorted(SavedFile.objects.values_list("sha256", "size", "name", "url"))
    return hashlib.sha256(repr((lines, files)).encode()).hexdigest()


def _describe(article: Article) -> tuple[object, ...]:
    current = article.current_version
    event = article.event
    members = sorted(event.articles.values_list("title", "body", "relation")) if event else []
    return (
        *(getattr(article, name) for name in _TEXT),
        article.publisher.name if article.publisher else None,
        article.reprint_of.body if article.reprint_of else None,
        (event.title, event.lead.body if event.lead else None, members) if event else None,
        current.number if current else None,
        list(article.findings.order_by("kind", "position", "origin").values_list(*_FOUND)),
        list(article.versions.order_by("number").values_list("number", "title", "body", "saved_file__sha256")),
        sorted(article.anchors.values_list("hash", flat=True)),
        sorted(article.event_keys.values_list("hash", flat=True)),
    )
