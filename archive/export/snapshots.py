"""Freezes searches so that they can be cited, and tells what has changed since.

Two people who freeze the same answer get the same snapshot. Nothing is copied out of the archive: a snapshot holds ids,
revisions and a hash over ids, revisions and fingerprints of the texts, so that a withdrawn article is gone from it too.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils import timezone

from archive.errors import ArchiveError
from archive.export.selection import select
from archive.models import Article, ArticleState, Snapshot
from archive.search.query import SearchQuery
from archive.search.run import find_all

MOST = 10_000
"""Articles a snapshot can hold."""
AN_HOUR = 300
"""New snapshots an hour that the whole site makes: they are kept for good."""
_AT_ONCE = 5_000


class SnapshotRefused(ArchiveError):
    """A search that cannot be frozen. `code`: `nothing`, `too_many`, `too_often`."""

    stage = "snapshot"
    code = "refused"


@dataclass(frozen=True, kw_only=True)
class Changes:
    """What became of a snapshot's articles; `found` is how many its search finds now, None where nothing can be asked."""

    changed: tuple[int, ...]
    gone: tuple[int, ...]
    added: tuple[int, ...]
    found: int | None


def freeze(query: SearchQuery) -> Snapshot:
    """The snapshot of what a search finds at this moment, whatever page was looked at.

    Raises:
        SnapshotRefused: it finds nothing, more than `MOST`, or the site has made `AN_HOUR` of them within the hour.
        IndexUnusable: there is no index to ask.
    """
    query = replace(query, page=1)
    selection = select(query, MOST)
    if not selection.ids:
        raise SnapshotRefused("the search finds nothing", code="nothing")
    if selection.total > MOST:
        raise SnapshotRefused(f"the search finds {selection.total}, {MOST} can be frozen", code="too_many")
    lines = _state_of(selection.ids)
    digest = hashlib.sha256("".join(f"{line}\n" for line in lines.values()).encode()).hexdigest()
    words = query.to_querystring()
    made = Snapshot.objects.filter(query=words, digest=digest).first()
    if made is not None:
        return made
    if Snapshot.objects.filter(created_at__gt=timezone.now() - dt.timedelta(hours=1)).count() >= AN_HOUR:
        raise SnapshotRefused("too many searches were frozen within the hour", code="too_often")
    articles = " ".join(":".join(line.split()[:2]) for line in lines.values())
    snapshot, _made = Snapshot.objects.get_or_create(
        query=words,
        digest=digest,
        defaults={"articles": articles, "total": len(lines), "index_state": selection.index_state},
    )
    return snapshot


def changes_since(snapshot: Snapshot, query: SearchQuery | None) -> Changes:
    """What changed since it was frozen; with the `query` also what it would find now (IndexUnusable where nothing can)."""
    then = snapshot.revisions
    now: dict[int, int] = {}
    for part in _parts(list(then)):
        public = Article.objects.filter(pk__in=part, state=ArticleState.PUBLIC).order_by()
        now |= dict(public.values_list("pk", "revision"))
    found = added = None
    if query is not None:
        ids, found, _state = find_all(query, MOST)
        added = tuple(pk for pk in ids if pk not in then)
    return Changes(
        changed=tuple(pk for pk, revision in then.items() if pk in now and now[pk] != revision),
        gone=tuple(pk for pk in then if pk not in now),
        added=added or (),
        found=found,
    )


def _state_of(ids: Sequence[int]) -> Mapping[int, str]:
    """Article id -> `id revision fingerprint`, in the order of `ids`; those withdrawn this moment are left out."""
    lines: dict[int, str] = {}
    for part in _parts(ids):
        rows = Article.public.filter(pk__in=part).order_by().values_list("pk", "revision", "fingerprint")
        lines |= {pk: f"{pk} {revision} {fingerprint or '-'}" for pk, revision, fingerprint in rows}
    return {pk: lines[pk] for pk in ids if pk in lines}


def _parts(ids: Sequence[int]) -> list[Sequence[int]]:
    return [ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE)]
