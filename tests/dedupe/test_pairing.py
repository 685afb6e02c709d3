"""What speaks for one event and what rules it out."""

import dataclasses
import datetime as dt

import pytest

from archive.dedupe.occasion import Occasion
from archive.dedupe.pairing import THRESHOLD, Pairing, may_be_named, may_meet, pair_occasions, rule_out
from archive.dedupe.plain import plain_text
from tests.dedupe.reports import DAY

ONE_DAY = dt.timedelta(days=1)


def occasion(text: str = "", **told: object) -> Occasion:
    told.setdefault("start", DAY)
    told.setdefault("end", told["start"])
    told.setdefault("regions", frozenset({"330203"}))
    return Occasion(text=plain_text(text), **{name: told[name] for name in told})


OFFICIAL = occasion(
    "“一碗热粥”公益行动在月湖街道举行,三江助老会熬制腊八粥3000碗。会长屠美娣凌晨两点开始淘米。",
    names=frozenset({"一碗热粥"}),
    people=frozenset({"屠美娣"}),
    numbers=frozenset({"3000碗"}),
)
LOCAL = occasion(
    "月湖街道的三口大锅凌晨就冒起热气,屠美娣带着28名志愿者熬出3000碗粥,送到环卫工的道班房。",
    numbers=frozenset({"28人", "3000碗"}),
)


def test_two_reports_in_other_words_are_of_one_event():
    assert pair_occasions(OFFICIAL, LOCAL).links


def test_the_order_makes_no_difference():
    assert pair_occasions(OFFICIAL, LOCAL) == pair_occasions(LOCAL, OFFICIAL)


def test_a_person_counts_whom_only_one_report_was_read_for():
    assert "屠美娣" in pair_occasions(OFFICIAL, LOCAL).evidence


def test_day_and_place_alone_make_no_event():
    blood = occasion("血站组织无偿献血,146人挽起袖子。", numbers=frozenset({"146人"}))
    trees = occasion("山坡上种下侧柏和黄栌3600株。", numbers=frozenset({"3600株"}))
    pairing = pair_occasions(blood, trees)
    assert not pairing.identified
    assert not pairing.links


RULED_OUT = {
    "days": dataclasses.replace(OFFICIAL, start=DAY + 2 * ONE_DAY, end=DAY + 2 * ONE_DAY),
    "region": occasion("“一碗热粥”公益行动", names=frozenset({"一碗热粥"}), regions=frozenset({"330602"})),
    "digest": dataclasses.replace(LOCAL, is_digest=True),
    "published": dataclasses.replace(OFFICIAL, start=None, end=None, published=DAY + 60 * ONE_DAY),
    "bulletin": dataclasses.replace(
        OFFICIAL, start=DAY + ONE_DAY, end=DAY + ONE_DAY, numbers=frozenset({"2000碗", "35人"})
    ),
}


@pytest.mark.parametrize(("veto", "other"), RULED_OUT.items(), ids=RULED_OUT)
def test_it_is_ruled_out_by(veto, other):
    one = dataclasses.replace(OFFICIAL, published=DAY, numbers=frozenset({"3000碗", "28人"}))
    pairing = pair_occasions(one, other)
    assert pairing.veto == veto
    assert not pairing.links


def test_the_second_training_is_not_the_first():
    first, second = (dataclasses.replace(OFFICIAL, ordinals=frozenset({("应急救护", n)})) for n in "12")
    assert pair_occasions(first, second).veto == "ordinal"


def test_days_without_a_year_rule_out_and_agree_as_others_do():
    same = dataclasses.replace(OFFICIAL, start=None, end=None, yearless=(3, 5))
    later = dataclasses.replace(same, yearless=(3, 9))
    assert pair_occasions(LOCAL, same).links
    assert pair_occasions(LOCAL, later).veto == "days"


def test_a_leap_day_without_a_year_breaks_nothing():
    leap = Occasion(yearless=(2, 29))
    assert pair_occasions(leap, leap).veto == ""


def test_what_happened_lately_did_not_happen_later():
    lately = dataclasses.replace(OFFICIAL, approximate=True)
    later = dataclasses.replace(OFFICIAL, start=DAY + 9 * ONE_DAY, end=DAY + 9 * ONE_DAY)
    assert pair_occasions(lately, later).veto == "days"
    assert pair_occasions(dataclasses.replace(later, approximate=True), OFFICIAL).links


