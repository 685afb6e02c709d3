"""Merged names: one name for all spellings wherever readers look, the findings as they were."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from archive.models import Finding, FindingRow, NameAlias, main_name, under_main_names

pytestmark = pytest.mark.django_db


def merge(name: str, main: str, kind: str = "organisation") -> NameAlias:
    alias = NameAlias(kind=kind, name=name, main=main)
    alias.full_clean()
    alias.save()
    return alias


def named(value: str, role: str = "", kind: str = "organisation") -> Finding:
    return Finding(kind=kind, value=value, role=role, data={"kind": "federation"})


def values(*findings: Finding) -> list[str]:
    return [row.value for row in under_main_names(findings)]


def test_a_spelling_is_shown_as_its_main_name_and_the_finding_keeps_it() -> None:
    merge("武汉志协", "武汉市志愿者协会")
    finding = named("武汉志协")
    (shown,) = under_main_names([finding])
    assert (shown.value, shown.data["named"], shown.data["kind"]) == ("武汉市志愿者协会", "武汉志协", "federation")
    assert finding.value == "武汉志协" and "named" not in finding.data


def test_it_holds_for_rows_read_for_lists() -> None:
    merge("武汉志协", "武汉市志愿者协会")
    row = FindingRow("organisation", "武汉志协", "", {}, "", None, None, "machine", "proposed", 0)
    assert under_main_names([row])[0].value == "武汉市志愿者协会"


def test_an_article_that_uses_both_spellings_names_it_once() -> None:
    merge("武汉志协", "武汉市志愿者协会")
    assert values(named("武汉志协"), named("武汉市志愿者协会")) == ["武汉市志愿者协会"]
    assert values(named("武汉市志愿者协会"), named("武汉志协"), named("红十字会")) == ["武汉市志愿者协会", "红十字会"]
    assert values(named("红十字会", "donor"), named("红十字会", "organiser")) == ["红十字会", "红十字会"]


def test_a_programme_is_no_organisation() -> None:
    merge("邻里守望", "邻里守望志愿服务", "programme")
    assert values(named("邻里守望"), named("邻里守望", kind="programme")) == ["邻里守望", "邻里守望志愿服务"]


def test_a_main_name_may_be_merged_in_its_turn_and_parted_again() -> None:
    merge("甲", "乙")
    later = merge("乙", "丙")
    assert main_name("organisation", "甲") == "丙"
    later.delete()
    assert main_name("organisation", "甲") == "乙" and main_name("organisation", "乙") == "乙"


def test_width_makes_no_other_name() -> None:
    merge("志愿者协会（武汉）", "武汉市志愿者协会")
    assert main_name("organisation", "志愿者协会(武汉)") == "武汉市志愿者协会"


@pytest.mark.parametrize(
    ("name", "main"), [("甲", "甲"), ("乙", "甲"), ("丙", "甲"), (" ", "甲"), ("甲", "\x00"), ("甲", "丁")]
)
def test_a_circle_an_empty_name_and_a_second_main_name_are_refused(name: str, main: str) -> None:
    merge("甲", "乙")
    merge("乙", "丙")
    with pytest.raises(ValidationError):
        merge(name, main)
    assert NameAlias.objects.count() == 2
