"""What a story is to another: copies of every kind are told from last year's wording."""

import datetime as dt
import re

import pytest
from opencc import OpenCC

from archive.dedupe.compare import Story, compare_stories
from archive.dedupe.plain import plain_text
from tests.dedupe.stories import FORM, FUNERAL_NOTICE, STORY

TITLE = "护河同行净滩志愿服务活动举行"
DAY = dt.date(2025, 5, 18)
SENTENCES = re.findall(r".+?[。]”?", STORY)


def story(body: str, title: str = TITLE, day: dt.date | None = DAY) -> Story:
    return Story(body=plain_text(body), title=plain_text(title), day=day)


COPIES = {
    "the same text": STORY,
    "in traditional characters": OpenCC("s2t").convert(STORY),
    "without punctuation": re.sub(r"[,。“”()]", " ", STORY),
    "with characters lost": "".join(char for place, char in enumerate(STORY) if place % 40),
    "with numbers masked": re.sub(r"\d", "X", STORY),
    "cut in half": STORY[: len(STORY) // 2],
    "its opening alone": "".join(SENTENCES[:2]),
    "between menus": "当前位置首页新闻中心正文字号大中小" + STORY + "版权声明本文来自网络如有侵权请联系上一篇下一篇",
    "with another story below": STORY + FUNERAL_NOTICE,
    "with paragraphs moved": "".join(SENTENCES[3:] + SENTENCES[:3]),
    "with a sentence left out": "".join(SENTENCES[:2] + SENTENCES[3:]),
}


@pytest.mark.parametrize("body", COPIES.values(), ids=COPIES)
def test_a_copy_is_a_reprint(body):
    assert compare_stories(story(STORY), story(body, day=DAY + dt.timedelta(days=2))).verdict == "reprint"


@pytest.mark.parametrize("body", COPIES.values(), ids=COPIES)
def test_the_order_of_the_two_makes_no_difference(body):
    one, other = story(STORY), story(body)
    assert compare_stories(one, other).verdict == compare_stories(other, one).verdict


def test_synonyms_throughout_are_a_rewriting():
    rewritten = STORY
    for word, synonym in (
        ("举行", "举办"),
        ("清理", "清除"),
        ("设立", "设置"),
        ("演示", "展示"),
        ("参加", "参与"),
        ("启动", "开展"),
    ):
        rewritten = rewritten.replace(word, synonym)
    assert compare_stories(story(STORY), story(rewritten)).verdict == "spun"


@pytest.mark.parametrize(
    ("word", "other"), [("320名", "280名"), ("第四次", "第五次"), ("5月17日", "8月9日"), ("临沂大学", "山东大学")]
)
def test_another_number_or_place_in_the_same_words_is_another_event(word, other):
    comparison = compare_stories(story(STORY), story(STORY.replace(word, other)))
    assert comparison.verdict == "template"
    assert comparison.evidence


@pytest.mark.parametrize(("word", "other"), [("沂河滨河公园", "祊河湿地公园"), ("田立新", "高秀兰")])
def test_a_name_no_dictionary_knows_in_anothers_stead_is_a_question_to_staff(word, other):
    assert compare_stories(story(STORY), story(STORY.replace(word, other))).verdict == "review"


def test_a_form_filled_in_for_another_town_is_a_template():
    here = FORM.format(place="兰山区", count="20", person="王建国")
    there = FORM.format(place="河东区", count="35", person="李慧敏")
    assert compare_stories(story(here), story(there)).verdict == "template"


def test_the_same_words_a_year_later_are_a_recurrence():
    assert compare_stories(story(STORY), story(STORY, day=DAY.replace(year=2026))).verdict == "recurring"


def test_a_feast_of_the_moon_calendar_recurs_some_weeks_off():
    first, second = dt.date(2024, 2, 8), dt.date(2025, 1, 27)
    assert compare_stories(story(STORY, day=first), story(STORY, day=second)).verdict == "recurring"


def test_a_copy_redated_by_three_and_a_half_years_is_still_a_copy():
    assert compare_stories(story(STORY), story(STORY, day=dt.date(2028, 11, 30))).verdict == "reprint"


def test_titles_that_differ_in_one_word_tell_two_events():
    opened = story(STORY, title="第七届志愿服务项目大赛开幕")
    closed = story(STORY, title="第七届志愿服务项目大赛闭幕")
    assert compare_stories(opened, closed).verdict == "template"


def test_an_item_of_a_round_up_is_contained_in_it():
    round_up = FUNERAL_NOTICE + FORM.format(place="兰山区", count="20", person="王建国") + STORY
    round_up += FUNERAL_NOTICE[::-1] * 3
    assert compare_stories(story(STORY), story(round_up, title="一周要闻")).verdict == "contained"


def test_an_earlier_notice_inside_a_later_report_is_a_question_to_staff():
    funeral = "许怀远同志遗体送别仪式8日上午举行。社会各界前往送别。" + FUNERAL_NOTICE + STORY
    notice = story(FUNERAL_NOTICE, title="许怀远同志逝世", day=dt.date(2025, 3, 3))
    assert compare_stories(notice, story(funeral, title="送别“扁担校长”", day=dt.date(2025, 3, 9))).verdict == "review"


def test_different_stories_are_unrelated():
    assert compare_stories(story(STORY), story(FUNERAL_NOTICE)).verdict == "unrelated"


def test_texts_of_a_sentence_are_never_judged():
    short = "活动圆满结束,感谢大家的支持。"
    assert compare_stories(story(short), story(short)).verdict == "partial"


def test_the_figures_are_told_with_the_verdict():
    comparison = compare_stories(story(STORY), story(STORY[: len(STORY) // 2]))
    assert comparison.of_right == 1.0
    assert 0.4 < comparison.of_left < 0.6
    assert comparison.containment == 1.0
    assert comparison.resemblance == comparison.of_left


def test_numbers_cut_short_where_other_words_lost_characters_too_are_damage():
    damaged = STORY.replace("320名", "30名").replace("垃圾分类讲解台", "垃圾分讲解台")
    assert compare_stories(story(STORY), story(damaged)).verdict == "reprint"


def test_a_number_cut_short_by_itself_is_another_number():
    assert compare_stories(story(STORY), story(STORY.replace("320名", "32名"))).verdict == "template"


def test_numbers_cut_short_in_either_text_are_other_numbers():
    one, other = STORY.replace("320名", "30名"), STORY.replace("1.6吨", "6吨")
    assert compare_stories(story(one), story(other)).verdict == "template"


def test_a_copy_that_leaves_out_sentences_of_the_middle_of_a_round_up_is_a_reprint():
    long = FUNERAL_NOTICE + STORY + FUNERAL_NOTICE[::-1] * 2
    thinned = "".join(SENTENCES[:1] + SENTENCES[2:3] + SENTENCES[4:])
    assert compare_stories(story(thinned), story(long)).verdict == "reprint"
