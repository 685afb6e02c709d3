"""Items of other articles under no heading change nothing; an article of one piece loses nothing."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

import pytest

from archive.extract.article import extract_article
from archive.extract.lines import Line
from archive.extract.strangers import cut_strangers
from archive.readers.registry import read_pages
from archive.records import Draft, Page
from tests.extract.pages import make_page

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
ITEMS = (
    ("漳州土楼里的茶艺比赛落幕", "来自十二个村的茶农带着自家的铁观音登台，评委按色香味打分。", "2019-05-03"),
    ("哈尔滨地铁三号线环线贯通试跑", "列车从珠江路站驶出，全程三十七公里，预计年底载客运营。", "2019-05-02"),
    ("敦煌研究院公布新复原的壁画色谱", "研究员用多光谱照相机测出了五种消失的矿物颜料。", "2019-05-02"),
    ("舟山渔港迎来伏季休渔前最后一网", "码头上堆满带鱼与鲳鱼，冷链车排出两公里长的队。", "2019-05-01"),
    ("拉萨高原足球联赛揭幕战爆冷", "卫冕球队点球大战不敌新军，观众席上一片惊呼。", "2019-04-30"),
)
SHAPES = {
    "titles": [title for title, _, _ in ITEMS],
    "numbered": [f"{number}. {title}" for number, (title, _, _) in enumerate(ITEMS, start=1)],
    "bullets": [f"· {title}" for title, _, _ in ITEMS],
    "title and date": [line for title, _, day in ITEMS for line in (title, day)],
    "title, summary, date": [line for item in ITEMS for line in item],
    "title and summary": [line for title, summary, _ in ITEMS for line in (title, summary)],
}


def _facts(draft: Draft) -> tuple[object, ...]:
    published = draft.published.value if draft.published else None
    return draft.title, draft.body, published, draft.authors, draft.original_source


def _with(page: Page, lines: list[str]) -> Page:
    return make_page(page.content.rstrip() + "\n\n" + "\n\n".join(lines) + "\n", url=page.url)


def _texts() -> list[Path]:
    return sorted(path for path in SAMPLES.rglob("*.txt") if path.parent.name != "other")


@pytest.mark.parametrize("shape", SHAPES)
def test_samples_stay_as_they_are(shape: str) -> None:
    changed = []
    for path in _texts():
        page = next(read_pages(path))
        if not isinstance(page, Page) or page.media_type != "text/plain":
            continue
        if _facts(extract_article(page)) != _facts(extract_article(_with(page, SHAPES[shape]))):
            changed.append(path.name)
    assert len(changed) <= len(_texts()) // 20, changed


@pytest.mark.parametrize("shape", SHAPES)
def test_the_seed_pages_stay_as_they_are(shape: str, shared: Path) -> None:
    for path in sorted((shared / "seeds").glob("*.txt")):
        page = next(read_pages(path))
        assert isinstance(page, Page)
        assert _facts(extract_article(page)) == _facts(extract_article(_with(page, SHAPES[shape]))), path.name


def _news(shared: Path, count: int) -> list[dict[str, str]]:
    with gzip.open(shared / "corpus" / "broadcast-news.jsonl.gz", "rt", encoding="utf-8") as lines:
        items = [json.loads(line) for line in lines]
    # 联播快讯 are round-ups: made of such items themselves.
    single = [item for item in items if "快讯" not in item["title"] and len(item["text"]) > 150]
    return random.Random(50).sample(single, count)


@pytest.mark.parametrize("shape", SHAPES)
def test_news_items_stay_as_they_are(shape: str, shared: Path) -> None:
    changed = 0
    for item in _news(shared, 50):
        head = f"{item['title']}\n{item['published'][:16].replace('T', ' ')} 来源：{item['source']}\n\n"
        page = make_page(head + item["text"])
        changed += _facts(extract_article(page)) != _facts(extract_article(_with(page, SHAPES[shape])))
    assert changed <= (7 if shape == "title and summary" else 4)


def test_news_items_are_hardly_ever_cut(shared: Path) -> None:
    cut = 0
    for item in _news(shared, 400):
        lines = [Line(text.strip()) for text in item["text"].split("\n") if text.strip()]
        cut += cut_strangers(lines, 0, len(lines), item["title"])[0] < len(lines)
    assert cut <= 4


def test_openings_of_other_reports_are_cut_without_any_headline() -> None:
    own = [
        "4月20日,延庆县野鸭湖湿地的旧泵房挂上环保志愿服务站的木牌,揭牌的是看鸟人卢满仓。",
        "卢满仓从前打过鸟,1999年冬天他捡到一只翅膀中枪的苍鹭,养了四十天放走,此后再没碰过枪。",
        "揭牌当天,四十多名志愿者沿野鸭湖走了六公里,卢满仓一路念叨苍鹭正在湿地里做窝。",
    ]
    others = [
        f"{day},{summary}"
        for day, (_, summary, _) in zip(("近日", "5月2日", "昨日", "5月1日", "日前"), ITEMS, strict=True)
    ]
    lines = [Line(text) for text in [*own, *others]]
    assert cut_strangers(lines, 0, len(lines), "护鹭队进驻野鸭湖")[0] == len(own)


def test_a_round_up_keeps_its_parts() -> None:
    lines = [Line(text) for title, summary, _ in ITEMS for text in (title, summary)]
    assert cut_strangers(lines, 0, len(lines), "今日简讯")[0] == len(lines)


def test_a_list_of_winners_is_no_list_of_articles() -> None:
    lines = [Line("大赛由区文明办主办,共有四十支队伍参加,评出以下奖项。")]
    lines += [
        Line(text)
        for text in (
            "一等奖:晨光志愿服务队",
            "二等奖:青松、绿叶、白鸽、红烛队",
            "张三 李四 王五 赵六",
            "孙七 周八 吴九",
        )
    ]
    assert cut_strangers(lines, 0, len(lines), "志愿服务项目大赛")[0] == len(lines)
