"""Makes two word lists from jieba's dictionary (`requirements.txt`), to tell short names from the words they look like.

`common_words.txt` holds everyday words of two characters that can run into a short name by chance:
长江 and 岸线 run into 江岸 (长江岸线). Where the character before a name and its first one are a word, and its last one
and the character behind are a word too, the name is none.

`known_counties.txt` holds short names of counties that mean one county only and no everyday word: 昆山, 义乌, 门头沟.
What the dictionary calls a place but a reader would not (东坡, 咸丰) is `doubtful` in `region_words.csv`.
Build-time only; nothing of the archive imports it.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).parent
LEAST = 100
"""How often jieba's corpora hold a word that counts as everyday."""

# Places the dictionary takes for something else.
WELL_KNOWN = frozenset(
    [
        "房山",
        "顺义",
        "昌平",
        "怀柔",
        "平谷",
        "武清",
        "徐汇",
        "杨浦",
        "奉贤",
        "崇明",
        "秦淮",
        "高淳",
        "武进",
        "金坛",
        "吴中",
        "吴江",
        "常熟",
        "海门",
        "如皋",
        "海安",
        "仪征",
        "句容",
        "姜堰",
        "萧山",
        "余杭",
        "淳安",
        "余姚",
        "慈溪",
        "永嘉",
        "泰顺",
        "乐清",
        "嘉善",
        "德清",
        "安吉",
        "磐安",
        "兰溪",
        "义乌",
        "开化",
        "龙游",
        "嵊泗",
        "黄岩",
        "玉环",
        "景宁",
        "福清",
        "石狮",
        "长泰",
        "古田",
        "福鼎",
        "章丘",
        "即墨",
        "平度",
        "滕州",
        "牟平",
        "蓬莱",
        "龙口",
        "招远",
        "昌乐",
        "诸城",
        "寿光",
        "邹城",
        "文登",
        "荣成",
        "乳山",
        "夏津",
        "乐陵",
        "阳谷",
        "临清",
        "邹平",
        "巩义",
        "登封",
        "兰考",
        "林州",
        "卫辉",
        "固始",
        "钟祥",
        "监利",
        "麻城",
        "嘉鱼",
        "赤壁",
        "仙桃",
        "岳麓",
        "茶陵",
        "炎陵",
        "隆回",
        "桑植",
        "越秀",
        "海珠",
        "增城",
        "乳源",
        "宝安",
        "龙岗",
        "盐田",
        "禅城",
        "顺德",
        "武鸣",
        "阳朔",
        "陵水",
        "保亭",
        "琼中",
        "北碚",
        "铜梁",
        "梁平",
        "武隆",
        "奉节",
        "巫溪",
        "武侯",
        "崇州",
        "简阳",
        "江油",
        "射洪",
        "隆昌",
        "仪陇",
        "西充",
        "安岳",
        "稻城",
        "冕宁",
        "雷波",
        "花溪",
        "仁怀",
        "织金",
        "纳雍",
        "赫章",
        "黎平",
        "荔波",
        "呈贡",
        "晋宁",
        "石林",
        "会泽",
        "腾冲",
        "元谋",
        "个旧",
        "景洪",
        "瑞丽",
        "德钦",
        "墨脱",
        "察隅",
        "碑林",
        "未央",
        "雁塔",
        "凤翔",
        "扶风",
        "大荔",
        "府谷",
        "绥德",
        "米脂",
        "神木",
        "靖远",
        "古浪",
        "天祝",
        "庄浪",
        "灵武",
        "盐池",
        "若羌",
        "库车",
        "疏勒",
        "莎车",
        "叶城",
        "于田",
        "霍城",
        "镇赉",
        "延吉",
        "尚志",
        "五常",
        "肇源",
        "蔚县",
        "遵化",
        "怀来",
        "偏关",
        "介休",
        "集宁",
        "东胜",
    ]
)


def main() -> None:
    names = short_names()
    firsts, lasts = {name[0] for name in names}, {name[-1] for name in names}
    places = all_names()
    entries = read_dictionary()
    words = {
        word
        for word, (times, tag) in entries.items()
        if len(word) == 2 and times >= LEAST and tag not in {"nr", "nrt", "nz"} and word not in places
    }
    write("common_words.txt", {word for word in words if word[-1] in firsts or word[0] in lasts})
    write("known_counties.txt", set(known_counties(entries)))


def known_counties(entries: dict[str, tuple[int, str]]) -> Iterator[str]:
    """Names of three characters or more; of two those that the dictionary has as a place or not at all."""
    guarded = {row["name"] for row in read_rows("region_words.csv")}
    today = [row for row in read_rows("regions.csv") if not row["valid_to"]]
    bearers = Counter(row["short_name"] for row in today)
    for row in today:
        name = row["short_name"]
        is_sole = row["level"] == "3" and bearers[name] == 1 and name != row["name"] and name not in guarded
        if is_sole and (len(name) > 2 or entries.get(name, (0, "ns"))[1] == "ns" or name in WELL_KNOWN):
            yield name


def write(file: str, words: set[str]) -> None:
    (HERE / file).write_text("\n".join(sorted(words)) + "\n", encoding="utf-8")


def short_names() -> set[str]:
    """Names of two characters, of units of today and of the past."""
    return {name for name in all_names() if len(name) == 2}


def all_names() -> set[str]:
    return {name for row in read_rows("regions.csv") for name in (row["name"], row["short_name"])}


def read_rows(file: str) -> Iterator[dict[str, str]]:
    with (HERE / file).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def read_dictionary() -> dict[str, tuple[int, str]]:
    """Each word with how often jieba's corpora hold it and its part of speech."""
    spec = find_spec("jieba")
    assert spec and spec.origin, "pip install -r requirements.txt"
    lines = Path(spec.origin).with_name("dict.txt").read_text(encoding="utf-8").splitlines()
    rows = (line.split(" ") for line in lines)
    return {row[0]: (int(row[1]), row[2]) for row in rows if len(row) == 3}


if __name__ == "__main__":
    main()
