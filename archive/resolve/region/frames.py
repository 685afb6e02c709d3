"""What the words around a mention say of it: held there, gone there, organised from there, or merely mentioned.

Each frame has a name (the rule a finding cites) and a weight, which is its confidence. Deliberately not here: weighing
frames against each other (`choose`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.resolve.region.guards import tail_pattern
from archive.resolve.region.mentions import Mention
from archive.text.regex import regex


@dataclass(frozen=True, kw_only=True)
class Frame:
    """One reading of one mention. `venue`: it may be where the event was."""

    mention: Mention
    rule: str
    weight: float
    venue: bool
    sentence: int
    row: int = 0
    listed: int = 1


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """A mention's sentence around it: `before` and `after` end at the sentence's ends, `clause_*` at a comma."""

    before: str
    after: str
    clause_before: str
    clause_after: str
    is_title: bool
    sentence: int
    row: int = 0
    """Which row of mentions on the page it stands in."""

    listed: int = 1
    """How many mentions stand in a row with it, joined by 、 or 和."""

    year: int | None = None
    """When the page was published: what it tells of an earlier year is past."""

    speaks_of_ours: bool = False
    """Whether the page speaks of its own city or county (我市, 全县)."""

    is_aside: bool = False
    """Whether the sentence is one of the headlines behind the text."""


_HELD = (
    r"(?:举行|召开|举办|启动|开幕|落幕|闭幕|揭牌|成立|开班|开展|进行|开营|签约|揭幕|拉开|亮相|上演|发布|圆满|开讲|展开|"
    r"开通|授牌|颁奖|开跑|起跑|鸣枪|发枪|开走|结束|收官|透露|开赛|设立|首发|发车|集结|表彰|诞生|落成)"
)
# Exclusions, most telling first: (rule, pattern of the words before, pattern of the words after).
_MENTIONED: tuple[tuple[str, re.Pattern[str] | None, re.Pattern[str] | None], ...] = (
    ("origin", regex(r"(?:来自|籍贯|祖籍|出生于|生于|毕业于|户籍|老家|故乡|家乡)(?:在|是|于)?$"), None),
    ("origin", None, regex(r"[一-鿿]{0,3}(?<![书典古国户学会党])籍(?!贯)|人$|人[,。]|老乡|口音")),
    ("delegates", regex(r"由[^,。;]{0,12}$"), regex(r"[^。;]{0,40}组成的?")),
    (
        "delegates",
        None,
        regex(r"[^,。;]{0,28}(?:等\d+[余多]?[名位个]?代表|代表(?:现场)?(?:交流)?发言|作[^,。;]{0,6}交流)"),
    ),
    ("award-list", regex(r"(?:授予|表彰(?!大会|会|仪式|活动|先进|暨|座谈)了?|推荐|授牌)[^。;]{0,60}$"), None),
    ("award-list", None, regex(r"[^。;]{0,30}等\d+[余多]?(?:个|名|家|位|支)[^。;]{0,20}(?:获|被|为)")),
    (
        "plan",
        regex(r"(?:将|(?<!西部)计划(?!志愿)|拟|打算|即将)[^,。;]{0,14}(?:赴|前往|到|去)[^,。;]{0,12}$"),
        None,
    ),
    ("branch", None, regex(r"[^,。;]{0,45}(?:同步)?设(?:立)?分会场")),
    ("address", regex(r"(?:地址|邮编|咨询|报名点)[^。]{0,20}$"), None),
    ("address", None, regex(r"[^,。;]{0,12}\d+号[^,。;]{0,12}(?:[)]|咨询|报名|$)")),
    ("past", regex(r"(?:曾|此前|先后|相继|多次)(?:在|到|赴|前往)$"), None),
    # 三年前她在雷山县支教
    (
        "past",
        regex(r"(?:[一二两三四五六七八九十几数\d]年前|当年|那年|早年|从前)[^,。;]{0,6}(?:在|到|赴)[^,。;]{0,8}$"),
        None,
    ),
)
_LIST_AFTER = regex(r"(?:[、和][一-鿿]{2,6}){0,6}等(?:\d+[多余]?个?)?[地省市县区国]|[、][一-鿿]{2,8}等\d*")
_LIST_BEFORE = regex(r"[一-鿿]{2,8}[、][一-鿿、]{0,40}$")
_LIST = 3
_ROW = 4
"""As many places as an event is held in at once; more are a list."""
_VISIT = regex(r"(?:赴|到|前往|走进|去|至|来(?!自))[^,。;]{0,24}$")
_VISIT_FOR = regex(
    r"[^,。;]{0,20}(?:考察|调研|参访|参观|取经|观摩|交流学习|学习交流|学习考察|学习(?!雷锋|宣传|贯彻|生活))"
)
_BRINGS = regex(r"捐|物资|援|救灾|慰问|探访|看望|送(?![别走上达医])|交流|学习(?!雷锋)|考察|取经|参访")
_PRACTICE = regex(r"支教|三下乡|社会实践|实践[队团]|西部计划|义诊|培训班")
_PLANNED_IN = regex(r"(?:将|(?<!西部)计划(?!志愿)|拟|打算|即将)[^,。;]{0,14}在[^,。;]{0,12}$")
_IN_ROW = regex(r"(?:在|于)[^,。;:“”]{0,20}$")
_TOGETHER = regex(
    r"(?:[、和与及][一-鿿]{2,9}){0,3}(?:等)?[两二三四](?:地|市|县|区|省|城)(?=$|[,。、 ]|同步|同时|联动|联合|共同|携手|的?志愿|的?义工|举[行办]|开展|启动|社[工区])"
)
_IN_STEP = regex(r"[^,。;:]{0,16}(?:同步|同时|分别|联动)")
_SLOGAN = regex(r"(?:文明|志愿|爱满|情暖|大爱|诚信|幸福|平安|美丽|温暖|善行|德润|爱在|暖)$")
_PEOPLE_AFTER = regex(
    r"的?(?:[^的,。;、]{0,3}(?:商家|店主|老板|居民|村民|渔民|农民|牧民|职工|医生|教师|司机|骑手|党员|律师|护士|理发师|店老板)|[一-鿿]{0,4}志愿者(?!协会|联合|之|服务)|义工(?!联|协会)|市民|爱心人士|爱心企业|爱心车队|一企业|一家企业|一群|社工|大学生|青年)"
)
_SUBJECT = 14
"""Characters of its clause before the subject: 7月3日,上午 and 来 what for."""
# People of a place who are elsewhere: 陕西商会, 江苏援疆医疗队.
_DIASPORA_AFTER = regex(r"省?(?:商会|同乡会|老乡会|援[疆藏青]|援[一-鿿]{1,3}医疗队|驻)")
_EARLIER = regex(r"((?:19|20)\d\d)年[^,。;的]{0,6}(?:在|于|到|赴|前往)$")
_DISASTER = regex(
    r"[一-鿿]{0,10}?(?:发生[^,。;]{0,8}(?:地震|内涝|洪涝|火灾|灾害|泥石流|台风)"
    r"|遭受|遭遇|遭到|特大暴雨|暴雨灾害|特大洪)"
)
_DISASTER_NAME = regex(r"(?:[\d.]+级)?(?:大?地震|灾区|洪灾|水灾|旱灾|灾民)")
_WENT = regex(
    r"(?:走进|来到|来访|到访|抵达|赴|前往|奔赴|赶赴|深入|走访|送到|做客|进驻|落户|会聚|汇聚|相聚|齐聚|到达|送进|捐赠给?)了?\s?$"
)
_TO = regex(r"到了?$")
_TO_DO = regex(r"[^,。;]{0,24}(?:就|考察|开展|学习|参观|慰问|支教|调研|看望|走访|进行|服务|送)")
_RESCUE = regex(r"(?:驰援|支援|救援|增援|援助|送往|运往|运抵)$")
_GIVEN_TO = regex(r"(?:捐赠|送往|运往|运抵|赶赴|奔赴|驰援|支援)给?$")
# 向汕尾市陆河县捐赠: receivers have a part; 向武汉市民捐…, 向汶川地震灾区捐款 were read before.
_GIVES_TO = regex(r"(?:^|[^面朝])(?:向|给)$")
_FOR = regex(r"(?<!因)[给为]$")
_SERVED = regex(
    r"的(?:学生|孩子|老人|群众|村民|居民|学校|师生|乡亲|儿童|患者)[^,。;]{0,12}(?:送|捐|验|配|寄|义诊|体检|理发|上课)"
)
_GIFT = regex(r"(?!市民|人民|籍)[^,。;:的]{0,16}?(?:捐[赠献款助出了]|捐\d|赠送|援助|送[去上来])")
_FROM = regex(r"从$")
_SET_OUT = regex(r"出发|启程|起程")
_IN = regex(r"(?:在|于)了?[^,。;、:“”]{0,8}$")
_IN_NEAR = regex(r"(?:在|于|驻|家住|位于)$")
_HELD_AFTER = regex(rf"[^,。;:]{{0,46}}?{_HELD}")
_DATELINE_BEFORE = regex(r"^[\s□■●(《一-鿿·/]{0,14}(?:报|社|网|台|新闻|在线|新)\s?$")
_DATELINE_AFTER = regex(r"\s?(?:\d{4}年)?\d{1,2}月\d{1,2}日\s?(?:综合)?(?:电|讯|消息|报道)")
_ABROAD_DATELINE = regex(r"[,，]\s?\d{4}年\d{1,2}月\d{1,2}日\s?[-—–]")
_OUTLET_AFTER = regex(
    r"[一-鿿]{0,2}(?:日报|晚报|晨报|早报|都市报|商报|时报|青年报|日?报记者|电视台|新闻网|在线|文明网|网|频道|卫视|客户端|融媒|广播|新闻客户端|发布[,:])"
)
_SCHOOL_AFTER = regex(r"[一-鿿]{0,6}(?:大学|学院)")
_OFFICIAL_AFTER = regex(
    r"[一-鿿、]{0,14}(?:省委|市委|区委|县委|委|政府|政协|人大|文明办|协会|总会|局|厅)?[一-鿿、]{0,12}(?:常委|主任|部长|书记|局长|会长|秘书长|主席|市长|省长|县长|区长|院长|厅长)"
)
_BODY_AFTER = regex(
    r"[^,。;:“”]{0,24}?(?:委|办|局|会|中心|政府|公司|集团|协会|支行|医院|学校|中学|小学|队|团|街道|社区|镇|村|厅|总工会|站|馆|红十字)"
)
_HOSTED_AFTER = regex(r"[^。;]{0,40}?(?:主办|承办|联合举办|协办|指导)")
_HOSTED_BEFORE = regex(r"由[^。;]{0,40}$")
_PLACE_AFTER = regex(
    r"[)]?[一-鿿\d]{1,10}?(?:街道|社区|镇|乡|村|苏木|片区|小区|广场|敬老院|福利院|养老院|学校|中学|小学|公园|火车站)"
)
_QUOTED = regex(r"[“《「'‘\"][^”》」\"]{0,30}$")
_OPENING = 2
"""Sentences in which a full chain of names (伊犁昭苏县) is how a report says where it is."""

_FROM_TO = regex(r"从[^,。;]{1,10}到$")
_OURS = regex(r"[我全本][县市区]|县委|县级")
_TITLE_PREFIX = regex(r"[一-鿿]{0,4}\s?[::|丨]")


def read_frame(mention: Mention, around: Surroundings) -> Frame:
    """The strongest frame a mention stands in."""
    rule, weight, venue = _read(mention, around)
    return Frame(
        mention=mention,
        rule=rule,
        weight=weight,
        venue=venue,
        sentence=around.sentence,
        row=around.row,
        listed=around.listed,
    )


def _read(mention: Mention, around: Surroundings) -> tuple[str, float, bool]:
    if around.is_aside:
        return "aside", 0.3, False
    for reader in (_as_opening, _as_mentioned, _as_disaster, _as_row, _as_list, _as_visited, _as_held):
        found = reader(mention, around)
        if found:
            return found
    return _as_subject(mention, around)


def _as_opening(mention: Mention, around: Surroundings) -> tuple[str, float, bool] | None:
    """Title prefix and dateline: the page's own statement of where it writes from."""
    if around.is_title and not around.before.strip() and _TITLE_PREFIX.match(around.after):
        # 东海:我县… is a county whatever else the word may mean.
        return ("title-prefix-ours" if _OURS.search(around.after) else "title-prefix"), 0.93, True
    if _DATELINE_AFTER.match(around.after) and _DATELINE_BEFORE.match(around.before[-20:]):
        return "dateline", 0.8, True
    if _ABROAD_DATELINE.match(around.after) and not around.before.strip():
        return "dateline", 0.8, True
    return None


