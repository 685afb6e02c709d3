"""Five unrelated items under a page, without a heading, change no answer about it."""

from __future__ import annotations

import dataclasses
import html
import json
import random
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from archive.ingest.stages import process_page
from archive.readers.registry import read_json_lines, read_pages
from archive.records import Page
from tests.quality.labelled_pages import DEV, HELDOUT, is_held_out, load_floors, read_lines

# Headlines as sites set them under an article: other places, other days, other kinds of event, a first sentence.
STRANGERS = (
    ("郑州地铁志愿者送迷路老人回家", "2023-03-12", "郑州地铁2号线志愿者发现一名走失老人,辗转联系上家属。"),
    ("海口千名市民植树", "2019-03-12", "海口市在白沙门公园举行义务植树活动,市民种下椰子树苗八百棵。"),
    ("成都大熊猫基地招募双语讲解员", "2024-11-05", "成都大熊猫繁育研究基地今起招募讲解员五十名,要求英语六级以上。"),
    ("乌鲁木齐:社区食堂为高龄老人送餐上门", "2016-05-21", "天山区一家社区食堂每天为八十岁以上老人送餐到家。"),
    ("贵阳举办重阳敬老文艺汇演", "2018-10-17", "近日,贵阳市云岩区举行重阳节文艺演出,三百名老人到场观看。"),
    ("长春企业家向山区学校捐赠五十万元", "2021-06-01", "这笔款将用于翻修三所乡村小学的宿舍。"),
    ("全国志愿服务工作推进会在合肥召开", "2015-12-05", "会议总结了全年工作,交流了各省做法。"),
    ("兰州黄河边的义务救生员", "2013-08-09", "在黄河铁桥下,七旬老人王连城救生二十八年,先后救起四十六人。"),
    ("厦门表彰十佳义工", "2012-01-15", "十名义工从市长手中接过证书。"),
    ("银川开展防汛应急演练", "2022-07-07", "5月21日,银川市金凤区组织抢险演练,出动冲锋舟六艘。"),
    ("南宁青年志愿者协会成立", "2010-04-30", "首届理事会由三十一人组成。"),
    ("[图]福州三坊七巷里的“小小讲解员”", "2025-02-02", "寒假里,二十名小学生为游客讲古厝的故事。"),
)
SHOWN = 5
_DAMAGED = {"mojibake", "entities", "entitymoji", "pinyinmoji"}
Shape = Callable[[str, str, str], list[str]]
SHAPES: dict[str, Shape] = {
    "title": lambda title, day, text: [title],
    "title date": lambda title, day, text: [f"{title} {day}"],
    "date title": lambda title, day, text: [f"{day} {title}"],
    "· title": lambda title, day, text: [f"· {title}"],
    "·title date": lambda title, day, text: [f"·{title} {day}"],
    "title[05-21]": lambda title, day, text: [f"{title}[{day[5:]}]"],
    "title (date)": lambda title, day, text: [f"{title} ({day})"],
    "title 05-21": lambda title, day, text: [f"{title} {day[5:]}"],
    "title, date on two lines": lambda title, day, text: [title, day],
    "date, title on two lines": lambda title, day, text: [day, title],
    "title, source and time": lambda title, day, text: [title, f"来源:大河网 {day} 10:21"],
    "title, hours ago": lambda title, day, text: [title, f"{int(day[-2:])}小时前"],
    "title, views": lambda title, day, text: [title, f"阅读 {day[-2:]}"],
    "title, text, date": lambda title, day, text: [title, text, day],
}
WEAKER: dict[str, Shape] = {
    "title, text": lambda title, day, text: [title, text],
    "text": lambda title, day, text: [text],
    "side by side": lambda title, day, text: [f"{title} "],
}
MARKUP: dict[str, Shape] = {
    "li": lambda title, day, text: ["<li>", title, "</li>"],
    "li with link and date": lambda title, day, text: ['<li><a href="/1">', title, "</a><span>", day, "</span></li>"],
    "div": lambda title, day, text: ["<div>", title, "</div>"],
    "p": lambda title, day, text: ["<p>", title, "</p>"],
    "p, p": lambda title, day, text: ["<p>", title, "</p><p>", day, "</p>"],
}


def _facts(page: Page) -> dict[str, Any]:
    """All that is read from a page but its head and foot and the words that prove a value: fields, findings, roles."""
    draft, findings = process_page(page)
    left_out = {"quotes", "imprint", "warnings", "flags"}
    fields = [field.name for field in dataclasses.fields(draft) if field.name not in left_out]
    return {name: getattr(draft, name) for name in fields} | {"findings": [(f.kind, f.value, f.role) for f in findings]}


