"""Kinds of event and fields of service: cases are lines of `tests/samples/resolve/event_types.jsonl`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archive.resolve.cues import CueTable
from archive.resolve.event_type import resolve_event_types, resolve_service_fields
from archive.resolve.vocabulary import Term, load_terms
from tests.resolve.drafts import draft

SAMPLES = Path(__file__).parents[1] / "samples" / "resolve" / "event_types.jsonl"
CASES = [json.loads(line) for line in SAMPLES.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])
def test_a_page_has_these_types_and_fields(case):
    page = draft(case["text"], title=case["title"])
    assert {finding.value for finding in resolve_event_types(page)} == set(case["types"])
    if "fields" in case:
        assert {finding.value for finding in resolve_service_fields(page)} == set(case["fields"])


def test_a_type_is_proved_by_the_sentence_its_strongest_cue_stands_in():
    page = draft("大家来了。义工走进敬老院,慰问老人。", title="冬日")
    finding = next(found for found in resolve_event_types(page) if found.value == "care-visit")
    assert finding.quote == "义工走进敬老院,慰问老人。"
    assert page.text[finding.start : finding.end] in finding.quote


def test_of_a_long_sentence_the_clauses_around_the_cue_are_the_proof():
    page = draft(
        "连日来,在市委宣传部、市文明办和团市委的共同指导下,来自全市二十三个街道和四十五个社区的干部群众踊跃参加,"
        "义工走进“夕阳红,一家亲”敬老院,慰问了八十九位老人,场面热闹,气氛感人,一直持续到傍晚。"
    )
    finding = next(found for found in resolve_event_types(page) if found.value == "care-visit")
    assert finding.quote.startswith("义工走进“夕阳红,一家亲”敬老院")
    assert finding.quote in page.text
    assert page.text[finding.start : finding.end] in finding.quote
    assert len(finding.quote) < 60


@pytest.mark.parametrize(("vocabulary", "count"), [("event_types", 21), ("service_fields", 13)])
def test_every_term_has_labels_a_description_and_cues(vocabulary, count):
    terms = load_terms(vocabulary)
    assert len(terms) == count == len({term.code for term in terms}) == len({term.label for term in terms})
    for term in terms:
        assert term.label_en
        assert term.description
        assert len(term.cues) >= 5
        assert term.code.isascii()


def cue_hits(text: str, *words: str):
    term = Term(code="x", label="x", label_en="x", description="x", cues=words)
    return [hit for _term, hits in CueTable([term]).hits(text) for hit in hits]


def test_a_longer_cue_hides_the_shorter_one_inside_it():
    assert [hit.cue for hit in cue_hits("捐赠仪式上捐赠", "捐赠", "捐赠仪式")] == ["捐赠仪式", "捐赠"]


def test_a_mask_hides_what_lies_inside_it():
    assert [hit.start for hit in cue_hits("宣传部开展宣传", "宣传", "-宣传部")] == [5]


def test_a_gap_ends_at_the_clause():
    assert cue_hits("发放,助学金", "发放…金") == []
    assert [hit.weight for hit in cue_hits("发放助学金", "发放…金?")] == [0.5]
