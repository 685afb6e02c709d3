"""Whether a name in quotation marks is a programme's: what it is called, and the words right beside it.

Precise rather than greedy: a term of policy (“两新”政策), a figure of speech (打造“一站式”的…) and a label (“二线”口岸) stand in marks
more often than programmes do. Deliberately not here: finding the marks, and known programmes (`programme`).
"""

from __future__ import annotations

import re
from functools import cache

from archive.resolve.theme_day import load_theme_days
from archive.resolve.vocabulary import load_feasts, load_named_days, read_rows
from archive.text.regex import regex

# What news calls a named thing people do. The weak ones are also banks, platforms and courses of any kind.
_NOUN = (
    r"活动|行动|项目|品牌|工程|计划|启动仪式|使用办法|大集|集市|志愿|公益|服务队|车队|夏令营|冬令营|工作室|爱心|义卖|慈善|"
    r"募捐|助学|助残|义诊|巡演|巡讲|微心愿|创投|春运服务|大赛(?![项道])|晚会|联欢|奖学金|助学金|游园会|讲座|嘉年华"
)
_WEAK_NOUN = r"驿站|平台|专项基金|基金|实践|系列|快车|小屋|小院|超市|银行|食堂|图书馆|论坛|课堂|讲堂|培训|课|联盟|合作社|讲师|认领|座谈会|表彰|实践[团队]|团拜|走进|进社区"
# Between the name and its noun nothing may begin another thought: “X”由…平台, “X”的…项目.
_GAP = (
    r"(?:(?!改造|建设|定居|储能|发电|光热|光伏|附近)[^,。;:!?、“”\"《》\n的由是将已了于向与对以从被把在而并为]){0,8}?"
)
_NOUN_AFTER = regex(rf"^\s?{_GAP}(?:{_NOUN})")
_WEAK_NOUN_AFTER = regex(rf"^\s?{_GAP}(?:{_WEAK_NOUN})")
_OTHER_NOUN_AFTER = regex(r"^[^,。;:!?“”\"\n]{0,10}?(?:新闻发布会|报告会|政策|口岸|号[油货客渔]轮)")
_NOUN_BEFORE = regex(r"(?:活动|行动|项目|品牌|工程|计划|志愿|公益|慈善)(?:——|—|:)?$")
_NAMED = regex(r"(?:名为|取名|命名为|叫做?|名叫)$")
# What is called by a name and is no programme: 公众号“西部志愿汇”, 纪录片《星河》.
_OTHER_NOUN_BEFORE = regex(r"(?:公众号|小程序|网站|客户端|纪录片|电影|专题片|电视剧|图书|歌曲|话剧|一书|app)$")
_VERB_BEFORE = regex(
    r"(?:开展|打造|实施|推出|启动|设立|发起|举办|举行|创建|创立|推行|建立|擦亮|参加|参与)(?:了|的|起|好)?[^,。;、“\"]{0,6}$"
)
_HOLDS = regex(r"(?:开展|启动|发起|举办|举行)(?:了|的|起)?[^,。;、“\"]{0,6}$")
_WHOLE = regex(r"..(?:行动|计划|工程|公益日|公益活动|宣传[周月])$")
"""Names that say themselves what they are, wherever they stand."""

_OWN_NOUN = regex(
    r"(?:行动|计划|工程|项目|活动|公益日|课堂|讲堂|驿站|直播月|宣传[周月]|[^一-九]季|晚会|村晚|大集|嘉年华|夏令营|游园会|一日捐)$"
)
_ENDS = regex(r"^(?:[,。;、:!?)…\s“\"]|$|等|和|与|及)")
_THEME_BEFORE = regex(r"主题[为是]?$")
_WORD, _LONG_WORD = 3, 4
_CHARITY = regex(
    r"志愿|公益|慈善|义工|助学|爱心|捐[款赠资助]|助残|敬老|义诊|社工|文明实践|留守儿童|困境|红十字|互助|三下乡|支教|实践[团队]"
)
_OPENING = 600


def is_charity_page(folded: str) -> bool:
    """Whether the opening of a folded text speaks of volunteers or welfare."""
    return bool(_CHARITY.search(folded, 0, _OPENING))


