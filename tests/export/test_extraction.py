"""The public shape of one extracted page: every key there, plain JSON, labels and paths filled in."""

from __future__ import annotations

import json

from archive.export.extraction import extraction_record, failure_record, region_names
from archive.records import Draft, Finding, StatedDate, UnreadablePage

KEYS = {
    *("id", "url", "title", "subtitle", "published", "publisher", "original_source", "original_published", "authors"),
    *("editor", "script", "views", "body", "captions", "channel", "event_dates", "regions", "event_types"),
    *("service_fields", "organisations", "people", "programmes", "amounts", "headcounts", "page_class", "flags"),
    "warnings",
}


def finding(kind: str, value: str, **more) -> Finding:
    return Finding(
        kind=kind, value=value, quote="推进会召开", rule="r", rule_version=1, confidence=0.9, start=0, end=3, **more
    )


def test_a_page_that_states_nothing_has_every_key_and_nothing_made_up():
    record = extraction_record(Draft(title="", body="一段话。"), (), page_id=None)
    assert record.keys() >= KEYS
    assert record["published"] is record["publisher"] is record["editor"] is record["id"] is record["views"] is None
    assert record["authors"] == record["regions"] == record["event_dates"] == []
    assert json.loads(json.dumps(record)) == record


def test_stated_dates_keep_value_precision_quote_and_rule():
    words = "发布时间:2013-12-31 13:58"
    stated = StatedDate(value="2013-12-31T13:58:00+08:00", precision="minute", quote=words, rule="label")
    record = extraction_record(Draft(title="t", body="b", published=stated), (), page_id="a")
    assert record["published"] == {
        "value": "2013-12-31T13:58:00+08:00",
        "precision": "minute",
        "quote": words,
        "rule": "label",
    }


def test_findings_stand_under_their_kind_in_their_order():
    findings = (
        finding(
            "event_date",
            "2013-07-07",
            role="event",
            data={"start": "2013-07-07", "end": "2013-07-07", "precision": "day"},
        ),
        finding("event_date", "XXXX-11-02", role="past", data={"start": None, "end": None, "precision": "day"}),
        finding("region", "420102", role="venue"),
        finding("event_type", "meeting"),
        finding("service_field", "elder-care"),
        finding("amount", "1000000", data={"value": 1_000_000, "unit": "CNY", "what": "donation"}),
        finding("headcount", "110", data={"value": 110, "at_least": True}),
        finding("person", "严宏", data={"role": "主任"}),
    )
    record = extraction_record(Draft(title="推进会召开", body="b"), findings, page_id="a")
    assert [(row["edtf"], row["start"], row["role"]) for row in record["event_dates"]] == [
        ("2013-07-07", "2013-07-07", "event"),
        ("XXXX-11-02", None, "past"),
    ]
    assert record["regions"][0]["path"] == ["湖北省", "武汉市", "江岸区"]
    assert record["regions"][0]["name"] == "江岸区"
    assert (record["regions"][0]["start_offset"], record["regions"][0]["end_offset"]) == (0, 3)
    assert record["event_types"][0]["label"] == "会议"
    assert record["service_fields"][0]["label"] == "助老"
    assert record["amounts"][0]["value"] == 1_000_000
    assert record["headcounts"][0]["at_least"] is True
    assert (record["people"][0]["name"], record["people"][0]["role"]) == ("严宏", "主任")
    assert json.loads(json.dumps(record)) == record


def test_the_whole_country_and_an_unknown_code_have_names_too():
    assert region_names("000000") == ("全国", ("全国",))
    assert region_names("999999") == ("999999", ())


def test_a_failure_names_stage_code_and_reason():
    page = UnreadablePage(name="a.jsonl:2", stage="read", code="bad_line", reason="no JSON", id="x")
    assert failure_record(page) == {
        "id": "x",
        "name": "a.jsonl:2",
        "error": {"stage": "read", "code": "bad_line", "reason": "no JSON"},
    }
