"""Sets who published many articles. What staff set on a single article is known from the audit log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from archive.jobs.bulk.change import Doing, Done, Plan
from archive.models import Article, AuditAction, AuditEntry, Source
from archive.review.settling import set_publisher


@dataclass(frozen=True, kw_only=True)
class SetSource:
    """`source` is the id of the publisher."""

    source: int

    def plan(self, articles: Sequence[int]) -> dict[int, Plan]:
        decided = decided_publishers(articles)
        after = str(Source.objects.get(pk=self.source))
        rows = Article.objects.filter(pk__in=articles).order_by().values_list("pk", "publisher_id", "publisher__name")
        return {pk: self._plan(publisher, name or _("无"), after, pk in decided) for pk, publisher, name in rows}

    def apply(self, article: Article, doing: Doing) -> Done | None:
        before = article.publisher_id
        set_publisher(article, Source.objects.get(pk=self.source), by=doing.by, batch=doing.batch)
        return Done(before={"publisher": before}, after={"publisher": self.source})

    def undo(self, article: Article, done: Done, doing: Doing) -> bool:
        if article.publisher_id != done.after["publisher"]:
            return False
        before = Source.objects.filter(pk=done.before["publisher"]).first()
        set_publisher(article, before, by=doing.by, batch=doing.batch, is_undo=True)
        return True

    def _plan(self, publisher: int | None, before: str, after: str, is_decided: bool) -> Plan:
        if publisher == self.source:
            return Plan(before=before, after=before)
        if is_decided:
            return Plan(before=before, after=before, skip=_("已有人工认定"))
        return Plan(before=before, after=after)


def decided_publishers(articles: Sequence[int]) -> set[int]:
    """Those whose publisher staff set, as the latest entry of each says."""
    entries = AuditEntry.objects.filter(article__in=articles, subject_type="article", action=AuditAction.CHANGE)
    latest = dict(entries.filter(after__has_key="publisher").order_by("id").values_list("article", "after"))
    return {article for article, after in latest.items() if article is not None and not after.get("undone")}
