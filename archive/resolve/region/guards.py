"""False friends: where a region's name in the text is something else, or too common a word to trust alone.

The names that are also everyday words, or that many cities have a district of, stand in `data/region_words.csv`.
Deliberately not here: which of several regions of one name is meant (`mentions`), what a page says of it (`frames`).
"""

from __future__ import annotations

import csv
import re
from functools import cache

from archive.errors import DataFileError
from archive.resolve.gazetteer import DATA, Gazetteer, Name
from archive.text.regex import regex
from archive.text.word_finder import WordFinder

_COLUMNS = ["name", "kind"]
_KINDS = {"generic", "word", "city-word", "doubtful", "phrase"}
_TAILS = {"tail-thing", "tail-feature", "tail-brand", "tail-event"}
"""Kinds of words that stand behind a name and make it the name of something else."""

_STREET = r"(?:路(?![南北桥]区?(?![一-鿿]路))|街(?!道)|大道|大街|巷(?!口)|胡同|弄)"
_NOT_A_PLACE_AFTER = regex(
    rf"[东南西北中上下]?[一二三]?{_STREET}|[东南西北]?(?:乡|镇|村|小区|校区|大桥)|桥(?![西东])|湖(?![南北])"
    r"|话|菜|牌|籍|街道|社区|小学|大酒店|大厦|公园|山庄|小面|拉面|大剧院|旦"
)
_NOT_A_PLACE_AFTER_FULL = regex(rf"{_STREET}(?!社区|街道|派出所|小区|小学)")
_NOT_A_COUNTY_AFTER = regex(r"[级域区乡里直际]")
_WORD_AFTER = regex(r"巴巴|公益|云|助学|工程|计划|项目|杯|版|社会|家园|使者|驿站|志愿")


@cache
def load_words() -> dict[str, str]:
    """Names not to trust alone: `word` (also an everyday word, a person, a brand), `generic` (many cities have one).

    A `doubtful` name (东坡, 太湖) has one county but is more often something else, and is kept out of the well-known.
    A `city-word` is a city whose short name is a word now and then (大庆, 金华).
    A `phrase` is no name: it holds one by chance (大理念, 自贡献) and hides it. A `tail-…` stands behind a name and
    makes another of it: a thing (福建舰), a feature of the land (贺兰山), a brand (青岛啤酒), an event (杭州亚运会).

    Raises:
        DataFileError: names the line of a damaged row.
    """
    words: dict[str, str] = {}
    with (DATA / "region_words.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        if next(reader, None) != _COLUMNS:
            raise DataFileError(f"region_words.csv line 1: columns must be {','.join(_COLUMNS)}")
        for row in reader:
            least = 1 if len(row) > 1 and row[1] in _TAILS else 2
            if len(row) != len(_COLUMNS) or row[1] not in _KINDS | _TAILS or len(row[0]) < least:
                raise DataFileError(f"region_words.csv line {reader.line_num}: needs a name and a kind")
            words[row[0]] = row[1]
    return words


@cache
def tail_pattern(kind: str) -> re.Pattern[str]:
    """Matches the words of one `tail-…` kind; `#` in the file stands for "not before": 啤酒#节|城."""
    words = sorted((word for word, held in load_words().items() if held == kind), key=len, reverse=True)
    return re.compile("|".join(_tail(word) for word in words) or r"(?!)")


def _tail(word: str) -> str:
    head, _, unless = word.partition("#")
    return re.escape(head) + (f"(?!{'|'.join(map(re.escape, unless.split('|')))})" if unless else "")


@cache
def _listed(file: str) -> frozenset[str]:
    """The lines of a word list of `data/`."""
    try:
        return frozenset((DATA / file).read_text(encoding="utf-8").split())
    except (OSError, UnicodeDecodeError) as error:
        raise DataFileError(f"{file}: {error}") from error


def is_known(name: str) -> bool:
    """Whether a short name means one county and nothing else: 昆山, 义乌, 门头沟."""
    return name in _listed("known_counties.txt")


def is_crossed(name: str, before: str, after: str) -> bool:
    """Whether two words run into a name by chance: 长江|岸线, 金融|安全, 走上|街头.

    `before` and `after` are the words around a name of two characters.
    """
    words = _listed("common_words.txt")
    return len(name) == 2 and before[-1:] + name[0] in words and name[-1] + after[:1] in words


# The commonest surnames, without those that are also everyday words before a place (于, 向, 和, 任, 时, 从, 安).
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙朱胡郭何林罗郑梁谢宋唐许韩邓冯曹彭曾肖董潘袁蔡蒋余杜叶程魏苏吕丁卢姚沈钟姜崔谭陆范廖"
    "韦贾夏付邹熊孟秦邱侯尹薛闫段雷黎史陶贺毛郝顾龚邵覃钱戴莫孔汤葛施洪翟齐庞聂焦祝庄翁樊殷倪俞詹"
)
# Of these, those that no word before a city ends with (本周北京, 工程武汉, 感谢上海 hold other surnames).
_SURE_SURNAMES = frozenset("王李张刘陈杨黄赵吴徐孙胡朱郭罗郑梁宋唐韩邓冯曾肖董潘袁蔡蒋魏吕")
_PERSON_BEFORE = regex(
    r"(?:志愿者|队员|义工|村民|居民|老人|同学|队长|社工|医生|老师|主任|书记)(?:[一-鿿]{2,3}、){0,4}$"
)
_PERSON_AFTER = regex(
    r"[,、;:)。]|$|等[人\d同]|[说摄]|表示|介绍|告诉|认为|坦言|感慨|回忆|透露|指出|强调|出席|陪同|主持|致辞|同志|女士|先生|"
    r"老师|老人|同学|夫妇|一家|委员|代表|教授|医生|院长|主任|书记|在|和|与|的[手家母父妻儿女爱]|是|也|就|从|自|今年|带领|带着|来到|走进|获"
)


