"""The words around a date that tell what it is: the event's day, a dateline, a deadline, a plan, a day gone by.

One table of frames, tried in order; each row says in a comment which kind of sentence it is for. Deliberately not
here: the weighing of several dates against each other (`archive.resolve.event_date`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.resolve.passages import Passages
from archive.text.dates import DateWords
from archive.text.regex import regex


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What kind of date the words make it, how that weighs, and whether it lies ahead of the report."""

    kind: str
    weight: float = 0.0
    ahead: bool = False
    nearest: bool = False
    """三月起 in February is the coming March, whatever role the day gets."""


@dataclass(frozen=True, kw_only=True)
class _Row:
    frame: Frame
    before: re.Pattern[str] | None = None
    after: re.Pattern[str] | None = None
    single_day: bool = False
    """Only for one day: 从7月5日至8月10日 is a range, not a beginning."""

    counted: bool = True
    """Whether it also fits words that count from the report: 并于今天举行 is no look back."""

    def fits(self, words: DateWords, before: str, after: str, today: bool) -> bool:
        if (self.single_day and words.last is not None) or (today and not self.counted):
            return False
        if self.before is not None and not self.before.search(before):
            return False
        return self.after is None or bool(self.after.search(after))


def _row(frame: Frame, before: str = "", after: str = "", *, single_day: bool = False, counted: bool = True) -> _Row:
    return _Row(
        frame=frame,
        before=regex(f"(?:{before})$") if before else None,
        after=regex(f"(?:{after})") if after else None,
        single_day=single_day,
        counted=counted,
    )


_DATELINE = Frame(kind="dateline")
_CITATION = Frame(kind="citation")
_DEADLINE = Frame(kind="deadline", weight=-40, ahead=True)
_PLAN = Frame(kind="plan", weight=-15, ahead=True)
_PAST = Frame(kind="past", weight=-40)
_SINCE = Frame(kind="event", weight=-14, nearest=True)
_ANECDOTE = Frame(kind="event", weight=-35)
_AS_OF = Frame(kind="as_of", weight=-45)
_DISASTER = Frame(kind="disaster", weight=-30)
_TOPIC_DAY = Frame(kind="topic_day", weight=-28)
_CHATTER = Frame(kind="chatter", weight=-60)
_NAME = Frame(kind="name")

_ROWS = (
    # 本报武汉7月7日电, 中国义乌网7月23日讯(通讯员…), 新华社北京3月5日消息
    _row(_DATELINE, after=r"^\s?(?:\([^()\n]{0,24}\)\s?)?(?:讯|电(?![话视影商脑动子])|消息)"),
    # 摘自2020年3月5日《辽宁日报》, 来源:《中国社区报》10月24日头版
    _row(_CITATION, after=r"^\s?(?:《[^》]{2,14}[报刊志网]》|头版|第?\s?a?\d+\s?版)"),
    _row(_CITATION, before=r"摘自|载于|刊于|原载|发表于|发布时间[::]?\s?|更新时间[::]?\s?"),
    # 5月30日前确定, 报名截止时间为5月30日, 截止到6月1日; 3月11日至4月10日止 is the span itself
    _row(
        _DEADLINE,
        after=r"^(?:24时|\d{1,2}[:时点]\d{0,2})?(?:之前|以前|截止|为止|止|前(?![往来后夕去期]))",
        single_day=True,
    ),
    _row(_DEADLINE, before=r"截止(?:时间|日期|日)?\s?[为是::]\s?|报名时间[为是::]?\s?[^,。;\n]{0,20}至"),
    _row(_DEADLINE, before=r"(?:报名|申报|投稿|征集)(?:时间)?截[至止]到?", single_day=True),
    # 截至12月27日, 截止到目前
    _row(_AS_OF, before=r"截[至止]到?(?:今年)?|截止至"),
    # 并于今年3月5日举行了, 自7月1日起, 成立于2015年9月, 早在2012年
    _row(_PAST, before=r"早在|曾于|曾在|曾经|此前|(?:创办|创立|创建|成立|始建|始|建|生|出生)于|先后于|早前"),
    _row(_PAST, before=r"并于|已于|并在", counted=False),
    _row(_PAST, before=r"继", single_day=True),
    # 六月上岗以来: a beginning
    _row(_PAST, after=r"^[^,。;\n]{0,10}以来", single_day=True),
    _row(_PAST, before=r"自从?|从", after=r"^[^,。;\n]{0,16}?(?:以来|至今|成立|创[办立建]|启动后)", single_day=True),
    # 自8月11日开始,队员走访: a beginning, weaker than the day of the deed itself
    _row(_SINCE, after=r"^(?:起|开始)(?![到至—])", single_day=True),
    _row(_PAST, after=r"^(?:以来|至今|出生|生[,。人于]|(?:正式)?成立以来|(?:正式)?启动以来|起[,,]?(?:至今|以来))"),
    # 每年12月5日, 每逢5月: whenever it comes round
    _row(_CHATTER, before=r"每年的?|每逢|逢"),
    # 2月9日那天下雨: a day out of a tale
    _row(_ANECDOTE, after=r"^(?:那一?[天晚夜]|的那[天晚]|当时)"),
    # 1月7日,西藏…发生6.8级地震后: the disaster, not what people did about it
    _row(_DISASTER, after=r"^[^。;\n]{0,40}?(?:发生[^。;\n]{0,12}?(?:地震|灾害|洪涝|火灾|事故|灾情)|遭受|遭遇|突发)"),
    # 8月1日凌晨,山洪冲毁村道
    _row(
        _DISASTER,
        after=r"^[^。;\n]{0,12}?(?:山洪|洪水|暴雨|台风|泥石流|大火|强震|龙卷风)[^,。;\n]{0,8}?(?:冲[毁垮断走]|袭|淹|登陆|肆虐|吞没)",
    ),
    # 活动开展时间为9月4日至6日: the page itself says so
    _row(
        Frame(kind="event", weight=25), before=r"(?:活动|举办|开展|举行|培训|服务)[^,。;]{0,6}(?:时间|日期)[为是::]\s?"
    ),
    # 7月将召开, 拟于8月, 定于9月
    _row(_PLAN, before=r"将于|将在|拟于|定于|计划于?|预计(?:于|到|在)?|即将于|预定于?|暂定于?|将从"),
    _row(_PLAN, after=r"^[^,。;::\n]{0,8}?(?:将(?!近)|拟(?!定)|计划(?=[^,。;]{0,4}[举开召])|即将|预计)"),
    # 9月19日,学校还将举行: 将 before a verb of holding; 将物资送到 has none
    _row(
        _PLAN,
        after=r"^,[^,。;\n]{0,14}?(?:还将|将(?:于|在|会|正式|举[行办]|召开|迎来|发布|开[展幕]|启|组织)|即将|拟于)",
    ),
    # 12月5日是第38个国际志愿者日
    _row(
        _TOPIC_DAY,
        after=r"^[,,]?\s?(?:正?[是为系逢值]|恰逢|正值|迎来)\s?(?:了)?(?:全国|我国|中国|国际|世界|农历|传统|第|首个|[“\"]|联合国)",
    ),
    # 记者今天从市里获悉: the day of asking
    _row(_CHATTER, before=r"记者|笔者", after=r"^从[^,。;\n]{2,24}(?<!会上)(?<!会议)(?<!仪式)(?:获悉|了解|看到)"),
    # 今天,很高兴为大家分享: the site's own voice around a copied text
    _row(_CHATTER, after=r"^,?\s?(?:很高兴|小编|我们(?:就)?来|给大家|为大家|就来|跟大家)"),
)

