"""Labels give their values, and words of the event are no labels of the page."""

from __future__ import annotations

from archive.extract.labels import find_claims
from archive.extract.lines import Line, split_lines


def claims(*texts: str) -> list[tuple[str, str]]:
    return [(claim.field, claim.value) for claim in find_claims([Line(text) for text in texts])]


def test_labels_side_by_side_end_each_other():
    assert claims("发布时间:2013-12-31 13:58 | 来源:中国社区网 2013年07月07日 | 查看:950次") == [
        ("published", "2013-12-31 13:58"),
        ("source", "中国社区网 2013年07月07日"),
        ("views", "950次"),
    ]


def test_a_value_may_stand_on_the_next_line():
    assert claims("责编:", "程茂枝") == [("chief_editor", "程茂枝")]
    assert claims("来源:", "编辑:苏文静") == [("source", ""), ("editor", "苏文静")]


def test_letters_of_a_label_may_be_spaced():
    assert claims("时 间: 2020-10-26   来 源: 新疆文明网") == [("dated", "2020-10-26"), ("source", "新疆文明网")]


def test_the_time_of_the_activity_is_no_date_of_the_page():
    assert claims("活动时间:2013年7月7日") == []


def test_a_sign_off_run_into_the_last_paragraph_is_broken_off():
    text = "志愿者走进敬老院,为六十多位老人理发,受到大家的热烈欢迎,活动已坚持八年。来源:河岸日报 编辑:苏文静"
    assert [line.text for line in split_lines(text)] == [
        "志愿者走进敬老院,为六十多位老人理发,受到大家的热烈欢迎,活动已坚持八年。",
        "来源:河岸日报 编辑:苏文静",
    ]