_PERSON_BEFORE_SURNAME = regex(
    r"(?:志愿者|队员|义工|村民|居民|老人|同学|队长|社工|医生|[老教]师|名叫|主任|书记)(?:[一-鿿]{2,3}[、和与]){0,4}$"
)


def is_titled_person(name: str, before: str) -> bool:
    """Whether surname and office stand before a name, which is a person's then however large the place: 教师李上海."""
    return len(name) == 2 and before[-1:] in _SURNAMES and bool(_PERSON_BEFORE_SURNAME.search(before[:-1]))


def is_person(name: str, before: str, after: str, *, is_large: bool = False) -> bool:
    """Whether a name is a person's: a surname or 志愿者 before it, words behind it that follow persons (王秀英说).

    `is_large`: the name of a city or province, which is a person's less often.
    """
    if len(name) != 2:
        return False
    if not _PERSON_AFTER.match(after):
        return False
    if is_large:
        return before[-1:] in _SURE_SURNAMES
    return before[-1:] in _SURNAMES or bool(_PERSON_BEFORE.search(before))


def find_phrases(text: str) -> list[tuple[int, int]]:
    """Where phrases that hold a name by chance stand in a folded text."""
    return _phrases().find_longest(text)


@cache
def _phrases() -> WordFinder:
    return WordFinder(word for word, kind in load_words().items() if kind == "phrase")


def is_generic(name: str) -> bool:
    """Whether many cities have a district of this full name: 解放区, 城关区, 新市区."""
    return load_words().get(name) == "generic"


def is_word(name: str) -> bool:
    """Whether a short name is an everyday word as well: 和平, 来宾, 互助."""
    return load_words().get(name) == "word"


def is_city_word(name: str) -> bool:
    """Whether a city's short name is a word or a person's name now and then: 大庆, 金华, 黄山."""
    return load_words().get(name) == "city-word"


def is_doubtful(name: str) -> bool:
    """Whether a short name is more often something else than its one county: 濠江, 东坡, 太湖."""
    return load_words().get(name) == "doubtful"


def is_strong(name: str, uses: tuple[Name, ...], gazetteer: Gazetteer) -> bool:
    """Whether a name may stand alone: a full name, or the short name of a province or a city that is no word."""
    if load_words().get(name) in {"generic", "word", "city-word"}:
        return False
    if any(use.kind in {"full", "zone"} or (use.kind == "former" and len(name) > 2) for use in uses):
        # 任县, 代县, 应县 are also 任县委书记, 代县长, 应县级: they want their city on the page.
        return len(name) > 2 or any(use.kind == "zone" for use in uses)
    return any(_is_large(use, gazetteer) for use in uses)


def _is_large(use: Name, gazetteer: Gazetteer) -> bool:
    """A city then and now: 宜春, but not 沙市, a district today."""
    unit = gazetteer.get(use.code)
    return unit is not None and unit.level <= 2 and gazetteer.current(use.code).level <= 2


def is_renamed(after: str) -> bool:
    """Whether the words behind a name make a thing of it that is no place: 福建舰, 井冈山精神, 兰州拉面."""
    return bool(tail_pattern("tail-thing").match(after))


_ZONE_ENDS = ("新区", "开发区", "高新区", "园区", "经开区", "示范区", "试验区")
"""Zones that say themselves what they are: 贵安新区|湖潮乡 is no lake."""


def is_blocked(name: str, uses: tuple[Name, ...], before: str, after: str) -> bool:
    """Whether the words around a name make it part of another name: 芜湖路, 洛阳镇, 庆元旦, 孙中山, 朝阳助学工程."""
    if any(use.kind not in {"short", "zone"} or (use.kind == "zone" and name.endswith(_ZONE_ENDS)) for use in uses):
        return bool(_NOT_A_PLACE_AFTER_FULL.match(after) or (len(name) == 2 and _NOT_A_COUNTY_AFTER.match(after)))
    if _NOT_A_PLACE_AFTER.match(after) or is_renamed(after):
        return True
    return is_word(name) and bool(_WORD_AFTER.match(after) or before.endswith("孙"))


def is_blocked_county(name: str, before: str, after: str) -> bool:
    """The same for the short name of a county, of which there are too many to trust: 贺兰山, 长江岸线, 王秀英说."""
    return bool(tail_pattern("tail-feature").match(after)) or is_crossed(name, before, after)
