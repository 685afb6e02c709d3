"""What the archive holds already of a page: the same bytes, the same address, the same story.

Only looks; `archive.ingest.store` decides and writes.
"""

from __future__ import annotations

from collections.abc import Sequence

from archive.models import Article, ArticleState, ArticleVersion


def find_known_hashes(hashes: Sequence[str]) -> dict[str, int]:
    """Those of the given SHA-256 whose bytes are stored, each with the id of the article they are a version of."""
    versions = ArticleVersion.objects.filter(saved_file__sha256__in=hashes)
    return dict(versions.values_list("saved_file__sha256", "article_id"))


def find_by_hash(sha256: str) -> Article | None:
    """The article one of whose versions came in exactly these bytes."""
    return Article.objects.filter(versions__saved_file__sha256=sha256).first()


def find_by_address(address: str) -> Article | None:
    """The article saved from this normalised address ('' is no address)."""
    if not address:
        return None
    return Article.objects.filter(url=address).order_by("id").first()


def find_first_copy(fingerprint: str) -> Article | None:
    """The first article that tells exactly the same story ('' matches nothing); pages that are no article never do.

    A withdrawn article is still the first: the order of arrival does not change with what readers may see.
    """
    if not fingerprint:
        return None
    copies = Article.objects.filter(fingerprint=fingerprint).exclude(state=ArticleState.REJECTED)
    first = copies.select_related("reprint_of", "event").order_by("id").first()
    return first.reprint_of or first if first else None
