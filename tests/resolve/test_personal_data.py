"""Findings of personal data: kind and place, never the datum; and no named child among the people of a page."""

from __future__ import annotations

from archive.export.extraction import extraction_record
from archive.records import Draft
from archive.resolve.findings import resolve_findings
from archive.resolve.personal_data import resolve_personal_data
from tests.resolve.drafts import draft


def test_a_finding_holds_kind_and_place_and_a_masked_quote():
    page = draft("联系人电话13812345678,谢谢。", title="招募志愿者")
    (finding,) = resolve_personal_data(page)
    assert (finding.kind, finding.value) == ("personal_data", "mobile")
    assert page.text[finding.start : finding.end] == "13812345678"
    assert "138" not in finding.quote and "联系人电话" in finding.quote


def test_a_caption_is_told_by_its_number():
    page = Draft(title="t", body="正文。", captions=("合影", "受助学生李明"))
    (finding,) = resolve_personal_data(page)
    assert finding.start is finding.end is None
    assert finding.data == {"caption": 1, "start": 4, "end": 6}
    assert "李明" not in finding.quote


def test_neither_shape_nor_quote_holds_the_datum():
    page = draft("会长叶辉看望受助学生志愿者李明,电话13812345678。")
    record = extraction_record(page, resolve_findings(page), page_id=None)
    assert [row["kind"] for row in record["personal_data"]] == ["mobile"]
    assert set(record["personal_data"][0]) == {
        *("kind", "start_offset", "end_offset", "caption", "rule", "rule_version"),
    }


def test_a_named_recipient_is_not_listed_as_a_person_of_the_page():
    page = draft("志愿者张兰来到现场,困难居民王芳表示感谢。")
    found = [finding.value for finding in resolve_findings(page) if finding.kind == "person"]
    assert found == ["张兰"]
