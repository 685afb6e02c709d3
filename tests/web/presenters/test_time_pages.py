from __future__ import annotations

from archive.web.presenters.time_pages import present_span, present_timeline

DATES = {
    "2012": 1,
    "2013": 6,
    "2013-02": 4,
    "2013-02-28": 3,
    "2013-02-01": 1,
    "2013-07": 2,
    "2016": 1,
    "2016-02": 1,
    "unknown": 5,
}


def test_a_month_begins_on_its_weekday_and_has_all_its_days():
    (month,) = present_span("2013-02", DATES).months
    assert [day and day.number for day in month.weeks[0]] == [None, None, None, None, 1, 2, 3]
    assert month.weeks[-1][3].number == 28
    days = {day.number: day for week in month.weeks for day in week if day}
    assert (days[28].count, days[28].step, days[28].address) == (3, 5, "/search/?date=2013-02-28")
    assert (days[2].count, days[2].address, len(days)) == (0, "", 28)


def test_a_year_has_twelve_months_tinted_alike():
    page = present_span("2013", DATES)
    assert [month.count for month in page.months] == [0, 4, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0]
    assert page.months[1].address == "/timeline/2013-02/"
    assert page.months[0].count_address == ""


def test_the_nearest_years_and_months_that_have_anything_are_beside():
    year = present_span("2013", DATES)
    assert (year.previous.label, year.next.label) == ("2012年", "2016年")
    month = present_span("2013-02", DATES)
    assert (month.previous, month.next.address) == (None, "/timeline/2013-07/")
    assert present_span("2016", DATES).next is None


def test_a_year_nothing_is_known_of_is_an_empty_calendar():
    page = present_span("1999", DATES)
    assert (page.count, page.count_address, page.ranges) == (0, "", ())
    assert page.previous is None
    assert page.next.label == "2012年"


def test_the_whole_timeline_tells_what_has_no_date():
    page = present_timeline(DATES)
    assert (page.undated, page.undated_address) == (5, "/search/?date=unknown")
    assert [row.label for row in page.grid.rows] == ["2016", "2013", "2012"]
    assert page.grid.rows[0].address == "/timeline/2016/"
    assert present_timeline({}).years.bars == ()
