"""Finds people named with an office or a role: 武汉市文明办主任严宏, 志愿者张兰.

Precise rather than greedy: a name follows its office at once, begins with a known surname, and ends before a mark or a
verb that takes a person. Deliberately not here: the article's own authors and editor, names without an office.
"""

from __future__ import annotations

import re

from archive.records import Draft, Finding
from archive.resolve.passages import Passages, read_passages
from archive.text.script import to_simplified

RULE_VERSION = 1

_MAX_FINDINGS = 40

# The commonest surnames of the 2020 census, without those that are everyday function words (于, 向, 和, 成, 党, 时).
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付"
    "方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔汤温葛施康牛洪俞章鲁樊殷柳蓝柏詹倪翟齐岑骆尤茅冉岳涂游卓阮裴瞿"
    "艾柯纪梅童颜郁伍庞欧耿聂焦祝左毕庄舒管霍甘邢路尚"
)
_OFFICES = (
    r"(?:副?(?:总站长|秘书长|理事长|董事长|书记|主任|部长|局长|厅长|会长|主席|组长|站长|队长|校长|院长|馆长|区长|县长|市长|镇长|处长|科长|"
    r"总经理|总干事|负责人|教授|园长|厂长))|志愿者|义工|道德模范|医生|社工|居民|护士|网格员|理事"
)
_END = (
    r"[,。;、:!?()\s“”\"]|$|等|在|主持|表示|说|介绍|告诉|出席|参加|宣[读布]|致辞|讲话|作[了报重动工总经主]|现场|为|向|代表|一行|带领|指出|强调|"
    r"与|及|对|和|从|到|率|正|坚持|认为|坦言|感慨|宣|发表|发布|上台|讲|担任|分别|共同|获|是|也|将|把|曾|还|带着|来|以|接受|陪同|调研|走"
)
_PERSON = re.compile(rf"(?P<office>{_OFFICES})(?P<name>[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}?)(?=(?:{_END}))")
_NOT_NAMES = frozenset(
    [
        *(
            "高兴",
            "高度",
            "方面",
            "方式",
            "方便",
            "金额",
            "金牌",
            "任务",
            "任何",
            "白天",
            "温暖",
            "康复",
            "毕竟",
            "管理",
        ),
        *(
            "万名",
            "万人",
            "江苏",
            "石家",
            "左右",
            "游客",
            "程度",
            "单位",
            "路上",
            "尚未",
            "龙头",
            "平时",
            "马上",
            "齐心",
        ),
        *("齐聚", "范围"),
    ]
)
"""Words that begin with a surname and are common behind an office."""

_ROLE_LENGTH = 30


def resolve_people(draft: Draft) -> tuple[Finding, ...]:
    """People in reading order, each name once; `value` is the name, `data` {role}: the office as written."""
    passages = read_passages(draft)
    found: dict[str, Finding] = {}
    previous = 0
    for match in _PERSON.finditer(passages.folded):
        start, end = match.span("name")
        if match["name"][:2] in _NOT_NAMES:
            continue
        name = to_simplified(passages.text[start:end])
        role = _role(passages, max(previous, match.start("office") - _ROLE_LENGTH), start)
        previous = end
        if name in found:
            continue
        found[name] = Finding(
            kind="person",
            value=name,
            quote=passages.quote(start, end),
            start=start,
            end=end,
            rule="person_office",
            rule_version=RULE_VERSION,
            confidence=0.7,
            data={"role": role},
        )
    return tuple(list(found.values())[:_MAX_FINDINGS])


def _role(passages: Passages, left: int, start: int) -> str:
    """The office with what belongs to it: back to the last mark (、 joins offices of one person)."""
    words = re.split(r"[,。;:!?()\s“”\"由是]|作为|邀请|记者从", passages.folded[left:start])[-1]
    if len(words) == start - left == _ROLE_LENGTH:
        words = words[words.find("、") + 1 :]  # begins in the middle of an office
    return to_simplified(passages.text[start - len(words) : start]).strip("、和与及")
