"""A re-extraction that can be taken back: `archive.ingest.again` under the rules in force, with what was there before.

Of that only what changed is kept. The current version of an article gets the new draft, so that what staff edited can
still be told from what the page says.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils.translation import gettext as _

from archive.ingest.again import EXTRACTED, process_again, read_again, replace_extraction, settle
from archive.ingest.house_rules import rules_in_force
from archive.models import Article, ArticleVersion, Finding
from archive.models.writing import writing

_FIELDS = {field.name: field for field in Article._meta.concrete_fields if field.name in EXTRACTED}
_Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Reextracted:
    """What changed. `before` puts it back; `digest` tells whether the article is still as this left it."""

    before: Mapping[str, Any]
    """`columns` and `draft`: name -> value; `rows`: findings that went or changed; `added`: ids of those that came."""

    digest: str
    words: str


@writing()
def reextract(article: Article, *, place: bool = True) -> Reextracted | None:
    """Extract and resolve anew; None, and nothing written, if it comes to the same. Not `place`: leave its event alone.

    Raises:
        StoreError, ReadError, ExtractError: the original is missing, damaged or unreadable; nothing is changed.
    """
    with transaction.atomic():
        found = _reextract(article, place)
        transaction.set_rollback(found is None)
    if found is None:
        article.refresh_from_db()
    return found


@writing()
def put_back(article: Article, before: Mapping[str, Any], digest: str) -> bool:
    """Put back what was there before a re-extraction; False if the article is not as that left it."""
    version = article.current_version
    if version is None or _digest(_state(article, version)) != digest:
        return False
    _restore(article, version, before)
    settle(article)
    return True


def _reextract(article: Article, place: bool) -> Reextracted | None:
    page = read_again(article)
    result = process_again(page, rules_in_force())
    version = article.current_version
    assert version is not None, "an article that was read again has one"
    was = _state(article, version)
    replace_extraction(article, page, result)
    now = _state(article, version)
    if _content(was) == _content(now):
        return None
    if place:
        settle(article)
    return Reextracted(before=_difference(was, now), digest=_digest(_state(article, version)), words=_words(was, now))


def _restore(article: Article, version: ArticleVersion, before: Mapping[str, Any]) -> None:
    for name, value in before["columns"].items():
        setattr(article, _FIELDS[name].attname, _FIELDS[name].to_python(value))
    article.save(update_fields=[*EXTRACTED, "changed_at"])
    version.draft = {**version.draft, **before["draft"]}
    version.title, version.body = version.draft.get("title") or "", version.draft.get("body") or ""
    version.save(update_fields=["title", "body", "draft"])
    Finding.objects.filter(article=article, pk__in=before["added"]).delete()
    for row in before["rows"]:
        Finding(article=article, **row).save()


def _state(article: Article, version: ArticleVersion) -> dict[str, Any]:
    """All that a re-extraction may change, as JSON keeps it."""
    names = [field.attname for field in Finding._meta.concrete_fields if field.attname != "article_id"]
    state = {
        "columns": {name: field.value_from_object(article) for name, field in _FIELDS.items()},
        "draft": version.draft,
        "rows": list(Finding.objects.filter(article=article).order_by("id").values(*names)),
    }
    return json.loads(json.dumps(state, cls=DjangoJSONEncoder, ensure_ascii=False))


def _content(state: Mapping[str, Any]) -> Any:
    """The same for two states that say the same, whatever the ids of their rows and the version of a rule."""
    rows = sorted(json.dumps(_fact(row), sort_keys=True, ensure_ascii=False) for row in state["rows"])
    return state["columns"], state["draft"], rows


def _fact(row: _Row) -> _Row:
    return {name: value for name, value in row.items() if name not in ("id", "set_at")}


def _digest(state: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(_content(state), sort_keys=True).encode()).hexdigest()


def _difference(was: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    """What puts the former state back: of equal rows that have other ids by now nothing is kept."""
    left = Counter(json.dumps(_fact(row), sort_keys=True) for row in now["rows"])
    gone = _unmatched(was["rows"], left)
    stays = Counter(json.dumps(_fact(row), sort_keys=True) for row in was["rows"])
    came = _unmatched(now["rows"], stays)
    kept = {row["id"] for row in gone}
    return {
        "columns": _changed(was["columns"], now["columns"]),
        "draft": _changed(was["draft"], now["draft"]),
        "rows": gone,
        "added": [row["id"] for row in came if row["id"] not in kept],
    }


def _unmatched(rows: Sequence[_Row], others: Counter[str]) -> list[_Row]:
    found = []
    for row in rows:
        key = json.dumps(_fact(row), sort_keys=True)
        others[key] -= 1
        if others[key] < 0:
            found.append(row)
    return found


def _changed(was: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in was.items() if now.get(name) != value}


def _words(was: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    """For staff: which columns are others, and how many facts came and went."""
    columns = [str(_FIELDS[name].verbose_name) for name in _changed(was["columns"], now["columns"])]
    before, after = (Counter((row["kind"], row["value"], row["role"]) for row in state["rows"]) for state in (was, now))
    facts = _("事实增 %(more)d、减 %(less)d") % {"more": (after - before).total(), "less": (before - after).total()}
    return "、".join([*columns, facts])[:500]