def _drafts(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    pages = read_json_lines((json.dumps(line).encode("utf-8") for line in lines), name="pages.jsonl")
    return [_facts(page) for page in pages if isinstance(page, Page)]


def _openings(*paths: Path) -> list[dict[str, Any]]:
    return [
        {key: line[key] for key in ("id", "url", "content", "content_type")}
        for path in paths
        for line in read_lines(path)
        if line["labels"].get("relevant", True)
        and line["content_type"] == "text/plain"
        and not _DAMAGED & set(line["labels"].get("flags", ()))
    ]


@cache
def _own() -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    lines = _openings(DEV, HELDOUT)
    return lines, _drafts(lines)


def _changed(lines: list[dict[str, Any]], plain: list[dict[str, Any]], shape: Shape, joint: str = "\n") -> list[str]:
    longer = [
        {**line, "content": f"{line['content']}\n\n{joint.join(_items(number, shape))}"}
        for number, line in enumerate(lines)
    ]
    return [line["id"] for line, one, other in zip(lines, plain, _drafts(longer), strict=True) if one != other]


def _items(number: int, shape: Shape) -> list[str]:
    picked = (STRANGERS[(number + step * 5) % len(STRANGERS)] for step in range(SHOWN))
    return [part for item in picked for part in shape(*item)]


@cache
def _headlines() -> list[tuple[str, str, str]]:
    """Titles and days of the own pages: they speak of what the texts above them speak of, too."""
    found = []
    for path in (DEV, HELDOUT):
        for line in read_lines(path):
            labels = line["labels"]
            if isinstance(labels.get("title"), str) and labels.get("relevant", True):
                found.append((labels["title"], (labels.get("published") or "2019-05-03")[:10], ""))
    return found


@pytest.mark.parametrize(
    "name", ["title", "· title", "title (date)", "title, date on two lines", "title, source and time"]
)
def test_nor_do_headlines_of_the_same_topics(name: str) -> None:
    lines, plain = _own()
    longer = []
    for line in lines:
        others = [item for item in _headlines() if item[0] not in line["content"]]
        items = random.Random(line["id"]).sample(others, SHOWN)
        block = "\n".join(part for item in items for part in SHAPES[name](*item))
        longer.append({**line, "content": f"{line['content']}\n\n{block}"})
    changed = [line["id"] for line, one, other in zip(lines, plain, _drafts(longer), strict=True) if one != other]
    unchanged = 1 - len(changed) / len(lines)
    print(f"\nunchanged by headlines of own pages ({name}): {unchanged:.3f} of {len(lines)}")
    assert unchanged >= load_floors("strangers")["same topics"]


@pytest.mark.parametrize("name", [*SHAPES, *WEAKER])
def test_items_appended_without_a_heading_change_nothing(name: str) -> None:
    lines, plain = _own()
    changed = _changed(lines, plain, (SHAPES | WEAKER)[name], "" if name == "side by side" else "\n")
    unchanged = 1 - len(changed) / len(lines)
    shown = [page_id for page_id in changed if not is_held_out(page_id)]
    print(
        f"\nunchanged by five items ({name}): {unchanged:.3f} of {len(lines)}; changed of those for developers: {shown}"
    )
    assert unchanged >= load_floors("strangers")["sentences" if name in WEAKER else "headlines"]


@pytest.mark.parametrize("name", SHAPES)
def test_nor_on_openings_of_real_pages(name: str, shared: Path) -> None:
    lines = _openings(shared / "corpus" / "dev-pages.jsonl")
    assert _changed(lines, _drafts(lines), SHAPES[name]) == []


@pytest.mark.parametrize("name", MARKUP)
def test_nor_at_the_end_of_real_html(name: str, shared: Path) -> None:
    for number, path in enumerate(sorted((shared / "corpus" / "html").glob("*.html"))):
        page = next(read_pages(path))
        assert isinstance(page, Page)
        block = "".join(
            part if part.startswith("<") else html.escape(part, quote=False) for part in _items(number, MARKUP[name])
        )
        head, end, foot = page.content.rpartition("</body>")
        longer = dataclasses.replace(page, content=f"{head}{block}{end}{foot}" if end else page.content + block)
        assert _facts(longer) == _facts(page), path.name
