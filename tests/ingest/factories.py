"""Plain functions that make pages, drafts and findings."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from archive.records import Draft, Finding, Page, StatedDate

BODY = (
    "7月7日上午,江城市社区志愿服务工作推进会在青山社区召开,来自全市12个街道的110名志愿者代表参加会议。\n"
    "会议听取了青山社区的经验介绍,表彰了20个先进集体,当地企业向志愿服务站捐赠物资100万元。"
)


def make_body(number: int) -> str:
    """A body of its own for each number: no two have five characters in a row in common."""
    letters = random.Random(number)
    return "".join(chr(letters.randrange(0x4E00, 0x9F00)) for _ in range(90)) + "。"


def make_page(content: str = BODY, **changes: Any) -> Page:
    fields: dict[str, Any] = {
        "content": content,
        "media_type": "text/plain",
        "raw": content.encode(),
        "raw_media_type": "text/plain",
        "name": "page.txt",
    }
    return Page(**{**fields, **changes})


def make_draft(**changes: Any) -> Draft:
    published = StatedDate(value="2013-07-09T10:00:00+08:00", precision="minute", quote="2013-07-09 10:00", rule="t")
    return Draft(**{"title": "社区志愿服务推进会召开", "body": BODY, "published": published, **changes})


def make_event_date(day: str = "2013-07-07", **changes: Any) -> Finding:
    fields: dict[str, Any] = {
        "kind": "event_date",
        "value": day,
        "role": "event",
        "quote": "7月7日上午",
        "rule": "year_from_published",
        "rule_version": 1,
        "confidence": 0.9,
        "start": 12,
        "end": 18,
        "data": {"start": day, "end": day, "precision": "day"},
    }
    return Finding(**{**fields, **changes})


def make_region(code: str = "420100", **changes: Any) -> Finding:
    fields: dict[str, Any] = {
        "kind": "region",
        "value": code,
        "role": "venue",
        "quote": "在江城市召开",
        "rule": "held_in",
        "rule_version": 1,
        "confidence": 0.8,
    }
    return Finding(**{**fields, **changes})


JULY_7 = dt.date(2013, 7, 7)
