"""What identifies an event is gathered from the text and its findings, hostile text included."""

import datetime as dt

import pytest

from archive.dedupe.occasion import describe_occasion, is_above, is_digest
from tests.dedupe.reports import DAY, Found, held_on, report, venue


def test_day_place_names_people_and_figures_are_gathered():
    occasion = report(
        "标题\n“一碗热粥”活动送出3000碗,会长屠美娣到场。",
        held_on("2024-03-05"),
        venue("330203"),
        Found("person", "屠美娣"),
        Found("event_type", "service"),
    )
    assert (occasion.start, occasion.end, occasion.approximate) == (DAY, DAY, False)
    assert occasion.regions == {"330203"}
    assert occasion.names == {"一碗热粥"}
    assert occasion.people == {"屠美娣"}
    assert occasion.numbers == {"3000碗"}
    assert occasion.kinds == {"service"}


def test_a_traditional_page_gives_the_same_as_a_simplified_one():
    simplified, traditional = (
        report(text) for text in ("“乡村夜校”启动,126个项目参加", "「鄉村夜校」啟動,126個項目參加")
    )
    assert simplified == traditional


def test_a_month_is_no_day():
    assert report("", held_on("2024-03-01", "2024-03-31", precision="month")).approximate


def test_a_day_without_a_year_is_kept_apart():
    occasion = report("", Found("event_date", "XXXX-10-22", "event", {"start": None, "end": None, "precision": "day"}))
    assert (occasion.start, occasion.yearless) == (None, (10, 22))


def test_the_publishers_place_counts_only_where_no_venue_is_named():
    home = Found("region", "371300", "publisher")
    assert report("", home).home == {"371300"}
    assert report("", home, venue("370100")).home == frozenset()


def test_the_names_of_days_name_no_event():
    assert report("“国际志愿者日”和“慈善一日捐”").names == frozenset()


@pytest.mark.parametrize(
    "text",
    [
        "一周要闻\n3月5日,甲地义诊;3月6日,乙地植树;3月7日,丙地净滩。",
        "各地学雷锋活动扫描\n甲区设42个服务台;乙区设36个服务台;丙区授旗。",
    ],
)
def test_a_string_of_items_is_a_digest(text):
    assert is_digest(text)


def test_a_report_that_looks_back_is_no_digest():
    assert not is_digest("净滩举行\n3月5日,志愿者净滩;上一次是3月1日。")


def test_nothing_gives_an_empty_occasion():
    occasion = report("")
    assert occasion.start is occasion.published is None
    assert not (occasion.regions or occasion.names or occasion.people or occasion.numbers or occasion.text)


def test_the_last_day_there_is_can_be_an_events():
    assert report("", held_on("9999-12-31")).end == dt.date.max


def test_a_megabyte_and_ten_thousand_quotes_are_read_at_once():
    assert len(describe_occasion("“甲乙丙丁”" * 10_000, ()).names) == 1
    assert len(describe_occasion("“" * 10_000 + "甲" * 1_000_000, ()).text) <= 20_000


def test_a_region_is_above_those_in_it():
    assert is_above("370000", "371302")
    assert is_above("371300", "371302")
    assert is_above("371302", "371302")
    assert not is_above("371302", "371300")
    assert not is_above("371300", "370102")


def test_a_person_whom_much_of_the_news_names_tells_no_event():
    person = Found("person", "王毅")
    stranger = Found("person", "屠美娣")
    assert report("王毅和屠美娣参加。", person, stranger).people == {"屠美娣"}


def test_a_slogan_of_the_day_is_no_name_of_an_event():
    assert report("大家学习“两个维护”，举行“一碗热粥”活动。").names == {"一碗热粥"}


def test_a_rubric_before_the_title_is_the_name_of_a_series():
    assert report("【江河看山河】今天到黄河\n系列报道《江河看山河》走进“黄河人家”。").names == {"黄河人家"}


def test_what_stands_far_down_tells_no_event():
    told = report("标题\n" + "话" * 400 + "“一碗热粥”由屠美娣发起，共1243人。", Found("person", "屠美娣"))
    assert (told.names, told.people, told.numbers) == (frozenset(), frozenset(), frozenset())


@pytest.mark.parametrize(
    "title",
    ["让雷锋精神更璀璨——本报评论员", "总书记讲话引发热烈反响", "央视快评：奉献的力量", "澳门各界人士表示意义重大"],
)
def test_a_comment_is_known_by_its_title(title):
    assert report(f"{title}\n大家说好。").is_comment


@pytest.mark.parametrize(
    "opening",
    [
        "市文明办负责人发表谈话指出,活动很好。",
        "办公室发表题为《服务之路》的文章指出,活动很好。",
        "致词在代表中引起强烈共鸣。",
    ],
)
def test_a_comment_is_known_by_how_it_begins(opening):
    assert report(f"志愿服务大会\n{opening}").is_comment
    assert not report(f"志愿服务大会\n大会今天开幕,市长发表讲话。{'会上表彰了十人。' * 20}{opening}").is_comment


def test_the_year_in_the_name_of_a_conference_is_no_figure_but_tells_it_from_others():
    told = report("市长出席2024志愿服务大会开幕式\n2024志愿服务大会在江城举行,2024名志愿者参加。")
    assert told.names == {"2024志愿服务大会"}
    assert told.numbers == {"2024人"}


def test_news_in_brief_is_a_digest_by_its_name():
    assert report("国内联播快讯\n某地举行净滩。").is_digest
