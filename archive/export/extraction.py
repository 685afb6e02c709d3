"""One page's draft and findings as the public `extract` shape: plain JSON for the command line and the API.

Deliberately not here: reading pages (`archive.readers`), stored articles, and any other format.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import cache
from typing import Any

from archive.extract.dateline import outlet_of
from archive.extract.issuer import issuer_of
from archive.records import Draft, Finding, StatedDate, UnreadablePage
from archive.resolve.gazetteer import Gazetteer, load_gazetteer
from archive.resolve.vocabulary import terms_by_code

NATIONWIDE = "000000"


def extraction_record(draft: Draft, findings: Sequence[Finding], *, page_id: str | None) -> dict[str, Any]:
    """The contract's `extract` shape; JSON-serialisable. Offsets index `title + "\\n" + body`.

    Lists keep the order of `findings`: the first entry with role `event` or `venue` is the page's main one.
    """
    by_kind: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_kind[finding.kind].append(finding)
    return {
        "id": page_id,
        **_stated_fields(draft),
        "event_dates": [_event_date(finding) for finding in by_kind["event_date"]],
        "regions": [_region(finding) for finding in by_kind["region"]],
        "event_types": [_term(finding, "event_types") for finding in by_kind["event_type"]],
        "service_fields": [_term(finding, "service_fields") for finding in by_kind["service_field"]],
        "organisations": [_named(finding) for finding in by_kind["organisation"]],
        "people": [_named(finding) for finding in by_kind["person"]],
        "programmes": [_named(finding) for finding in by_kind["programme"]],
        "amounts": [_number(finding) for finding in by_kind["amount"]],
        "headcounts": [_number(finding) for finding in by_kind["headcount"]],
        "beneficiaries": [_term(finding, "beneficiaries") for finding in by_kind["beneficiary"]],
        "theme_days": [_theme_day(finding) for finding in by_kind["theme_day"]],
        "personal_data": [_personal(finding) for finding in by_kind["personal_data"]],
        "page_class": draft.page_class,
        "flags": list(draft.flags),
        "warnings": list(draft.warnings),
    }


def failure_record(page: UnreadablePage) -> dict[str, Any]:
    """What stands in the place of a page that could not be read."""
    return {
        "id": page.id,
        "name": page.name,
        "error": {"stage": page.stage, "code": page.code, "reason": page.reason},
    }


def _stated_fields(draft: Draft) -> dict[str, Any]:
    """What the page states about itself."""
    return {
        "url": draft.url,
        "title": draft.title,
        "subtitle": draft.subtitle,
        "published": _stated_date(draft.published),
        "publisher": draft.publisher,
        **_original_source(draft),
        "original_published": _stated_date(draft.original_published),
        "dateline": draft.dateline,
        "authors": list(draft.authors),
        "editor": draft.editor,
        "script": draft.script,
        "views": draft.views,
        "body": draft.body,
        "captions": list(draft.captions),
        "channel": draft.channel,
        "quotes": dict(draft.quotes),
    }


def _original_source(draft: Draft) -> dict[str, str | None]:
    """Who the page names as its origin, and by what: a label such as 来源, its dateline's outlet, a notice's issuer.

    Draft and archive keep these apart; here the rule says which of them spoke.
    """
    stated = {
        "claimed": draft.original_source,
        "dateline": outlet_of(draft.dateline) if draft.dateline else None,
        "issuer": issuer_of(draft.title),
    }
    rule = next((name for name, origin in stated.items() if origin), None)
    return {"original_source": stated[rule] if rule else None, "original_source_rule": rule}


def _stated_date(stated: StatedDate | None) -> dict[str, Any] | None:
    return asdict(stated) if stated is not None else None


def _evidence(finding: Finding) -> dict[str, Any]:
    return {
        "quote": finding.quote,
        "start_offset": finding.start,
        "end_offset": finding.end,
        "rule": finding.rule,
        "rule_version": finding.rule_version,
        "confidence": finding.confidence,
    }


def _event_date(finding: Finding) -> dict[str, Any]:
    days = {key: finding.data.get(key) for key in ("start", "end", "precision")}
    if "/" not in finding.value and finding.value in _whole_spans(days):
        days |= {"start": finding.value, "end": finding.value}
    return {**days, "edtf": finding.value, "role": finding.role, **_evidence(finding)}


def _whole_spans(days: Mapping[str, Any]) -> tuple[str, ...]:
    """The year or month that a date spans as a whole, as ISO 8601 cuts it: 2014, 2014-05; empty for single days."""
    cut = {"year": 4, "month": 7}.get(days["precision"])
    return (days["start"][:cut],) if cut and days["start"] and days["start"][:cut] == days["end"][:cut] else ()


def _region(finding: Finding) -> dict[str, Any]:
    name, path = region_names(finding.value)
    return {"code": finding.value, "name": name, "path": list(path), "role": finding.role, **_evidence(finding)}


def region_names(code: str) -> tuple[str, tuple[str, ...]]:
    """A region's name and its path, province first. The code itself where the gazetteer has no such unit."""
    if code == NATIONWIDE:
        return "全国", ("全国",)
    unit = _gazetteer().get(code)
    return (unit.name, _gazetteer().path(code)) if unit is not None else (code, ())


@cache
def _gazetteer() -> Gazetteer:
    # Read at the first region, not at import: commands that need no places start faster.
    return load_gazetteer()


def _term(finding: Finding, vocabulary: str) -> dict[str, Any]:
    term = terms_by_code(vocabulary).get(finding.value)
    label = term.label if term is not None else finding.value
    return {"code": finding.value, "label": label, **_evidence(finding)}


def _named(finding: Finding) -> dict[str, Any]:
    role = {"role": finding.role} if finding.role else {}
    return {"name": finding.value, **role, **finding.data, **_evidence(finding)}


def _theme_day(finding: Finding) -> dict[str, Any]:
    return {"code": finding.value, **finding.data, **_evidence(finding)}


def _personal(finding: Finding) -> dict[str, Any]:
    """Kind and place only: neither the datum nor the words around it."""
    place = {"start_offset": finding.start, "end_offset": finding.end, "caption": finding.data.get("caption")}
    return {"kind": finding.value, **place, "rule": finding.rule, "rule_version": finding.rule_version}


def _number(finding: Finding) -> dict[str, Any]:
    return {**finding.data, **_evidence(finding)}
