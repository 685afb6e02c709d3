"""Five unrelated items under a page, without a heading, change no answer about it."""

from __future__ import annotations

import json
from typing import Any

from archive.export.extraction import extraction_record
from archive.ingest.stages import process_page
from archive.readers.registry import read_json_lines
from archive.records import Page
from tests.quality.labelled_pages import DEV, HELDOUT, is_held_out, load_floors, read_lines

# Headlines as sites set them under an article: other places, other days, other kinds of event.
STRANGERS = (
    "郑州地铁志愿者送迷路老人回家",
    "3月12日 海口千名市民植树",
    "成都大熊猫基地招募双语讲解员",
    "乌鲁木齐:社区食堂为高龄老人送餐上门",
    "2018-10-17 贵阳举办重阳敬老文艺汇演",
    "长春企业家向山区学校捐赠五十万元",
    "全国志愿服务工作推进会在合肥召开",
    "兰州黄河边的义务救生员",
    "厦门表彰十佳义工",
    "银川开展防汛应急演练",
    "南宁青年志愿者协会成立",
    "[图]福州三坊七巷里的“小小讲解员”",
)
SHOWN = 5
_DAMAGED = {"mojibake", "entities", "entitymoji", "pinyinmoji"}


def _answers(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    pages = read_json_lines((json.dumps(line).encode("utf-8") for line in lines), name="pages.jsonl")
    records = []
    for page in pages:
        assert isinstance(page, Page)
        draft, findings = process_page(page)
        records.append(extraction_record(draft, findings, page_id=page.id))
    return records


def _facts(record: dict[str, Any]) -> tuple[object, ...]:
    """What a reader would notice: title, day, places, kinds."""
    return (
        record["title"],
        [(date["start"], date["end"]) for date in record["event_dates"] if date["role"] == "event"],
        sorted(region["code"] for region in record["regions"] if region["role"] == "venue"),
        sorted(term["code"] for term in record["event_types"]),
        record["authors"],
    )


def test_items_appended_without_a_heading_change_nothing():
    lines = [
        {key: line[key] for key in ("id", "url", "content", "content_type")}
        for path in (DEV, HELDOUT)
        for line in read_lines(path)
        if line["labels"]["relevant"]
        and line["content_type"] == "text/plain"
        and not _DAMAGED & set(line["labels"]["flags"])
    ]
    longer = [{**line, "content": f"{line['content']}\n\n{_strangers(number)}"} for number, line in enumerate(lines)]
    pairs = zip(lines, _answers(lines), _answers(longer), strict=True)
    changed = [line["id"] for line, plain, appended in pairs if _facts(plain) != _facts(appended)]
    unchanged = 1 - len(changed) / len(lines)
    print(
        f"\nunchanged by five unrelated items: {unchanged:.3f} of {len(lines)}; changed of those for developers: {_shown(changed)}"
    )
    assert unchanged >= load_floors("strangers")["unchanged"]


def _shown(page_ids: list[str]) -> list[str]:
    return [page_id for page_id in page_ids if not is_held_out(page_id)]


def _strangers(number: int) -> str:
    return "\n".join(STRANGERS[(number + step * 5) % len(STRANGERS)] for step in range(SHOWN))
