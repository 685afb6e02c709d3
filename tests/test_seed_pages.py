"""Two real pages, as people save them, come out right in every field the page states."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def records() -> dict[str, dict]:
    folder = ROOT.parent / "shared" / "seeds"
    if not folder.is_dir():
        pytest.skip("the two real pages are not on this machine")
    run = subprocess.run(
        [sys.executable, "manage.py", "extract", str(folder)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return {json.loads(line)["title"][:2]: json.loads(line) for line in run.stdout.splitlines()}


@pytest.fixture
def wuhan(records):
    return records["社区"]


@pytest.fixture
def linyi(records):
    return records["临沂"]


def codes(record: dict, role: str) -> list[str]:
    return [region["code"] for region in record["regions"] if region["role"] == role]


def test_the_wuhan_page_keeps_its_title_dates_and_names_apart(wuhan):
    assert wuhan["title"] == "社区志愿服务全国联络总站工作推进会在汉召开(9图)"
    assert wuhan["published"]["value"].startswith("2013-12-31T13:58")
    assert wuhan["published"]["precision"] == "minute"
    assert (wuhan["original_source"], wuhan["original_source_rule"]) == ("中国社区网", "claimed")
    assert wuhan["original_published"]["value"] == "2013-07-07"
    assert wuhan["authors"] == ["吴慧", "李姗"]
    assert wuhan["editor"] == "丁军勤"
    assert wuhan["views"] == 950
    assert wuhan["channel"] == "公益新闻"


def test_the_wuhan_page_has_its_nine_captions_and_no_image_names(wuhan):
    assert len(wuhan["captions"]) == 9
    assert wuhan["captions"][0] == "社区志愿服务全国联络总站工作推进会召开"
    assert wuhan["captions"][-1].endswith("崔海教讲话")
    assert ".jpg" not in wuhan["body"]


def test_the_wuhan_page_ends_where_the_article_ends(wuhan):
    assert wuhan["body"].startswith("7月7日,以“志愿服务暖万家")
    assert "110余人出席大会。" in wuhan["body"].splitlines()[-1]
    assert "验证码" not in json.dumps(wuhan, ensure_ascii=False)


def test_the_wuhan_event_is_on_its_day_and_in_its_district(wuhan):
    main = next(date for date in wuhan["event_dates"] if date["role"] == "event")
    assert (main["start"], main["end"], main["precision"]) == ("2013-07-07", "2013-07-07", "day")
    assert codes(wuhan, "venue") == ["420102"]
    assert "百步亭" in next(region["quote"] for region in wuhan["regions"] if region["role"] == "venue")


def test_the_homes_of_those_awarded_are_mentioned_not_venues(wuhan):
    assert {"110119", "130800", "610103"} & set(codes(wuhan, "mentioned"))


def test_the_wuhan_page_is_meeting_award_and_donation(wuhan):
    assert {row["code"] for row in wuhan["event_types"]} == {"meeting", "award", "donation"}
    gift = next(row for row in wuhan["amounts"] if row["what"] == "donation")
    assert (gift["value"], gift["unit"]) == (1_000_000, "CNY")
    assert wuhan["headcounts"][0]["value"] == 110
    assert wuhan["headcounts"][0]["at_least"]


def test_the_linyi_page_states_title_time_editor_and_place(linyi):
    assert linyi["title"] == "临沂:推进全民志愿服务座谈会召开"
    assert linyi["published"]["value"].startswith("2025-05-18T12:49")
    assert linyi["editor"] == "李婷"
    assert (linyi["original_source"], linyi["original_source_rule"]) == ("在临沂客户端", "dateline")
    assert codes(linyi, "venue") == ["371300"]
    assert linyi["regions"][0]["path"] == ["山东省", "临沂市"]
    assert linyi["event_types"][0]["code"] == "meeting"
    assert {row["code"] for row in linyi["event_types"]} <= {"meeting", "fundraising"}


def test_the_linyi_dates_are_told_apart_by_role(linyi):
    dates = {(row["role"], row["start"], row["precision"]) for row in linyi["event_dates"]}
    assert ("event", "2025-05-16", "day") in dates
    assert ("past", "2025-03-05", "day") in dates
    assert {("planned", "2025-05-30", "day"), ("planned", "2025-06-30", "day")} <= dates
    assert ("planned", "2025-07", "month") in dates
    assert sum(row["role"] == "event" for row in linyi["event_dates"]) == 1


def test_nothing_of_the_related_items_is_anywhere(linyi):
    whole = json.dumps(linyi, ensure_ascii=False)
    for stranger in ("阜阳", "刁斗", "证监会", "学前教育", "兴海", "相关文章", "appdata"):
        assert stranger not in whole


@pytest.mark.parametrize("page", ["wuhan", "linyi"])
def test_every_offset_points_at_words_inside_its_quote(page, request):
    record = request.getfixturevalue(page)
    text = f"{record['title']}\n{record['body']}"
    for row in record["event_dates"] + record["regions"]:
        if row["start_offset"] is not None:
            words = text[row["start_offset"] : row["end_offset"]]
            assert words and words in row["quote"]
            assert row["quote"] in text
