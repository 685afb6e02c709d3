"""Brings the database's vocabularies up to the files shipped with the archive: regions, event types, service fields.

Regions are the archive's own: rows that differ from the files are set right. Event types and service fields belong to
staff: rows are added where their code is missing and never changed. Nothing is ever deleted.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.db import transaction
from django.db.models import Model

from archive.models import EventType, Region, RegionName, ServiceField
from archive.resolve.gazetteer import DATA, Gazetteer, load_gazetteer
from archive.resolve.vocabulary import load_terms

FILES = ("regions.csv", "region_names.csv", "event_types.csv", "service_fields.csv")
STAMP = "vocabularies.json"
BATCH = 500
_M = TypeVar("_M", bound=Model)


@dataclass(frozen=True, kw_only=True)
class Changes:
    """Rows of one table: what loading did to those the files name."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0


@dataclass(frozen=True, kw_only=True)
class VocabularyReport:
    """What loading did, a table at a time. `skipped`: the files were loaded before and all their rows are there."""

    regions: Changes
    region_names: Changes
    event_types: Changes
    service_fields: Changes
    skipped: bool = False


def load_vocabularies(*, force: bool = False) -> VocabularyReport:
    """Load the shipped vocabularies; safe to repeat, in one transaction.

    A stamp in DATA_DIR remembers which files were loaded and how many rows they have, so that a start with nothing to
    do costs a hash and four counts. `force` compares every row even so.

    Raises:
        DataFileError: a shipped file is damaged; nothing is written.
    """
    stamp_file = Path(settings.DATA_DIR) / STAMP
    digest = _digest()
    counts = _stamped_counts(stamp_file, digest)
    if counts is not None and not force and _all_there(counts):
        return VocabularyReport(**{name: Changes(unchanged=count) for name, count in counts.items()}, skipped=True)
    with transaction.atomic():
        gazetteer = load_gazetteer()
        report = VocabularyReport(
            regions=_load_regions(gazetteer),
            region_names=_load_region_names(gazetteer),
            event_types=_add_terms(EventType, "event_types"),
            service_fields=_add_terms(ServiceField, "service_fields"),
        )
    _write_stamp(stamp_file, digest, report)
    return report


def _load_regions(gazetteer: Gazetteer) -> Changes:
    columns = ("name", "name_en", "short_name", "level", "valid_from", "valid_to", "pinyin")
    wanted = {
        unit.code: {
            **{column: getattr(unit, column) for column in columns},
            "parent_id": unit.parent or None,
            "successor_id": unit.successor or None,
        }
        for unit in gazetteer
    }
    return _bring_up(Region, wanted, key=lambda row: row["code"], identity=lambda code: {"code": code})


def _load_region_names(gazetteer: Gazetteer) -> Changes:
    wanted = {
        (name.code, name.text, name.kind): {"valid_from": name.valid_from, "valid_to": name.valid_to}
        for name in gazetteer.aliases
    }
    return _bring_up(
        RegionName,
        wanted,
        key=lambda row: (row["region_id"], row["name"], row["kind"]),
        identity=lambda key: dict(zip(("region_id", "name", "kind"), key, strict=True)),
    )


def _bring_up(
    model: type[_M],
    wanted: Mapping[Any, Mapping[str, Any]],
    *,
    key: Callable[[dict[str, Any]], Any],
    identity: Callable[[Any], dict[str, Any]],
) -> Changes:
    """Add the missing rows in the order given, set right the differing ones; `wanted` maps a key to its columns."""
    present = {key(row): row for row in model._default_manager.values()}
    new, differing = [], []
    columns: list[str] = []
    for row_key, values in wanted.items():
        columns = list(values)
        row = present.get(row_key)
        if row is None:
            new.append(model(**identity(row_key), **values))
        elif any(row[column] != value for column, value in values.items()):
            differing.append(model(**{**row, **values}))
    model._default_manager.bulk_create(new, batch_size=BATCH)
    if differing:
        names = [column.removesuffix("_id") for column in columns]
        model._default_manager.bulk_update(differing, names, batch_size=BATCH)
    return Changes(added=len(new), changed=len(differing), unchanged=len(wanted) - len(new) - len(differing))


def _add_terms(model: type[EventType] | type[ServiceField], name: str) -> Changes:
    """Only missing codes: labels, order and descriptions are staff's from the first load on."""
    terms = load_terms(name)
    present = set(model._default_manager.values_list("code", flat=True))
    labels = set(model._default_manager.values_list("label", flat=True))
    new = [
        model(
            code=term.code,
            # Staff may have given this label to a term of their own; a label stands once.
            label=term.label if term.label not in labels else f"{term.label} ({term.code})"[:30],
            label_en=term.label_en,
            description=term.description,
            position=10 * place,
        )
        for place, term in enumerate(terms, start=1)
        if term.code not in present
    ]
    model._default_manager.bulk_create(new)  # type: ignore[arg-type]
    return Changes(added=len(new), unchanged=len(terms) - len(new))


def _digest() -> str:
    digest = hashlib.sha256()
    for name in FILES:
        digest.update((DATA / name).read_bytes())
    # The same files loaded into another database are not loaded here.
    digest.update(str(settings.DATABASES["default"]["NAME"]).encode())
    return digest.hexdigest()


def _stamped_counts(stamp_file: Path, digest: str) -> dict[str, int] | None:
    try:
        stamp = json.loads(stamp_file.read_text(encoding="utf-8"))
        if stamp["digest"] != digest:
            return None
        return {name: int(stamp["rows"][name]) for name in _tables()}
    except (OSError, ValueError, KeyError, TypeError):
        return None  # no stamp, or one that says nothing: compare every row


def _all_there(counts: Mapping[str, int]) -> bool:
    return all(model._default_manager.count() >= counts[name] for name, model in _tables().items())


def _write_stamp(stamp_file: Path, digest: str, report: VocabularyReport) -> None:
    rows = {name: sum(_numbers(getattr(report, name))) for name in _tables()}
    draft = stamp_file.with_suffix(".tmp")
    draft.write_text(json.dumps({"digest": digest, "rows": rows}), encoding="utf-8")
    draft.replace(stamp_file)


def _numbers(changes: Changes) -> Iterable[int]:
    return (getattr(changes, field.name) for field in fields(changes))


def _tables() -> dict[str, type[Model]]:
    return {
        "regions": Region,
        "region_names": RegionName,
        "event_types": EventType,
        "service_fields": ServiceField,
    }