def test_a_misread_place_gives_way_to_person_figure_and_day():
    misread = dataclasses.replace(LOCAL, regions=frozenset({"220800"}), names=frozenset({"道班房"}))
    one = dataclasses.replace(OFFICIAL, numbers=frozenset({"26吨"}))
    other = dataclasses.replace(misread, numbers=frozenset({"26吨"}))
    assert pair_occasions(one, other).veto == ""


def test_the_same_words_filled_in_anew_are_ruled_out_unless_the_day_is_the_same():
    pairing = Pairing(score=9.0, identified=True)
    next_day = dataclasses.replace(LOCAL, start=DAY + ONE_DAY, end=DAY + ONE_DAY)
    assert rule_out(pairing, "template", LOCAL, next_day).veto == "template"
    assert rule_out(pairing, "template", LOCAL, LOCAL).links
    assert rule_out(pairing, "recurring", LOCAL, LOCAL).veto == "recurring"


def test_nothing_is_paired_with_nothing():
    assert not pair_occasions(Occasion(), Occasion()).links


def test_the_ends_of_the_calendar_break_nothing():
    first, last = (occasion(start=day, published=day) for day in (dt.date.min, dt.date.max))
    assert pair_occasions(first, last).veto == "days"


def test_the_threshold_is_within_reach_without_copied_words():
    assert pair_occasions(OFFICIAL, LOCAL).score > THRESHOLD


# --- general news ------------------------------------------------------------------------------------------------

OPENING = (
    "当地时间{day}日{hour}午，国家主席在利雅得会见{guest}。主席指出，两国传统友好历久弥新，中方愿同{guest}一道，"
    "推动双边关系迈上新台阶，深化各领域务实合作，就共同关心的问题加强沟通协调，维护发展中国家共同利益。{guest}表示，"
    "感谢中方长期支持，愿积极参与共建，期待扩大贸易、能源、基础设施合作，密切人文交流，并就地区形势交换了看法。"
    "双方还同意落实好已签署的各项文件，为两国人民创造更多福祉，会见在亲切友好的气氛中进行，随行人员参加了会见。"
    "此前双方团队就有关安排进行了充分沟通，各方对会见成果予以积极评价，认为这将为地区和平与发展注入新的动力。"
)


def meeting(guest: str, *, hour: str = "上", **told: object) -> Occasion:
    text = OPENING.format(day=DAY.day, hour=hour, guest=guest)
    told.setdefault("title", plain_text(f"国家主席会见{guest}"))
    return dataclasses.replace(occasion(text), **told)


def test_two_meetings_of_one_statesman_in_one_city_are_two_events():
    one, other = meeting("甲国总统"), meeting("乙国首相", hour="下")
    assert not pair_occasions(one, other).links
    assert not pair_occasions(meeting("甲国总统", regions=frozenset()), meeting("乙国首相", regions=frozenset())).links


def test_long_openings_want_a_name_where_short_ones_do_with_words():
    named = {"names": frozenset({"一带一路能源部长论坛"})}
    text = OPENING.format(day=5, hour="上", guest="来宾") + "“一带一路能源部长论坛”"
    one, other = (occasion(part, title="一带一路能源部长论坛开幕", **named) for part in (text, text[60:] + text[:60]))
    assert pair_occasions(one, other).links
    bare = [dataclasses.replace(report, names=frozenset()) for report in (one, other)]
    assert not pair_occasions(*bare).identified


def test_the_next_days_part_of_a_series_is_another_event():
    series = {"names": frozenset({"江河奔腾看山河"}), "regions": frozenset[str]()}
    one = occasion(OPENING.format(day=5, hour="上", guest="记者"), **series)
    next_day = DAY + ONE_DAY
    assert not pair_occasions(one, dataclasses.replace(one, start=next_day, end=next_day)).links


def test_a_comment_is_no_report_of_the_event():
    comment = dataclasses.replace(LOCAL, is_comment=True)
    assert pair_occasions(OFFICIAL, comment).veto == "comment"


def test_titles_that_differ_in_a_word_are_of_two_events_unless_much_else_agrees():
    guests = "三江助老会走访看望环卫工人代表", "三江助老会走访看望独居老人代表"
    one = dataclasses.replace(LOCAL, title=guests[0])
    other = dataclasses.replace(LOCAL, title=guests[1], people=frozenset({"屠美娣"}))
    assert pair_occasions(one, dataclasses.replace(other, numbers=frozenset())).veto == "title"
    assert pair_occasions(one, dataclasses.replace(other, numbers=frozenset({"3000碗", "1243人"}))).veto == "title"
    agreeing = [dataclasses.replace(report, numbers=frozenset({"1243人"})) for report in (one, other)]
    assert pair_occasions(*agreeing).veto == ""