def _as_mentioned(mention: Mention, around: Surroundings) -> tuple[str, float, bool] | None:
    for rule, before, after in _MENTIONED:
        if (before is None or before.search(around.before)) and (after is None or after.match(around.after)):
            return rule, 0.6, False
    if _OUTLET_AFTER.match(around.after):
        return "outlet", 0.3, False
    if tail_pattern("tail-brand").match(around.after):
        return "brand", 0.3, False  # 青岛啤酒 gives in 武汉
    earlier = _EARLIER.search(around.clause_before)
    if earlier and around.year and int(earlier[1]) < around.year - 1 and not around.is_title:
        return "past", 0.6, False
    return None


def _as_disaster(mention: Mention, around: Surroundings) -> tuple[str, float, bool] | None:
    """The place a disaster struck is where relief happens; a disaster's name (汶川地震) says nothing of that."""
    if around.after.startswith("等地") or _LIST_BEFORE.search(around.before[-20:]):
        return None
    if _DISASTER.match(around.after):
        return "disaster", 0.8, True
    if _RESCUE.search(around.clause_before):
        return "relief", 0.82, True
    if _DISASTER_NAME.match(around.after):
        # 捐赠日喀则地震灾区 goes there; 向汶川地震灾区捐款 stays where the donors are.
        return ("relief", 0.8, True) if _GIVEN_TO.search(around.clause_before) else ("disaster-name", 0.5, False)
    return None


