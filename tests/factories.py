"""Rows for tests, made by plain functions with sensible defaults; give only what the test is about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from archive.models import Article, Event, EventType, Finding, FindingKind, Region, ServiceField, Source

_LEVEL_BY_ENDING = (("0000", 1), ("00", 2))


def make_region(code: str, name: str, parent: Region | None = None, **fields: Any) -> Region:
    """A region; its level follows from the code. Making one that exists returns it."""
    level = next((level for ending, level in _LEVEL_BY_ENDING if code.endswith(ending)), 3)
    defaults = {"name": name, "short_name": name.rstrip("省市区县"), "level": level, "parent": parent, "pinyin": ""}
    return Region.objects.get_or_create(code=code, defaults={**defaults, **fields})[0]


def make_hubei() -> Region:
    """Hubei with Wuhan (江岸区, 武昌区) and Yichang below it."""
    province = make_region("420000", "湖北省", name_en="Hubei")
    wuhan = make_region("420100", "武汉市", province, name_en="Wuhan")
    make_region("420102", "江岸区", wuhan)
    make_region("420106", "武昌区", wuhan)
    make_region("420500", "宜昌市", province)
    return province


def make_shandong() -> Region:
    """Shandong with Linyi below it."""
    province = make_region("370000", "山东省", name_en="Shandong")
    make_region("371300", "临沂市", province)
    return province


def make_event_type(code: str, label: str, **fields: Any) -> EventType:
    """An event type; making one that exists returns it."""
    return EventType.objects.get_or_create(code=code, defaults={"label": label, "label_en": code, **fields})[0]


def make_service_field(code: str, label: str, **fields: Any) -> ServiceField:
    """A service field; making one that exists returns it."""
    return ServiceField.objects.get_or_create(code=code, defaults={"label": label, "label_en": code, **fields})[0]


def make_source(name: str = "武汉文明网", **fields: Any) -> Source:
    """A publisher; making one that exists returns it."""
    return Source.objects.get_or_create(name=name, defaults=fields)[0]


def make_event(title: str = "净滩行动", **fields: Any) -> Event:
    """An event without reports."""
    return Event.objects.create(title=title, **fields)


def make_finding(article: Article, kind: str, value: str, **fields: Any) -> Finding:
    """One finding, placed after those of its kind that the article has."""
    position = article.findings.filter(kind=kind).count()
    return Finding.objects.create(article=article, kind=kind, value=value, **{"position": position, **fields})


def make_article(
    title: str = "志愿者清理江滩",
    body: str = "7月7日,志愿者在江滩清理垃圾。",
    *,
    venues: Sequence[str] = (),
    mentioned: Sequence[str] = (),
    types: Sequence[str] = (),
    fields: Sequence[str] = (),
    organisations: Sequence[str] = (),
    programmes: Sequence[str] = (),
    date: str | tuple[str, str] | None = None,
    published: str | None = None,
    **columns: Any,
) -> Article:
    """An article with the findings its keywords name. `date` is a year, month or day, or (first day, last day)."""
    stored = {"title": title, "body": body, **_published(published), **columns}
    article = Article.objects.create(**{name: _held(value) for name, value in stored.items()})
    for role, codes in (("venue", venues), ("mentioned", mentioned)):
        _add_all(article, FindingKind.REGION, codes, role=role)
    _add_all(article, FindingKind.EVENT_TYPE, types)
    _add_all(article, FindingKind.SERVICE_FIELD, fields)
    _add_all(article, FindingKind.ORGANISATION, organisations)
    _add_all(article, FindingKind.PROGRAMME, programmes)
    if date is not None:
        _add_date(article, date)
    return article


def _held(value: Any) -> Any:
    """PostgreSQL refuses NUL, which a hand in a SQLite database may have put there."""
    return value.replace("\x00", "") if isinstance(value, str) and connection.vendor == "postgresql" else value


def _add_all(article: Article, kind: str, values: Iterable[str], **fields: Any) -> None:
    for value in values:
        make_finding(article, kind, value, **fields)


def _add_date(article: Article, date: str | tuple[str, str]) -> None:
    if isinstance(date, tuple):
        first, last = map(dt.date.fromisoformat, date)
        precision, edtf = "day", "/".join(date)
    else:
        (first, last), precision, edtf = _bounds(date), {4: "year", 7: "month"}.get(len(date), "day"), date
    data = {"start": first.isoformat(), "end": last.isoformat(), "precision": precision}
    make_finding(article, FindingKind.EVENT_DATE, edtf, role="event", data=data)
    Article.objects.filter(pk=article.pk).update(
        event_start=first, event_end=last, event_precision=precision, event_edtf=edtf
    )
    article.refresh_from_db()


def _published(value: str | None) -> dict[str, Any]:
    if value is None:
        return {}
    precision = {4: "year", 7: "month"}.get(len(value), "day")
    return {"published": value, "published_precision": precision, "published_on": _bounds(value)[0]}


def _bounds(value: str) -> tuple[dt.date, dt.date]:
    first = dt.date.fromisoformat(f"{value}-01-01"[:10])
    if len(value) == 4:
        return first, first.replace(month=12, day=31)
    if len(value) == 7:
        return first, (first.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)
    return first, first
