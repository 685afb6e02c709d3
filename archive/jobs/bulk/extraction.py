"""Extracts many pages anew from their original bytes, as the rules are now (`archive.ingest.reextract`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from archive.errors import ArchiveError
from archive.ingest.reextract import put_back, reextract
from archive.jobs.bulk.change import Doing, Done, Plan, Values
from archive.models import Article, AuditAction
from archive.models.writing import writing
from archive.review import audit


@dataclass(frozen=True)
class Reextract:
    """Has no values. What it will change is known only when it is done; examples are rehearsed."""

    def plan(self, articles: Sequence[int]) -> dict[int, Plan]:
        return {article: Plan(before=_("现有的提取结果"), after=_("按现行规则重新提取")) for article in articles}

    def rehearse(self, article: Article) -> Plan:
        """What would come of it, by doing it and rolling it back."""
        try:
            with writing():
                found = reextract(Article.objects.get(pk=article.pk), place=False)
                transaction.set_rollback(True)
        except ArchiveError as error:
            return Plan(before=_("现有的提取结果"), after=_("不能重新提取：%(why)s") % {"why": error.code})
        return Plan(before=_("现有的提取结果"), after=found.words if found else _("不变"))

    def apply(self, article: Article, doing: Doing) -> Done | None:
        found = reextract(article)
        if found is None:
            return None
        _record(article, doing, {"extraction": "former"}, {"extraction": found.words})
        return Done(before=found.before, after={"digest": found.digest, "words": found.words})

    def undo(self, article: Article, done: Done, doing: Doing) -> bool:
        if not put_back(article, done.before, done.after["digest"]):
            return False
        _record(article, doing, {"extraction": done.after["words"]}, {"extraction": "former", "undone": True})
        return True


def _record(article: Article, doing: Doing, before: Values, after: Values) -> None:
    audit.record(AuditAction.CHANGE, article, by=doing.by, before=before, after=after, batch=doing.batch)