def _as_row(mention: Mention, around: Surroundings) -> tuple[str, float, bool] | None:
    """Two to four places in which it was held at once: 在武汉、宜昌两地同步举行; 京津冀三地志愿者 as a title."""
    if not 1 < around.listed <= _ROW:
        return None
    together = _TOGETHER.match(around.after)
    is_held = _HELD_AFTER.match(around.clause_after) and _IN_ROW.search(around.clause_before)
    if is_held and (around.listed < _LIST or together or _IN_STEP.match(around.after)):
        return "held-in-row", 0.95, True
    return ("row", 0.86, True) if together and around.sentence <= _OPENING else None


def _as_list(mention: Mention, around: Surroundings) -> tuple[str, float, bool] | None:
    if around.listed < _LIST and not _LIST_AFTER.match(around.after):
        return None
    if _VISIT.search(around.before) and re.match(r"[^。;]{0,40}(?:考察|调研|参访|取经)", around.after):
        return "visited", 0.85, True
    return "list", 0.5, False


def _as_visited(mention: Mention, around: Surroundings) -> tuple[str, float, bool] | None:
    if _VISIT.search(around.before[-30:]) and _VISIT_FOR.match(around.after):
        return "visited", 0.86, True
    if around.is_title and _FROM_TO.search(around.clause_before):
        return "went-to", 0.84, True
    if _WENT.search(around.clause_before) or (_TO.search(around.clause_before) and _TO_DO.match(around.after)):
        return ("delivered" if _is_delivered(around) else "went-to"), 0.84, True
    gives = _GIVES_TO.search(around.clause_before) and _GIFT.match(around.clause_after)
    if gives or (_FOR.search(around.clause_before) and _SERVED.match(around.clause_after)):
        return "delivered", 0.8, True
    if _FROM.search(around.clause_before) and _SET_OUT.match(around.after):
        return "set-out", 0.7, True
    return None


