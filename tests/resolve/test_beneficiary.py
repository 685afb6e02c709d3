"""Groups helped: telling words count anywhere, common ones beside help only, the narrower group hides the wider."""

from __future__ import annotations

import pytest

from archive.resolve.beneficiary import resolve_beneficiaries
from archive.resolve.vocabulary import load_terms
from tests.resolve.drafts import draft


def codes(body: str, title: str = "") -> list[str]:
    return [finding.value for finding in resolve_beneficiaries(draft(body, title=title))]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("走访空巢老人。", "empty-nest-elderly"),
        ("與留守兒童結對。", "left-behind-children"),
        ("为残疾人送去轮椅。", "disabled"),
        ("慰问环卫工人。", "sanitation-workers"),
        ("看望孤儿。", "orphans"),
        ("给老人理发。", "elderly"),
        ("为学生上课。", "students"),
        ("救助困难群众。", "low-income"),
        ("灾区急需帐篷。", "disaster-struck"),
    ],
)
def test_a_group_is_known_by_its_words(words, code):
    assert codes(words) == [code]


@pytest.mark.parametrize(
    "words", ["退休老人组成乐队。", "市残疾人联合会召开会议。", "儿童节到了。", "大学生志愿者报名。", "学生人数增加。"]
)
def test_words_without_help_beside_them_name_nobody(words):
    assert codes(words) == []


def test_the_narrower_group_hides_the_wider_one():
    assert codes("为空巢老人送温暖,给老人包饺子。") == ["empty-nest-elderly"]


def test_the_group_of_the_title_comes_first():
    assert codes("慰问环卫工人。慰问环卫工人。", title="关爱留守儿童")[0] == "left-behind-children"


def test_what_was_thought_of_and_left_is_told():
    trace: list = []
    resolve_beneficiaries(draft("退休老人组成乐队。"), trace)
    assert [(row.value, row.reason) for row in trace] == [("elderly", "no-help-word")]


def test_every_group_has_labels_in_both_languages():
    terms = load_terms("beneficiaries")
    assert len({term.code for term in terms}) == len(terms)
    assert all(term.label and term.label_en and term.cues for term in terms)
