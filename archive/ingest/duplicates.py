"""What the archive holds already of a page: the same bytes, the same address, the same story.

Only looks; `archive.ingest.store` decides and writes. Asks for ids first: nearly every page is new, and building a
query over all columns costs Django ten times what the database needs to say no.
"""

from __future__ import annotations

from collections.abc import Sequence

from archive.models import Article, ArticleState, ArticleVersion


def find_known_hashes(hashes: Sequence[str]) -> dict[str, int]:
    """Those of the given SHA-256 whose bytes are stored, each with the id of the article they are a version of."""
    versions = ArticleVersion.objects.filter(saved_file__sha256__in=hashes)
    return dict(versions.values_list("saved_file__sha256", "article_id"))


def find_known_addresses(addresses: Sequence[str]) -> set[str]:
    """Those of the given normalised addresses under which an article is stored."""
    wanted = [address for address in addresses if address]
    return set(Article.objects.filter(url__in=wanted).order_by().values_list("url", flat=True))


def find_by_address(address: str) -> Article | None:
    """The article saved from this normalised address ('' is no address)."""
    if not address:
        return None
    key = Article.objects.filter(url=address).order_by("id").values_list("id", flat=True).first()
    return Article.objects.get(pk=key) if key is not None else None


def has_copy(fingerprint: str) -> bool:
    """Whether an article tells exactly the same story ('' matches nothing); pages that are no article never do."""
    if not fingerprint:
        return False
    return Article.objects.filter(fingerprint=fingerprint).exclude(state=ArticleState.REJECTED).exists()
