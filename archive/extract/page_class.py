"""What kind of page this is: an article, or a list, template, filler, self-description or advertising.

Conservative: a page is an article unless it shows otherwise plainly.

Deliberately not here: whether the article is about volunteer service.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.extract.lines import Line
from archive.extract.stamps import find_stamps
from archive.records import PageClass

_BLANKS = re.compile(
    r"(?<![a-z0-9])x{1,4}(?:省|市|区|县|镇|乡|街道|社区|村|单位|局|公司|学校|同志|年|月|日|人|万|个)|[×○]{2,}|某某|_{3,}|\bx{2,4}\b|(?<=[市区县])x(?=[市区县])"
)
_TEMPLATE_TITLE = re.compile(
    r"(?:范文|模板|例文|评选方案|策划书|活动方案|工作总结|心得体会|讲话稿|发言稿|交流发言|申请书|倡议书范|事迹材料|主持词|致辞稿)(?:\d|[一二三四五六七八九十]|篇|精选|大全|格式|$|\()|(?:精选|通用|推荐|优秀)\d{1,2}篇|\(\d{3,5}字\)|(?:共|合集)\d{1,2}篇|\d{1,2}篇\)?$"
)
_TEMPLATE_HOST = re.compile(r"fanwen|muban|wenmi|wendang|doc88|docin|gongwen|xiezuo|zuowen|mishu|wenku|ppt")
_TEMPLATE_TEXT = re.compile(
    r"范文|(?:本文有|全文共?)\s?:?\s?\d{2,5}\s?个?字|字数\s?:\s?\d{3,5}|篇一\s?:|第[一二三]篇\s?:"
)
_FILLER = re.compile(
    r"(?:小编|今天).{0,12}(?:很高兴)?(?:为|给|和)大家(?:分享|带来|介绍)[^。]{0,60}(?:往下看|感兴趣|一起(?:来)?看)|本文(?:将)?(?:为|给)(?:您|你|大家)(?:详细)?介绍"
)
_OFFERS = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?:服务|咨询|订购|预约|招商|加盟|客服)(?:热线|电话)|400-\d{3}|400\d{7}",
        r"微信(?:同)?号|加微信|扫码咨询|qq咨询|在线咨询|立即咨询|点击咨询|免费咨询",
        r"(?:优惠|特惠|立减|满减|代金券|折扣|打\d(?:\.\d)?折|限时|秒杀|包邮|团购|价格表|多少钱|元起|低至|免费试听|免费试用)",
        r"加盟(?:商|费|店)?|代理商|招商|总部扶持|回本",
        r"您身边的|好帮手|值得信赖|不满意|包满意|一站式|品质保证|厂家直销|专业团队|全部搞定|欢迎(?:来电|选购|您)",
        r"客户(?:见证|案例|好评|介绍)|好评率|老客户|新客户|服务客户|成功案例",
        r"(?:公司|机构)(?:哪家好|排名)|哪家(?:好|强)|附近的?[一-鿿]{2,6}电话",
        r"代办|代写|论文发表|开户送|注册送|首存|贷款|刷单|彩票|棋牌",
    )
)
_NEWS = re.compile(r"记者|通讯员|讯[\s(]|\d{1,2}月\d{1,2}日")
_ADVERT = re.compile(
    r"(?:加微信|微信号|免费试听|点击咨询|立即咨询|限时优惠|包邮|厂家直销|招商加盟|代办|代写|开户送|注册送|首存)"
)
_ABOUT = re.compile(
    r"^(?:关于我们|本会简介|协会简介|机构简介|基金会简介|组织简介|单位简介|中心简介|学校简介|机构介绍|协会章程|联系我们|我们是谁|组织架构|领导班子|招贤纳士)"
)
_INTRODUCES = re.compile(r"(?:成立于|创建于|创办于|始建于)(?:19|20)\d\d年")
# The opening of such pages fills this much; what is longer holds some news after all.
_MIN_CONTENT = 120
_LIST_ITEM = re.compile(
    r"^[^。]{6,60}[\[(]?\s?(?:(?:19|20)\d\d[-/.年])?\d{1,2}[-/.月]\d{1,2}日?[\])]?(?:\s\d{1,2}:\d\d(?::\d\d)?)?$"
)


def classify_page(title: str, body: Sequence[Line], all_lines: Sequence[Line], url: str | None) -> PageClass:
    """The class of a page by title, text, shape and, for templates only, its address."""
    title_key = Line(title).key
    text = "\n".join(line.key for line in body)[:20000]
    if _is_list(body, all_lines):
        return "list"
    whole = "\n".join(line.key for line in all_lines[:200])[:20000]
    if _is_template(title_key, text, whole, (url or "").lower()):
        return "template"
    if _ABOUT.match(title_key) or (not title and _ABOUT.match(text)):
        return "about"
    if _is_advert(text, whole):
        return "ad"
    if _FILLER.search(text[:400]) and len(text) < _MIN_CONTENT:
        return "filler"
    return "article"


def _is_advert(text: str, whole: str) -> bool:
    """Selling words again and again, or offers of four kinds on a page that reports nothing."""
    if len(text) >= 3000:
        return False
    if len(_ADVERT.findall(text)) >= 3:
        return True
    kinds = sum(bool(pattern.search(whole)) for pattern in _OFFERS)
    return kinds >= (6 if _NEWS.search(text) else 4)


def _is_template(title: str, text: str, whole: str, url: str) -> bool:
    """A title, host or note that announces a pattern, and another such sign or blanks to fill in."""
    cues = bool(_TEMPLATE_TITLE.search(title)) + bool(_TEMPLATE_TEXT.search(whole)) + bool(_TEMPLATE_HOST.search(url))
    return cues >= 1 and cues + min(2, len(_BLANKS.findall(f"{title}\n{text}"))) >= 2


def _is_list(body: Sequence[Line], all_lines: Sequence[Line]) -> bool:
    """Many dated titles and hardly any running text."""
    items = [line for line in all_lines if len(line.key) <= 80 and _LIST_ITEM.match(line.key) and _dated(line)]
    prose = sum(line.han for line in body if "。" in line.key and not _LIST_ITEM.match(line.key))
    return len(items) >= 8 and prose < sum(line.han for line in items)


def _dated(line: Line) -> bool:
    return any(True for _ in find_stamps(line.key)) or bool(
        re.search(r"[\[(]\s?\d{1,2}[-/]\d{1,2}\s?[\])]\s?$", line.key)
    )