_HONOUR_AFTER = regex(r"^[^,。;“]{0,8}?(?:称号|奖(?!学)|荣誉|先进典型|志愿者$|好人|殊荣)")
_MOTTO_AFTER = regex(
    r"^(?:为|的)?(?:志愿服务|志愿者|服务)?(?:主题(?!活动|实践|教育|宣传|志愿|公益|日)|理念|宗旨|口号|精神|为题|为主|原则|思路|目标|字样|横幅|标语|两个字|四个字)"
)
_MOTTO_BEFORE = regex(r"(?:以|秉承|弘扬|秉持|践行|本着|坚持|按照|围绕|高呼|写着|印有|主题为|主题是)[^,。;“]{0,6}$")
_THEME_AFTER = regex(r"^(?:为主题|为题|的?(?:理念|宗旨|精神|原则|方针|要求|思路))")
_HONOUR_NAME = regex(
    r"^(?:最美|优秀|先进|十佳|五好|好人|文明单位|巾帼)|(?:奖|标兵|模范|工作者|先进个人|先进集体|之星|称号|单位)$|^(?:奉献|友爱|互助|进步|敬业|诚信|友善|文明|和谐)$"
)
# 三化, 双链, 两新: a number and one character sum something up; “三北”工程 has its noun right behind.
_SUM = regex(
    r"[一二三四五六七八九十百千两双多][\u4e00-\u9fff]|(?:[一二三四五六七八九十]|\d{1,3})[大个项条天点年][\u4e00-\u9fff]{2}"
)
_THING = regex(r"(?:[\u4e00-\u9fff]号|案例|期限)$")
_NOUN_NEXT = regex(r"^(?:工程|行动|活动|品牌|项目|计划)")


def why_no_programme(name: str, before: str, after: str, *, charity: bool) -> str:
    """The reason (`reasons`) a quoted name is no programme; empty if it is one.

    `before` and `after` are the folded words around the marks within the sentence; `charity`: whether the page is about
    volunteers or welfare, where programmes are what names in marks are for.
    """
    lost = _why_not_the_name(name, after)
    if lost:
        return lost
    if _HONOUR_AFTER.match(after):
        return "honour"
    if _MOTTO_AFTER.match(after) or (_MOTTO_BEFORE.search(before) and _THEME_AFTER.match(after)):
        return "motto"
    return "" if _is_beside(name, before, after, charity) else "no-programme-word"


def _why_not_the_name(name: str, after: str) -> str:
    if not re.search(r"[\u4e00-\u9fff]", name):
        return "no-chinese"
    if name in _days():
        return "theme-day"
    if name in _terms() or _THING.search(name) or (_SUM.fullmatch(name) and not _NOUN_NEXT.match(after)):
        return "policy-term"
    return "honour" if _HONOUR_NAME.search(name) else ""


def _is_beside(name: str, before: str, after: str, charity: bool) -> bool:
    """Whether the words beside a name make it a programme's."""
    if _THEME_BEFORE.search(before) or _OTHER_NOUN_AFTER.match(after) or _OTHER_NOUN_BEFORE.search(before):
        return False
    if _NOUN_AFTER.match(after) or (_WHOLE.search(name) and (charity or len(name) > _LONG_WORD)):
        return True
    if charity and (_WEAK_NOUN_AFTER.match(after) or _NAMED.search(before) or _NOUN_BEFORE.search(before)):
        return True
    if not _VERB_BEFORE.search(before):
        return False
    return bool(_OWN_NOUN.search(name)) or (bool(_ENDS.match(after)) and _is_held(name, before, charity))


def _is_held(name: str, before: str, charity: bool) -> bool:
    """开展“记忆门诊”, on any page where the name is longer than a word (开展健康“体检”)."""
    return charity or (len(name) > _WORD and bool(_HOLDS.search(before)))


@cache
def _days() -> frozenset[str]:
    days = {name for day in load_theme_days() for name in day.names}
    return frozenset(days | {day.name for day in load_named_days()} | {feast.name for feast in load_feasts()})


@cache
def _terms() -> frozenset[str]:
    return frozenset(row["term"] for _line, row in read_rows("policy_terms.csv", ("term", "why")))
