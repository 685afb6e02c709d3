"""Merges names that articles use for one organisation or programme, and parts them again.

A merge is a row a spelling (`NameAlias`); articles and their findings are not touched but for their revision, so that
the index follows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from archive.models import Article, AuditAction, Finding, NameAlias, NameKind, merged_names
from archive.models.writing import writing
from archive.review.audit import fields_of, new_batch, record
from archive.text.name_code import name_code

_SAMPLES = 3
_FEW = 5
"""Names that are each looked for; for more, all there are are read once."""


@dataclass(frozen=True, kw_only=True)
class Spelling:
    """One name as pages have it. `articles` have it in any state, rejected findings included."""

    name: str
    articles: int
    samples: Sequence[Article]


def spellings(kind: NameKind, names: Iterable[str]) -> list[Spelling]:
    """What a merge of these names would touch: each with its articles."""
    return [_spelling(kind, name) for name in names]


@writing()
def merge_names(kind: NameKind, names: Sequence[str], main: str, *, by: AbstractBaseUser | None) -> list[NameAlias]:
    """Let `main` stand for all of these; those that do so already are left alone. One batch of the audit log.

    Raises:
        ValidationError: a name is empty, or is merged already; nothing is written.
    """
    batch = new_batch()
    merged = []
    for name in dict.fromkeys(map(name_code, names)):
        if name == name_code(main) or NameAlias.objects.filter(kind=kind, name=name, main=name_code(main)).exists():
            continue
        alias = NameAlias(kind=kind, name=name, main=main)
        alias.full_clean()
        alias.save()
        record(AuditAction.ADD, alias, by=by, after=fields_of(alias), batch=batch)
        touch_articles_named(alias.kind, alias.name)
        merged.append(alias)
    return merged


def touch_articles_named(kind: str, *names: str) -> int:
    """After a change of what these spellings stand for: have their articles indexed anew; returns how many."""
    transaction.on_commit(merged_names.forget)
    return articles_named(kind, *names).update(revision=F("revision") + 1, changed_at=timezone.now())


def articles_named(kind: str, *names: str) -> QuerySet[Article]:
    """The articles whose pages use one of these spellings."""
    carrying = Finding.objects.filter(kind=kind, value__in=_written(kind, names)).order_by().values("article")
    return Article.objects.filter(pk__in=carrying)


def _spelling(kind: NameKind, name: str) -> Spelling:
    articles = articles_named(kind, name)
    samples = articles.order_by("-pk").defer("body", "captions", "quotes")[:_SAMPLES]
    return Spelling(name=name, articles=articles.count(), samples=list(samples))


def _written(kind: str, names: Iterable[str]) -> list[str]:
    """The values of findings that are filed under these names: 志愿者(北京) also as 志愿者（北京）."""
    wanted = set(map(name_code, names))
    if len(wanted) > _FEW:
        values = Finding.objects.filter(kind=kind).order_by().values_list("value", flat=True).distinct()
        return [value for value in values.iterator() if name_code(value) in wanted]
    found: list[str] = []
    for name in wanted:
        # In any width the first character is itself or its full form.
        wide = chr(ord(name[0]) + 0xFEE0) if "!" <= name[:1] <= "~" else name[:1]
        for first in dict.fromkeys((name[:1], wide)):
            values = (
                Finding.objects.filter(kind=kind, value__startswith=first).order_by().values_list("value", flat=True)
            )
            found += [value for value in values.distinct() if name_code(value) == name]
    return found
