"""Makes what a page says fit for storing: no characters a database refuses, nothing longer than its column.

Done before resolving, so that the offsets of findings index exactly the text that is stored. Every cut is named in the
draft's warnings. Pure: knows the lengths, not the models (a test holds the two together).
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence
from typing import Any

from archive.records import Draft, Finding, StatedDate

# Draft field -> the longest value its column takes.
LONGEST = {
    "title": 500,
    "subtitle": 500,
    "original_source": 200,
    "publisher": 200,
    "dateline": 100,
    "editor": 100,
    "channel": 100,
    "script": 10,
}
_LONGEST_OF_FINDING = {"value": 200, "role": 16, "rule": 60}
_LARGEST_COUNT = 2**31 - 1

# NUL ends strings in some databases; half a surrogate pair cannot be written as UTF-8 at all.
_REFUSED = re.compile("[\x00\ud800-\udfff]")


def clean_text(text: str) -> str:
    """`text` without NUL and lone surrogates."""
    return _REFUSED.sub("", text)


def clean_value(value: Any) -> Any:
    """The same value with every string in it cleaned, as plain lists and dicts that JSON can hold."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, Mapping):
        return {clean_text(str(key)): clean_value(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [clean_value(item) for item in value]
    return value


def fit_findings(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings with clean strings, each short enough for its column."""
    return tuple(map(_fit_finding, findings))


def _fit_finding(finding: Finding) -> Finding:
    changes: dict[str, Any] = {
        name: clean_text(getattr(finding, name))[:longest] for name, longest in _LONGEST_OF_FINDING.items()
    }
    changes |= {"quote": clean_text(finding.quote), "data": clean_value(finding.data)}
    changes = {name: value for name, value in changes.items() if value != getattr(finding, name)}
    return dataclasses.replace(finding, **changes) if changes else finding


def fit_draft(draft: Draft) -> Draft:
    """The draft with clean strings, each short enough; `warnings` gains `<field>_cut` for what was shortened."""
    changes: dict[str, Any] = {}
    warnings = list(draft.warnings)
    for field in dataclasses.fields(draft):
        value = getattr(draft, field.name)
        fitted = _fit_field(field.name, value)
        if fitted != value:
            changes[field.name] = fitted
        if isinstance(value, str) and len(clean_text(value)) > LONGEST.get(field.name, len(value)):
            warnings.append(f"{field.name}_cut")
    if draft.views is not None and not 0 <= draft.views <= _LARGEST_COUNT:
        changes["views"] = None
        warnings.append("views_out_of_range")
    if len(warnings) > len(draft.warnings):
        changes["warnings"] = tuple(warnings)
    return dataclasses.replace(draft, **changes) if changes else draft


def _fit_field(name: str, value: Any) -> Any:
    if isinstance(value, str):
        return clean_text(value)[: LONGEST.get(name, len(value))]
    if isinstance(value, StatedDate):
        return dataclasses.replace(value, quote=clean_text(value.quote))
    if isinstance(value, tuple):
        return tuple(clean_text(item) for item in value)
    if isinstance(value, Mapping):
        return clean_value(value)
    return value
