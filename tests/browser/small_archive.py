"""A few articles over two provinces, four years and three kinds, with evidence in their words."""

from __future__ import annotations

from tests.factories import (
    make_article,
    make_event,
    make_event_type,
    make_finding,
    make_hubei,
    make_service_field,
    make_shandong,
    make_source,
)


def fill() -> None:
    """Write the articles."""
    make_hubei()
    make_shandong()
    make_event_type("meeting", "会议", label_en="Meeting")
    make_event_type("training", "培训", label_en="Training")
    make_event_type("donation", "捐赠", label_en="Donation")
    make_service_field("elder-care", "助老", label_en="Elder care")
    event = make_event("江滩志愿服务推进会")
    for number, (region, place) in enumerate((("420102", "武汉江岸"), ("420500", "宜昌"), ("371300", "临沂"))):
        for offset, (code, word) in enumerate((("meeting", "会议"), ("training", "培训"), ("donation", "捐赠"))):
            _write(f"{2012 + offset}-0{number + 3}-0{number + 5}", region, place, code, word)
    lead = _write("2013-07-07", "420102", "武汉江岸", "meeting", "推进会", event=event)
    event.lead = lead
    event.save()
    copied = {"event": event, "relation": "reprint", "reprint_of": lead}
    _write("2013-07-07", "420102", "武汉江岸", "meeting", "推进会转载", **copied)


def _write(day: str, region: str, place: str, code: str, word: str, **columns):
    year, month, date = day.split("-")
    said = f"{int(month)}月{int(date)}日"
    article = make_article(
        f"{place}{year}年志愿服务{word}",
        f"{said},{place}举办志愿服务{word},三百余名志愿者参加。\n活动为独居老人送去米面粮油,大家约定每周上门一次。",
        types=[code],
        fields=["elder-care"],
        date=day,
        published=day,
        publisher=make_source(f"{place}晚报"),
        **columns,
    )
    make_finding(article, "region", region, role="venue", quote=place)
    return article