def _is_delivered(around: Surroundings) -> bool:
    """Whether who went there brought something or came to learn: then where they came from has a part in it."""
    sentence = around.before + around.after
    return bool(_BRINGS.search(sentence)) and not _PRACTICE.search(sentence)


def _as_held(mention: Mention, around: Surroundings) -> tuple[str, float, bool] | None:
    # 在西双湖举行 is not held in 双湖: a name that cannot stand alone has to follow 在 directly.
    place = _IN if mention.strength in {"strong", "near"} else _IN_NEAR
    if place.search(around.clause_before) and _HELD_AFTER.match(around.clause_after):
        # What is announced has a place as well; what was held goes first.
        return ("planned-in", 0.8, True) if _PLANNED_IN.search(around.before) else ("held-in", 0.95, True)
    if _PLANNED_IN.search(around.before):
        return "plan", 0.6, False
    if _IN_NEAR.search(around.clause_before):
        return "in", 0.78, True
    return None


def _as_subject(mention: Mention, around: Surroundings) -> tuple[str, float, bool]:
    """Neither excluded nor stated as the venue: who or what of the region the sentence speaks of."""
    readings = (
        ("slogan", 0.55, around.speaks_of_ours and _SLOGAN.search(around.before[-6:])),
        ("diaspora", 0.36, _DIASPORA_AFTER.match(around.after)),
        ("event-name", 0.42, tail_pattern("tail-event").match(around.after)),
        ("named-in-quotes", 0.35, _QUOTED.search(around.before[-32:])),
        ("organiser", 0.74, _HOSTED_BEFORE.search(around.before) and _HOSTED_AFTER.match(around.after)),
        ("place", 0.76, _PLACE_AFTER.match(around.after) and not around.after.startswith("市")),
        ("official", 0.4, _OFFICIAL_AFTER.match(around.clause_after)),
        ("school", 0.3, _SCHOOL_AFTER.match(around.after)),
        ("title", 0.75, around.is_title),
        ("chain", 0.72, mention.parts > 1 and around.sentence <= _OPENING),
        ("people", 0.7, _PEOPLE_AFTER.match(around.after) and len(around.clause_before) < _SUBJECT),
        ("subject", 0.7, _is_subject(mention, around)),
        ("organisation", 0.7, _BODY_AFTER.match(around.after)),
    )
    return next(((rule, weight, True) for rule, weight, holds in readings if holds), ("named", 0.5, True))


def _is_subject(mention: Mention, around: Surroundings) -> bool:
    """盱眙的龙虾节上, 曹县的商家捐出: a place that opens a sentence of the lede and is what it speaks of."""
    opens = not around.clause_before.strip() and around.sentence <= _OPENING
    return opens and mention.strength in {"strong", "near"} and around.after.startswith("的")
