"""Finds organisations by the endings of their names: 文明办, 志愿服务联合会, 基金会, 社区, 学校, 企业 …

Precise rather than greedy: a name is taken only where it is clear on which character it begins. Deliberately not
here: telling two spellings of one organisation to be one, and which of them was host.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import islice

from archive.records import Draft, Finding
from archive.resolve.gazetteer import load_gazetteer
from archive.resolve.passages import Passages, read_passages
from archive.text.script import to_simplified

RULE_VERSION = 1

_MAX_FINDINGS = 30
_MAX_MATCHES = 800
"""Endings looked at on one page: a list of members has more, an article does not."""

_KINDS = (
    ("civility-office", r"精神文明建设(?:指导)?委员会(?:办公室)?|精神文明建设办公室|文明办|创文办"),
    (
        "party-government",
        r"社会工作部|宣传部|组织部|民政[局厅部]|教育[局厅部]|司法局|卫健委|街道办事处|人民政府|文旅局|公安局",
    ),
    (
        "mass-organisation",
        r"团[市区县省]委|妇女?联(?:合会)?|总工会|残(?:疾人)?联(?:合会)?|红十字会|关工委|科学?技?协会|文联",
    ),
    (
        "volunteer-organisation",
        r"志愿服务联合会|志愿者联合会|志愿服务总队|志愿者协会|志愿服务协会|义工联合会|义工协会|义工联|志愿服务队|志愿者服务队|"
        r"志愿服务中心|志愿者总队|志愿服务站|志愿者服务中心|志愿者联盟|青年志愿者协会|志愿服务促进中心",
    ),
    ("foundation", r"基金会"),
    ("charity", r"慈善总会|慈善会|慈善协会|慈善联合会|公益促进会|公益协会|爱心联合会|公益服务中心"),
    ("social-work", r"社会工作服务中心|社工服务站|社会工作协会|社工站|党群服务中心|社会工作服务社"),
    ("community", r"社区(?:居委会|党委|党支部)?(?![工服志居群治建文教网党矫卫养])"),
    ("school", r"大学(?![生城])|学院|职业技术学校|中学(?!生)|小学(?!生)|幼儿园|附中"),
    ("hospital", r"人民医院|中医院|医院|卫生服务中心"),
    ("company", r"有限责任公司|股份有限公司|有限公司|集团(?:公司)?|供电公司|银行|分公司"),
)
_SUFFIX = re.compile("|".join(f"(?P<k{index}>{words})" for index, (_kind, words) in enumerate(_KINDS)))

# Where a name may begin: after a mark, or after a word that joins or introduces names.
_EDGE = re.compile(
    r"[^\u4e00-\u9fff]|主办|承办|协办|指导|联合|携手|会同|邀请|来自|位于|接受|以及|其中|走进|来到|前往|通过|依托|推选|日前|近日|今年|授予|授权|带领|带动|希望|支持|做实|建设|加强|建成|帮助|组织(?!部)|推动|推进|引导|打造|"
    r"发挥|深入|开展|参加|参与|协助|配合|围绕|发动|委托|资助|捐赠|捐给|慰问|关爱|成为|获评|荣获|举办|召开|成立|缓解|减少|冒充|提供|哪家|要求|得知|改善|重塑|发展|送往|摧毁|报道|消息|记者|通讯员|"
    r"(?<!国)有(?!限)|过|而|即|向|由|在|与|及|被|的|了|是|将|把|对|从|到|给|据|让|经|暨|并|等|为|于(?!洪|都|田)|和(?![平谐田县静林顺布硕政])"
)
_GENERIC = re.compile(
    r"^(?:[各本该我其此全两多数每某这那些个\d几所座间批条]|家(?!庭)|社区|一[个些家]|多[个家]|相关|有关|部分|所有|许多|全[国市省区县]各|优秀|最佳|最美|试点|示范|"
    r"第[一二三四五六七八九十]|所在|当地|上级|下属|基层|城市|农村|街道|老旧|美好|和谐|平安|智慧|未来|幸福|文明|全国$|[省市县区乡镇]{2,}|民营|国有|爱心|公益|慈善|普通|大型|知名)"
)
# Words no organisation is called by: what stands before the kind is then a sentence, not a name.
_NO_NAME = re.compile(
    r"担任|开始|启动|需要|只需|一所|深化|增加|转诊|登录|号召|扎根|撤离|同时|紧急|找来|下一步|如今|甚至|晚上|上半年|月末|年她|提请|致信|回信|勉励|们|她|他|"
    r"这|那|也|都|就|还|又|不|没|去|来到|再|使|更|很|好的|所有|以上"
)
_LONGEST = 20
_SEATS = frozenset("省市县区州旗镇")
_SHORTEST = 4


def resolve_organisations(draft: Draft) -> tuple[Finding, ...]:
    """Organisations named in the draft, those named most often first; `value` is the name in simplified characters.

    `data` {kind}: one of the kinds of the table above.
    """
    passages = read_passages(draft)
    first: dict[str, tuple[int, int, str]] = {}
    counts: Counter[str] = Counter()
    for match in islice(_SUFFIX.finditer(passages.folded), _MAX_MATCHES):
        start = _name_start(passages, match)
        if start is None:
            continue
        name = to_simplified(passages.text[start : match.end()])
        counts[name] += 1
        first.setdefault(name, (start, match.end(), _KINDS[int((match.lastgroup or "k0")[1:])][0]))
    names = sorted(first, key=lambda name: (-counts[name], first[name][0]))
    return tuple(_finding(name, first[name], passages) for name in names[:_MAX_FINDINGS])


def _name_start(passages: Passages, match: re.Match[str]) -> int | None:
    """Where the name that ends here begins; None where that is not clear or nothing but the kind is said."""
    window = passages.folded[max(0, match.start() - _LONGEST) : match.start()]
    edge = 0
    clear = len(window) < _LONGEST
    for found in _EDGE.finditer(window):
        edge, clear = found.end(), True
    own = _from_place(window[edge:])
    # 市志愿服务联合会 is a name where the page tells of one city; 市社区 is none.
    short = len(own) < 2 and not (own in _SEATS and len(match[0]) >= _SHORTEST)
    if not clear or short or len(own) + len(match[0]) < _SHORTEST or _GENERIC.match(own):
        return None
    if _NO_NAME.search(own):
        return None
    return match.start() - len(own)


def _from_place(own: str) -> str:
    """The part from the first province or city on, or from 中国: 致信中国红十字会, 授权江苏省慈善总会."""
    found = _places().search(own)
    return own[found.start() :] if found and found.start() > 1 else own


@cache
def _places() -> re.Pattern[str]:
    names = {name for unit in load_gazetteer() if unit.level <= 2 for name in (unit.name, f"{unit.short_name}市")}
    wide = ("中国", "中华", "中央", "全国", "国家", "国际", "世界")
    return re.compile("|".join(map(re.escape, sorted({*names, *wide}, key=len, reverse=True))))


def _finding(name: str, place: tuple[int, int, str], passages: Passages) -> Finding:
    start, end, kind = place
    return Finding(
        kind="organisation",
        value=name,
        quote=passages.quote(start, end),
        start=start,
        end=end,
        rule=f"organisation_{kind}".replace("-", "_"),
        rule_version=RULE_VERSION,
        confidence=0.7,
        data={"kind": kind},
    )