def test_a_whole_province_is_no_place_to_tell_an_event_by():
    texts = (
        "志愿者清扫街道,为独居老人送去热粥,三江助老会的队员忙到傍晚才收工回家。",
        "三江助老会的队员清扫街道,热粥端到了独居老人手里,孩子们也来帮忙洗碗。",
    )
    assert pair_occasions(*map(occasion, texts)).identified
    wide = (occasion(text, regions=frozenset({"330000"})) for text in texts)
    assert not pair_occasions(*wide).identified


def test_long_openings_without_a_day_want_two_kinds_of_identity_and_days_of_issue_that_are_near():
    told = {
        "start": None,
        "end": None,
        "title": "一碗热粥端进道班房",
        "names": frozenset({"一碗热粥"}),
        "published": DAY,
    }
    text = OPENING.format(day=5, hour="上", guest="来宾") + "“一碗热粥”,屠美娣"
    one, other = occasion(text, **told), occasion(text[60:] + text[:60], **told)
    assert not pair_occasions(one, other).identified
    one, other = (dataclasses.replace(report, people=frozenset({"屠美娣"})) for report in (one, other))
    assert pair_occasions(one, other).links
    assert pair_occasions(one, dataclasses.replace(other, published=DAY + 8 * ONE_DAY)).veto == "published"


def test_what_two_reports_call_recent_weeks_apart_is_not_one_event():
    lately = dataclasses.replace(OFFICIAL, approximate=True)
    later = DAY + 22 * ONE_DAY
    assert pair_occasions(lately, dataclasses.replace(lately, start=later, end=later)).veto == "days"


def test_visits_that_overlap_are_two():
    words = "应国家主席邀请,{}将于下旬对中国进行国事访问。"
    spans = ((0, 4), (3, 7)), ((0, 4), (0, 3))
    crossed, within = (
        [
            occasion(words.format(guest), start=DAY + first * ONE_DAY, end=DAY + last * ONE_DAY, regions=frozenset())
            for guest, (first, last) in zip(("甲国总统", "乙国国王"), both, strict=True)
        ]
        for both in spans
    )
    assert pair_occasions(*crossed).veto == "days"
    assert not pair_occasions(*within).identified


def test_a_banquet_is_no_opening_unless_the_other_report_tells_of_it():
    title = "国家主席举行宴会欢迎出席运动会开幕式的来宾"
    opening = meeting("来宾", title="运动会开幕")
    banquet = dataclasses.replace(opening, title=title)
    assert pair_occasions(opening, banquet).veto == "act"
    assert pair_occasions(dataclasses.replace(opening, text=f"{opening.text}晚上举行宴会"), banquet).veto == ""


def test_two_people_who_receive_one_guest_on_neighbouring_days_hold_two_meetings():
    named = {"names": frozenset({"中朝友好年"}), "people": frozenset({"金成男"})}
    one = meeting("金成男中朝友好年", title="王沪宁会见代表团", **named)
    next_day = {"start": DAY + ONE_DAY, "end": DAY + ONE_DAY}
    assert pair_occasions(one, dataclasses.replace(one, title="蔡奇会见代表团", **next_day)).veto == "title"


def test_a_bulletin_of_the_same_day_that_came_out_another_day_shares_few_figures():
    one = dataclasses.replace(LOCAL, numbers=frozenset({"31人", "2240例", "6598例", "37968例"}), published=DAY)
    other = dataclasses.replace(one, numbers=frozenset({"31人", "2315例", "5364例", "36340例"}))
    assert pair_occasions(one, other).veto == ""
    assert pair_occasions(one, dataclasses.replace(other, published=DAY + ONE_DAY)).veto == "bulletin"


def test_a_cheap_look_never_loses_a_pair():
    reports = [OFFICIAL, LOCAL, *RULED_OUT.values(), meeting("甲国总统"), meeting("乙国首相")]
    for one in reports:
        for other in reports:
            may_pair = may_meet(one, other) and may_be_named(one, other)
            assert may_pair or not pair_occasions(one, other).links
            days = Occasion(start=other.start, end=other.end, published=other.published, approximate=other.approximate)
            assert may_meet(one, days) or not may_pair


def test_reports_far_apart_are_told_apart_by_a_look_where_one_gives_no_day():
    undated = dataclasses.replace(OFFICIAL, start=None, end=None, published=DAY)
    assert may_meet(undated, dataclasses.replace(LOCAL, published=DAY + 20 * ONE_DAY))
    assert not may_meet(undated, dataclasses.replace(LOCAL, published=DAY + 40 * ONE_DAY))
