"""Lets articles follow the owner of their host: after a host was given to another source, its pages are that source's.

What staff set on a single article stands; hosts that nobody owns, and those that several papers share by path, tell nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.contrib.auth.models import AbstractBaseUser
from django.utils.translation import gettext as _

from archive.dedupe.address import host_of
from archive.extract.sites import find_site
from archive.jobs.bulk.change import Doing, Done, Plan
from archive.jobs.bulk.source import decided_publishers
from archive.models import Article, AuditAction, Source, SourceHost
from archive.models.writing import writing
from archive.review.audit import record
from archive.review.decisions import touch_article


@dataclass(frozen=True, kw_only=True)
class FollowHost:
    """`owners` are hosts with the id of their source as they are going to be, over what the database says."""

    owners: Mapping[str, int] = field(default_factory=dict)

    def plan(self, articles: Sequence[int]) -> dict[int, Plan]:
        rows = list(Article.objects.filter(pk__in=articles).order_by().values_list("pk", "url", "publisher_id"))
        owners = self._owners(host_of(url) for _pk, url, _publisher in rows)
        names = Source.objects.in_bulk({*owners.values(), *(publisher for _pk, _url, publisher in rows if publisher)})
        decided = decided_publishers(articles)
        plans = {}
        for pk, url, publisher in rows:
            owner = None if _is_shared(url) else owners.get(host_of(url))
            before = str(names[publisher]) if publisher else _("无")
            after = str(names[owner]) if owner else before
            is_kept = pk in decided and owner not in (None, publisher)
            plans[pk] = Plan(
                before=before, after=before if is_kept else after, skip=_("已有人工认定") if is_kept else ""
            )
        return plans

    def apply(self, article: Article, doing: Doing) -> Done | None:
        owner = self._owners([host_of(article.url)]).get(host_of(article.url))
        before = article.publisher_id
        if owner is None or owner == before:
            return None
        _give(article, owner, doing.by, doing.batch)
        return Done(before={"publisher": before}, after={"publisher": owner})

    def undo(self, article: Article, done: Done, doing: Doing) -> bool:
        if article.publisher_id != done.after["publisher"]:
            return False
        _give(article, done.before["publisher"], doing.by, doing.batch)
        return True

    def _owners(self, hosts: Iterable[str]) -> dict[str, int]:
        stored = SourceHost.objects.filter(host__in=set(hosts)).values_list("host", "source_id")
        return {**dict(stored), **self.owners}


def articles_of_host(host: str) -> list[int]:
    """The articles whose address is at this very host, by id."""
    rows = Article.objects.filter(url__contains=host).order_by("pk").values_list("pk", "url")
    return [pk for pk, url in rows.iterator() if host_of(url) == host]


def _is_shared(url: str) -> bool:
    site = find_site(url)
    return site is not None and "/" in site.host


@writing()
def _give(article: Article, source: int | None, by: AbstractBaseUser | None, batch: str) -> None:
    """Not logged as a publisher that staff set: the host says it, and may say another thing later."""
    before = article.publisher_id
    article.publisher = Source.objects.filter(pk=source).first() if source else None
    article.save(update_fields=["publisher", "changed_at"])
    told = {"by_host": article.publisher_id}
    record(AuditAction.CHANGE, article, by=by, before={"by_host": before}, after=told, batch=batch)
    touch_article(article)
