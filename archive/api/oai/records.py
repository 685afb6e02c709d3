"""The records harvested: every article in the order of its last change, those no longer public as deleted."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import Q, QuerySet

from archive.api.oai.protocol import OaiError, Slice, beginning, end
from archive.export.row import ExportRow, one_line, row_of
from archive.models import Article, ArticleState, Source
from archive.search.documents import with_facts

AT_ONCE = 100
_LARGEST_ID = 2**63 - 1


@dataclass(frozen=True, kw_only=True)
class Record:
    """`row` is None where the article is no longer public: then only that it is gone is told."""

    pk: int
    changed_at: dt.datetime
    source: int | None
    row: ExportRow | None


def read_records(part: Slice) -> tuple[list[Record], Slice | None, int]:
    """(the next records, where to go on or None at the end, how many the whole list has).

    Raises:
        OaiError: noRecordsMatch.
    """
    asked = _asked(part)
    total = asked.count()
    rows = asked
    if part.pk:
        last = dt.datetime.fromisoformat(part.stamp)
        rows = asked.filter(Q(changed_at__gt=last) | Q(changed_at=last, pk__gt=part.pk))
    articles = list(with_facts(rows.order_by("changed_at", "pk"))[: AT_ONCE + 1])
    if not articles:
        raise OaiError("noRecordsMatch", "Nothing was changed then.")
    given = articles[:AT_ONCE]
    last_one = given[-1]
    following = replace(part, stamp=last_one.changed_at.isoformat(), pk=last_one.pk, given=part.given + len(given))
    return [_record(article) for article in given], following if len(articles) > AT_ONCE else None, total


def read_record(identifier: str, host: str) -> Record:
    """One record by its identifier.

    Raises:
        OaiError: idDoesNotExist.
    """
    match = re.fullmatch(rf"oai:{re.escape(host)}:([1-9]\d{{0,18}})", identifier, re.ASCII)
    pk = int(match[1]) if match else 0
    article = with_facts(Article.objects.all()).filter(pk=pk).first() if 0 < pk <= _LARGEST_ID else None
    if article is None:
        raise OaiError("idDoesNotExist", "There is no such article.")
    return _record(article)


def read_sets() -> Sequence[tuple[str, str]]:
    """(code, name) of the sets: who published the pages."""
    public = Article.public.filter(publisher__isnull=False).values("publisher")
    return [
        (set_code(pk), one_line(name)) for pk, name in Source.objects.filter(pk__in=public).values_list("pk", "name")
    ]


def set_code(source: int) -> str:
    """The set of a source's articles."""
    return f"source:{source}"


def earliest() -> dt.datetime | None:
    """When the oldest record was last changed."""
    first = Article.objects.order_by("changed_at", "pk").only("changed_at").first()
    return first.changed_at if first else None


def _asked(part: Slice) -> QuerySet[Article]:
    rows = Article.objects.all()
    if part.since:
        rows = rows.filter(changed_at__gte=beginning(part.since))
    if part.until:
        rows = rows.filter(changed_at__lt=end(part.until))
    return rows.filter(publisher=part.source) if part.source else rows


def _record(article: Article) -> Record:
    public = article.state == ArticleState.PUBLIC
    return Record(
        pk=article.pk,
        changed_at=article.changed_at,
        source=article.publisher_id,
        row=row_of(article) if public else None,
    )