_COUNTED_DAYS = ("今天", "今日", "昨", "今晚", "今晨", "今早")
_TIME_AFTER = regex(r"^\s?(?:上午|下午|中午|晚|早|夜|当天|清晨|傍晚|凌晨|\d{1,2}[:时点]|[,,(—-]|至|在|由)")
_YEAR_IN_TIME = regex(r"^(?:[,、]|[初底末]|以来|起|至今|[春夏秋冬]|年[初底末])")
"""A year followed by anything else belongs to a name: 2024年市政府工作报告, 2025年国际志愿者日主题活动."""
_REPORTING = regex(
    r"[,,]?\s?(?:[^,。;\n]{0,6})?(?:记者|笔者|小编|我们)[^,。;\n]{0,12}?"
    r"(?:走进|来到|走访|采访|从|获悉|了解|见到|探访)"
)
_DEED = regex(
    r"举行|召开|举办|启动|开展|揭牌|开班|开幕|闭幕|成立|走进|来到|前往|赴|抵达|捐|慰问|发放|参加|组织|举步|落幕|开课|"
    r"签约|授[牌旗予]|颁|出发|驰援|送[到去上]|看望|义诊|发布|下发|印发|招募|征集|亮相|上线|考察|调研|专访|见面|服务|建立|推出|实施|获评|荣获|入选|募集|参观|演出|上演|表演|清扫|打扫|劝导|巡逻|走访|探访|领[取到奖]|运抵|集结|转移|植树|种下|献血|宣传|"
    r"开张|开业|迎客|跑了|完成|演练|抢[收修]|清[理淤]|捡拾|打捞|放[飞生]|搭[建起]|走遍|摆[下起]|端[上来]|辅导|排查|救援|护送|修[好剪缮]|打磨|巡[护查]|值[守班]|"
    r"开讲|授课|培训|迎来|上岗|相聚|欢聚|齐聚|排[队起]|支起|奔赴|返回|救出|夺冠|出炉|揭晓|开放|投用|启用|在\S{2,20}举|"
    r"\b(?:held|launch|open|donat|visit|volunteer|organi[sz]|took place|serv|celebrat)"
)


def frame_of(words: DateWords, passages: Passages) -> Frame:
    """The first frame of the table that fits the words around; else `vague` for 近日 and `event` for the rest."""
    if words.kind == "vague":
        return Frame(kind="vague")
    before = passages.before(words.start, 24).rstrip()
    after = passages.after(words.end, 80)
    if words.kind == "year" and not _YEAR_IN_TIME.search(after):
        return _NAME
    today = passages.folded.startswith(_COUNTED_DAYS, words.start)
    for row in _ROWS:
        if row.fits(words, before, after, today):
            return row.frame
    weight = 8.0 if _TIME_AFTER.search(after) else 0.0
    if _inside_speech(before):
        weight -= 20
    return Frame(kind="event", weight=weight)


def is_deed(words: str) -> bool:
    """Whether the rest of a sentence tells of something done or held."""
    return bool(_DEED.search(words))


def is_reporting(words: str) -> bool:
    """Whether the rest of a sentence tells what the reporter did (近日,记者走进…): no event."""
    return bool(_REPORTING.match(words))


def _inside_speech(before: str) -> bool:
    """“今天我们…”: a day said by someone quoted."""
    return before.rfind("“") > before.rfind("”")
