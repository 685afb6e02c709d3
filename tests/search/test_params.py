from __future__ import annotations

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from archive.search.params import query_from_params
from archive.search.query import SearchQuery


def read(address: str) -> tuple[SearchQuery, tuple[str, ...]]:
    return query_from_params(QueryDict(address))


def test_every_parameter_of_an_address_is_understood() -> None:
    query, notices = read(
        "q=志愿&region=420000&region=370000&region_role=any&type=care-visit&field=elder-care&date=2013-07&from=2013"
        "&to=2014-02&by=published&source=7&sort=oldest&view=events&page=3&per_page=50"
    )
    assert notices == ()
    assert query == SearchQuery(
        q="志愿",
        region=("370000", "420000"),
        region_role="any",
        type=("care-visit",),
        field=("elder-care",),
        date=("2013-07",),
        date_from="2013",
        date_to="2014-02",
        by="published",
        source=("7",),
        sort="oldest",
        view="events",
        page=3,
        per_page=50,
    )


def test_an_address_made_from_a_query_reads_back_the_same() -> None:
    query = SearchQuery(q='"武汉" -临沂', region=("unknown",), date=("2013", "unknown"), date_to="2014", page=2)
    assert read(query.to_querystring()) == (query, ())


@pytest.mark.parametrize(
    "address",
    ["region=42", "region=湖北", "date=2013-13", "date=2013-02-30", "type=A b", "source=x", "sort=best", "page=0",
     "page=-1", "page=abc", "per_page=1.5", "from=昨天", "by=both", "view=x", "region_role=x"],
)  # fmt: skip
def test_what_cannot_be_understood_is_dropped_with_a_notice(address: str) -> None:
    query, notices = read(address)
    assert query == SearchQuery()
    assert len(notices) == 1 and address.split("=", maxsplit=1)[0] in notices[0]


def test_full_width_digits_and_untouched_form_fields_are_accepted() -> None:
    assert read("date=２０１３－０７&region=&from=&q=") == (SearchQuery(date=("2013-07",)), ())


def test_unknown_parameters_are_ignored() -> None:
    assert read("utm_source=x&foo=") == (SearchQuery(), ())


def test_a_span_turned_round_is_turned_back_with_a_notice() -> None:
    query, notices = read("from=2014&to=2013-05")
    assert (query.date_from, query.date_to) == ("2013-05", "2014") and len(notices) == 1


def test_too_much_is_cut_with_a_notice() -> None:
    query, notices = read("q=" + "长" * 600 + "&per_page=1000")
    assert len(query.q) == 500 and query.per_page == 100 and len(notices) == 2


def test_a_plain_mapping_of_lists_works_too() -> None:
    assert query_from_params({"q": ["武汉"], "type": ["award", "meeting"]})[0].type == ("award", "meeting")


KEYS = ["q", "region", "type", "field", "date", "from", "to", "by", "source", "sort", "view", "page", "per_page"]


@given(st.dictionaries(st.sampled_from(KEYS), st.lists(st.text(max_size=12), max_size=3)))
def test_no_parameters_raise_and_what_is_kept_reads_back(params: dict[str, list[str]]) -> None:
    query, _notices = query_from_params(params)
    assert read(query.to_querystring()) == (query, ())
