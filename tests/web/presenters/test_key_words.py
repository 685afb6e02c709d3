from __future__ import annotations

import pytest

from archive.models import Finding
from archive.web.presenters.key_words import find_key
from tests.factories import make_hubei

SENTENCE = "会议于7月7日在武汉市百步亭社区召开,百步亭集团捐款100万元,各地代表1,100余人出席。"
TRADITIONAL = "會議於7月7日在湖北武漢的百步亭社區召開,百步亭集團捐款100萬元,各地代表出席。"


def key(kind: str, value: str, text: str = SENTENCE, **fields) -> str | None:
    found = find_key(Finding(kind=kind, value=value, **fields), text, (0, len(text)))
    return text[slice(*found)] if found else None


@pytest.mark.parametrize(
    ("kind", "value", "data", "words"),
    [
        ("event_date", "2013-07-07", {}, "7月7日"),
        ("event_date", "2013-07-07/2013-07-09", {}, "7月7日"),
        ("organisation", "百步亭集团", {}, "百步亭集团"),
        ("amount", "1000000", {"value": 1000000}, "100万元"),
        ("headcount", "1100", {"value": 1100}, "1,100余人"),
        ("event_type", "donation", {}, None),
        ("person", "不在文中", {}, None),
        ("amount", "若干", {}, None),
    ],
)
@pytest.mark.django_db
def test_it_finds_the_words_that_name_the_fact(kind, value, data, words):
    assert key(kind, value, data=data) == words


@pytest.mark.django_db
def test_a_place_is_named_by_itself_or_by_what_it_lies_in():
    make_hubei()
    assert key("region", "420100") == "武汉市"
    assert key("region", "420102") == "武汉市"
    assert key("region", "420102", TRADITIONAL) == "武漢"


def test_short_evidence_is_itself_the_words():
    text = "99公益日"
    assert find_key(Finding(kind="event_type", value="campaign"), text, (0, len(text))) == (0, len(text))


@pytest.mark.django_db
def test_even_in_short_evidence_the_place_is_told_from_the_rest():
    make_hubei()
    assert key("region", "420500", "宜昌:志愿服务推进会召开") == "宜昌"
