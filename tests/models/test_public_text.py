"""What readers see of an article: masked in place, unless staff said that it is no personal data."""

from __future__ import annotations

import pytest

from archive.models import Article, FindingKind, FindingState, Origin, mask_words, public_findings, public_text
from tests.factories import make_finding

pytestmark = pytest.mark.django_db

BODY = "受助学生李明领到助学金。\n报名电话13812345678,家属王芳。"


@pytest.fixture
def article() -> Article:
    return Article.objects.create(title="小学生赵小雨拾金不昧", body=BODY, captions=["患者张三丰在医院", "合影"])


def public(article: Article):
    return public_text(article, article.findings.all())


def test_title_body_and_captions_are_masked_and_keep_their_length(article):
    seen = public(article)
    assert seen.title == "小学生赵●●拾金不昧"
    assert seen.body == "受助学生李●领到助学金。\n报名电话●●●●●●●●●●●,家属王芳。"
    assert seen.captions == ("患者张●●在医院", "合影")
    assert len(seen.text) == len(article.text)


def test_it_needs_no_stored_finding_since_the_text_may_be_older_than_the_rule(article):
    assert article.findings.count() == 0
    assert "13812345678" not in public(article).text


def test_what_staff_rejected_is_shown_wherever_it_stands(article):
    start = article.text.index("赵小雨")
    row = make_finding(article, FindingKind.PERSONAL_DATA, "minor", start=start, end=start + 3)
    assert "赵小雨" not in public(article).title
    row.state = FindingState.REJECTED
    row.save()
    assert public(article).title == article.title
    assert "李明" not in public(article).body


def test_a_rejection_does_not_release_other_words_after_the_text_has_moved(article):
    start = article.text.index("13812345678")
    make_finding(article, FindingKind.PERSONAL_DATA, "mobile", start=start, end=start + 11, state=FindingState.REJECTED)
    article.body = "电话：" + article.body
    assert "13812345678" not in public(article).text


def test_a_caption_that_staff_released_is_shown(article):
    make_finding(
        article,
        FindingKind.PERSONAL_DATA,
        "aid_recipient",
        data={"caption": 0, "start": 2, "end": 5},
        state=FindingState.REJECTED,
    )
    assert public(article).captions[0] == "患者张三丰在医院"


def test_what_staff_marked_is_masked_too(article):
    start = article.text.index("王芳")
    make_finding(
        article,
        FindingKind.PERSONAL_DATA,
        "aid_recipient",
        start=start,
        end=start + 2,
        origin=Origin.STAFF,
        state=FindingState.ACCEPTED,
    )
    assert "王芳" not in public(article).body


def test_a_quote_is_masked_by_its_place_and_one_that_is_not_in_the_text_by_its_words(article):
    seen = public(article)
    # By itself 李明领到 says nothing of a recipient; the place in the text does.
    assert seen.quote("李明领到助学金。") == "李●领到助学金。"
    assert seen.quote("来电13912345678") == "来电●●●●●●●●●●●"
    assert seen.quote("") == ""


def test_words_of_the_stored_original_are_masked_alike():
    assert mask_words("电话13812345678") == "电话●●●●●●●●●●●"
    assert mask_words("电话13812345678", shown=frozenset({"13812345678"})) == "电话13812345678"


def test_a_datum_hidden_once_is_hidden_wherever_it_stands():
    body = "受助学生李明领到助学金。\n李明说,他会努力。电话13812345678,编号X13812345678Y。"
    article = Article.objects.create(title="李明的愿望", body=body, captions=["李明在领奖"])
    seen = public(article)
    assert "李明" not in seen.text + "".join(seen.captions) + seen.words("记者见到李明")
    assert "13812345678" not in seen.text
    assert seen.words("王小二") == "王小二"


def test_a_childs_nickname_does_not_swallow_the_word_elsewhere():
    article = Article.objects.create(title="雨中送温暖", body="8岁的小雨很高兴。\n当天下着小雨。", captions=[])
    assert public(article).body == "8岁的小●很高兴。\n当天下着小雨。"


def test_readers_learn_of_no_person_whose_name_is_masked(article):
    hidden = make_finding(article, FindingKind.PERSON, "李明", quote="李明")
    known = make_finding(article, FindingKind.PERSON, "周建国", quote="周建国")
    make_finding(article, FindingKind.PERSONAL_DATA, "mobile", quote="●")
    rows = public_findings(article.findings.all(), public(article))
    assert known in rows
    assert hidden not in rows
    assert [row for row in rows if row.kind == FindingKind.PERSONAL_DATA] == []
