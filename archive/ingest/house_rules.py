"""The rules of the house as the stages take them: read from the database once a run, handed to whoever processes pages."""

from __future__ import annotations

from collections.abc import Iterable

from archive.extract.sites import PARTS, SiteTable, shipped_sites
from archive.ingest.stages import HouseRules
from archive.models import HouseRule, HouseRuleKind
from archive.resolve.house import HouseWords

_VOCABULARIES = {HouseRuleKind.TYPE_CUE: "event_types", HouseRuleKind.FIELD_CUE: "service_fields"}


def rules_in_force(*, beside: HouseRule | None = None, without: HouseRule | None = None) -> HouseRules:
    """The active rules; `beside` counts as well, `without` does not, whatever they are marked as."""
    rows = {rule.pk: rule for rule in HouseRule.objects.filter(active=True).order_by("pk")}
    if beside is not None:
        rows[beside.pk] = beside
    if without is not None:
        rows.pop(without.pk, None)
    return make_rules(rows.values())


def make_rules(rows: Iterable[HouseRule]) -> HouseRules:
    """These rules, for the stages. What a rule says has been checked when it was made."""
    rules = list(rows)
    places = tuple((rule.key, rule.value) for rule in rules if rule.kind == HouseRuleKind.PLACE)
    cues = tuple(
        (_VOCABULARIES[HouseRuleKind(rule.kind)], rule.value, rule.key) for rule in rules if rule.kind in _VOCABULARIES
    )
    sites = [_site_row(rule) for rule in rules if rule.kind == HouseRuleKind.SITE]
    table = SiteTable.from_rows(sites, "house rules").over(shipped_sites()) if sites else None
    return HouseRules(sites=table, words=HouseWords(places=places, cues=cues))


def source_called(name: str) -> str | None:
    """The id of the source that a name is an alias of."""
    rule = HouseRule.objects.filter(kind=HouseRuleKind.SOURCE_ALIAS, key=name, active=True).first()
    return rule.value if rule else None


def _site_row(rule: HouseRule) -> dict[str, str | None]:
    """As `data/sites.csv` has its rows."""
    selectors = {f"{part}_selector": rule.data.get(f"{part}_selector", "") for part in PARTS}
    return {
        "host": rule.key,
        "name": rule.value,
        "kind": rule.data.get("kind") or "platform",
        "home_region": rule.data.get("home_region") or None,
        **selectors,
    }
