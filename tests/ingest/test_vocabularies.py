"""Loading the shipped vocabularies: complete, repeatable, and no harm to what staff did."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command

from archive.ingest.vocabularies import STAMP, Changes, load_vocabularies
from archive.models import EventType, Region, RegionName, ServiceField
from archive.resolve.gazetteer import load_gazetteer


@pytest.fixture(autouse=True)
def _own_folder(db, settings, tmp_path) -> None:
    settings.DATA_DIR = tmp_path


def test_an_empty_archive_gets_every_row() -> None:
    report = load_vocabularies()
    assert report.regions == Changes(added=len(load_gazetteer()))
    assert Region.objects.count() == len(load_gazetteer())
    assert EventType.objects.count() == 21
    assert ServiceField.objects.count() == 13
    assert Region.objects.get(code="420102").parent.parent.name == "湖北省"
    assert Region.objects.get(code="110229").successor.name == "延庆区"


def test_a_second_call_changes_nothing_and_says_so() -> None:
    load_vocabularies()
    again = load_vocabularies()
    assert again.skipped
    assert (again.regions.added, again.regions.changed) == (0, 0)
    assert again.regions.unchanged == len(load_gazetteer())


def test_a_full_comparison_finds_nothing_to_change_either() -> None:
    load_vocabularies()
    again = load_vocabularies(force=True)
    assert not again.skipped
    for changes in (again.regions, again.region_names, again.event_types, again.service_fields):
        assert (changes.added, changes.changed) == (0, 0)


def test_a_second_call_asks_the_database_for_counts_only(django_assert_max_num_queries) -> None:
    load_vocabularies()
    with django_assert_max_num_queries(4):
        load_vocabularies()


def test_a_region_that_differs_from_the_files_is_set_right() -> None:
    load_vocabularies()
    Region.objects.filter(code="420102").update(name="江案区", valid_to=2001)
    report = load_vocabularies(force=True)
    assert report.regions.changed == 1
    region = Region.objects.get(code="420102")
    assert (region.name, region.valid_to) == ("江岸区", None)


def test_lost_rows_come_back_in_spite_of_the_stamp() -> None:
    load_vocabularies()
    RegionName.objects.filter(name="襄樊市").delete()
    report = load_vocabularies()
    assert not report.skipped
    assert report.region_names.added == 1


@pytest.mark.parametrize("stamp", ["", "[]", '{"digest": "old"}', "\udcff"])
def test_a_damaged_stamp_only_costs_a_comparison(tmp_path, stamp: str) -> None:
    load_vocabularies()
    (tmp_path / STAMP).write_bytes(stamp.encode("utf-8", "surrogateescape"))
    assert not load_vocabularies().skipped
    assert load_vocabularies().skipped


def test_what_staff_made_of_the_event_types_survives() -> None:
    load_vocabularies()
    EventType.objects.filter(code="training").update(label="学习培训", position=999)
    EventType.objects.create(code="picnic", label="郊游", label_en="Picnic")
    RegionName.objects.create(region_id="420100", name="大武汉", kind="short")
    load_vocabularies(force=True)
    training = EventType.objects.get(code="training")
    assert (training.label, training.position) == ("学习培训", 999)
    assert EventType.objects.filter(code="picnic").exists()
    assert RegionName.objects.filter(name="大武汉").exists()


def test_a_label_that_staff_took_for_their_own_term_does_not_stop_the_loading() -> None:
    EventType.objects.create(code="course", label="培训", label_en="Course")
    load_vocabularies()
    assert EventType.objects.get(code="course").label == "培训"
    assert EventType.objects.get(code="training").label == "培训 (training)"


def test_the_command_prints_a_line_a_table() -> None:
    out = StringIO()
    call_command("load_vocabularies", stdout=out)
    lines = out.getvalue().splitlines()
    assert len(lines) == 4
    assert str(len(load_gazetteer())) in lines[0]
