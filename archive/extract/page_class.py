"""What kind of page this is: an article, or a list, template, filler, self-description or advertising.

Conservative: a page is an article unless it shows otherwise plainly, by signs of several kinds, and hardly ever where
it also shows the signs of news (a byline, a day in the text).

Deliberately not here: whether the article is about volunteer service.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.extract.lines import Line
from archive.extract.noise import is_missing_page
from archive.extract.shapes import is_prose
from archive.extract.stamps import find_stamps
from archive.records import PageClass
from archive.text.regex import regex

_BLANKS = regex(
    r"(?<![a-z0-9])x{1,4}(?:省|市|区|县|镇|乡|街道|社区|村|单位|局|公司|学校|同志|年|月|日|人|万|个)|[×○]{2,}|某某|_{3,}|\bx{2,4}\b|(?<=[市区县])x(?=[市区县])"
)
_TEMPLATE_TITLE = regex(
    r"(?:范文|模板|例文|评选方案|策划书|活动方案|工作总结|试题|题库|心得体会|讲话稿|发言稿|交流发言|申请书|倡议书范|事迹材料|主持词|致辞稿|协议书|作文)"
    r"(?:\d|[一二三四五六七八九十]|篇|精选|大全|格式|$|[()]|:)|(?:精选|通用|推荐|优秀)\d{1,2}篇|\(\d{3,5}字\)|\d{3,4}字$|(?:共|合集)\d{1,2}篇|\d{1,2}篇\)?$"
)
_TEMPLATE_HOST = regex(r"fanwen|muban|wenmi|wendang|doc88|docin|gongwen|xiezuo|zuowen|mishu|wenku|ppt|hetong")
_TEMPLATE_TEXT = regex(
    r"范文|作文网|(?:本文有|全文共?)\s?:?\s?\d{2,5}\s?个?字|字数\s?:\s?(?:约)?\d{3,5}|篇一\s?:|第[一二三]篇\s?:|标准模板|供(?:大家|同学们|您)(?:参考|学习)|相关作文"
    r"|答案\s?:\s?[a-d对错]|[单多]选题|判断题"
)
_FILLER_SIGNS = tuple(
    regex(pattern)
    for pattern in (
        r"小编|最佳答案|网友(?:回答|解答)",
        r"(?:为|给|和|跟)(?:大家|您|你)(?:详细)?(?:分享|带来|介绍|整理|讲解)",
        r"(?:下面|接下来)(?:就|我们)?(?:一起)?(?:来)?看|往下看|希望(?:能)?对(?:您|你|大家)有(?:所)?帮助|以上就是",
        r"是什么意思|怎么(?:做|办理|样|用)|有什么用|哪家好|多少钱|有哪些",
        r"(?:软件|app|安卓|手机版|免费版|官方版|破解版|最新版)[^。]{0,6}下载|\bv\d+\.\d+|大小:\s?\d+(?:\.\d+)?\s?[mgk]b",
        r"小伙伴|赶快下载|喜欢的(?:朋友|用户)|功能强大|手机应用|评分:",
        r"本文目录|目录一览|文章目录",
        r"(?:^|\n)\s?[问答]\s?:",
        r"本文(?:将|主要)?(?:为|给)?(?:您|你|大家)?(?:详细)?介绍|众所周知|随着[^。]{2,20}的(?:不断)?发展,",
    )
)
_OFFERS = tuple(
    regex(pattern)
    for pattern in (
        r"(?:服务|咨询|订购|预约|招商|加盟|客服)(?:热线|电话)|400-\d{3}|400\d{7}",
        r"微信(?:同)?号|(?:添|)加(?:我|老师)?微信|扫码咨询|qq咨询|在线咨询|立即咨询|点击咨询|免费咨询|(?:老师|顾问)微信",
        r"(?:优惠|特惠|立减|满减|代金券|折扣|打\d(?:\.\d)?折|限时|秒杀|包邮|团购|免费领取?|免费试[听用]|前\S{1,3}名)",
        r"原价|现价|售价|价格\s?:|现仅需|仅需\d|价格表|多少钱|\d元起|低至|收费标准",
        r"加盟(?:商|费|店)?|代理商|招商|总部扶持|回本",
        r"您身边的|好帮手|值得信赖|不满意|包满意|一站式|品质保证|厂家直销|专业团队|全部搞定|欢迎(?:来电|选购|您)",
        r"客户(?:见证|案例|好评|介绍)|好评率|老客户|新客户|服务客户|成功案例",
        r"(?:公司|机构)(?:哪家好|排名)|哪家(?:好|强)|附近的?[一-鿿]{2,6}电话",
        r"通过率|[包保](?:过|就业|分配)|零基础|月薪|落户|名师|火热(?:招生|报名)|报名入口|持证上岗|不限(?:学历|专业)",
        r"代办|代写|论文发表|开户送|注册送|首存|贷款|刷单|彩票|棋牌",
        r"加入购物车|立即(?:购买|下单|抢购)|收藏商品|商品详情|宝贝详情|产品参数",
        r"库存\s?:?\s?\d|月销|销量\s?:?\s?\d|现货|批发|定[制做]|量大从优|支持印",
    )
)
_ADVERT = regex(
    r"(?:加微信|微信号|免费试听|点击咨询|立即咨询|限时优惠|包邮|厂家直销|招商加盟|代办|代写|开户送|注册送|首存)"
)
_NEWS = regex(r"记者|通讯员|讯[\s(]|\d{1,2}月\d{1,2}日|近日|日前|昨[天日]")
_ABOUT = regex(
    r"(?:关于(?:我们|本站|本会)|(?:本会|协会|机构|基金会|组织|单位|中心|学校|公司|网站|社团|团队)(?:简介|介绍|概况|章程|声明|公告)|联系我们|我们是谁|组织架构|"
    r"领导班子|招贤纳士|加入我们|(?:免责|版权|法律|隐私)(?:声明|条款|政策)|隐私政策|服务条款|网站地图|帮助中心|联系方式)$"
)
_INTRODUCES = regex(
    r"(?:成立|创建|创办|始建)于(?:19|20)\d\d年|宗旨(?:是|为)|业务范围|登记的(?:非营利|社会)|本(?:网站?|会|站|社|中心)(?:由|是|所|不)"
    r"|理事长|办公地址|未经许可|版权归"
)
_LIST_ITEM = regex(
    r"^[^。]{6,60}[\[(]?\s?(?:(?:19|20)\d\d[-/.年])?\d{1,2}[-/.月]\d{1,2}日?[\])]?(?:\s\d{1,2}:\d\d(?::\d\d)?)?$"
)
_RANKED = regex(r"(?:^|\s)\d{1,2}[.、\s]\s?[一-鿿][^\s。]{3,20}(?=\s|$)")
_DATED_FIRST = regex(r"^[\[(]?\s?(?:(?:19|20)\d\d[-/.])?\d{1,2}[-/.]\d{1,2}\s?[\])]?\s?[^。]{6,60}$")
_PAGER = regex(r"(?:上一页|下一页|尾页|末页)|共\s?\d{1,6}\s?(?:条|页)")
_FOUND = regex(r"搜索结果|(?:共|为您)(?:找到|搜索到)[^。]{0,8}\d{1,8}\s?(?:条|个|篇)")
_LOGIN = regex(r"^(?:用户名|账号|手机号|密码|验证码|记住密码|忘记密码\??|登录|注册|登录\s注册.{0,6})\s?:?$")
_HEAD_LINES = 4
_LONG = 60


def classify_page(title: str, body: Sequence[Line], all_lines: Sequence[Line], url: str | None) -> PageClass:
    """The class of a page by title, text, shape and, for templates only, its address."""
    title_key = Line(title).key
    text = "\n".join(line.key for line in body)[:20000]
    if _is_list(body, all_lines):
        return "list"
    whole = "\n".join(line.key for line in all_lines[:200])[:20000]
    if _is_template(title_key, text, whole, (url or "").lower()):
        return "template"
    if _is_about(title_key, all_lines, whole):
        return "about"
    if _is_advert(text, whole):
        return "ad"
    if _is_filler(title_key, text, all_lines):
        return "filler"
    return "article"


def _is_template(title: str, text: str, whole: str, url: str) -> bool:
    """A title, host or note that announces a pattern, and another such sign or blanks to fill in."""
    cues = bool(_TEMPLATE_TITLE.search(title)) + bool(_TEMPLATE_TEXT.search(whole)) + bool(_TEMPLATE_HOST.search(url))
    return cues >= 1 and cues + min(2, len(_BLANKS.findall(f"{title}\n{text}"))) >= 2


def _is_about(title: str, all_lines: Sequence[Line], whole: str) -> bool:
    """A heading under which sites speak of themselves, and a text that does so."""
    headings = {title, *(line.key for line in all_lines[:_HEAD_LINES] if not title)}
    return any(_ABOUT.fullmatch(heading) for heading in headings if heading) and bool(
        _INTRODUCES.search(whole) or not _NEWS.search(whole)
    )


def _is_advert(text: str, whole: str) -> bool:
    """Selling words again and again, or offers of several kinds on a page that reports nothing."""
    if len(text) >= 3000:
        return False
    if len(_ADVERT.findall(text)) >= 3:
        return True
    kinds = sum(bool(pattern.search(whole)) for pattern in _OFFERS)
    return kinds >= (6 if _NEWS.search(text) else 3)


def _is_filler(title: str, text: str, all_lines: Sequence[Line]) -> bool:
    """A page that says nothing: gone, or padded around search words by turns of phrase of three kinds."""
    if len(text) < 400 and any(is_missing_page(line.key) for line in all_lines[:6]):
        return True
    if "。" not in text and sum(bool(_LOGIN.match(line.key)) for line in all_lines[:30]) >= 3:
        return True
    if _NEWS.search(text) or len(text) > 3000:
        return False
    whole = f"{title}\n{text}\n" + "\n".join(line.key for line in all_lines[:5])
    return sum(bool(pattern.search(whole)) for pattern in _FILLER_SIGNS) >= 3


def _is_list(body: Sequence[Line], all_lines: Sequence[Line]) -> bool:
    """Many dated or numbered titles and hardly any running text."""
    prose = sum(max(line.han, len(line.key) // 3) for line in body if _is_running_text(line))
    items = [line for line in all_lines if len(line.key) <= 80 and _LIST_ITEM.match(line.key) and _dated(line)]
    if len(items) >= 8 and prose < sum(line.han for line in items):
        return True
    if prose:
        return False
    if any(_FOUND.search(line.key) for line in all_lines[:6]):
        return True
    dated_first = sum(bool(_DATED_FIRST.match(line.key)) for line in all_lines)
    pager = any(_PAGER.search(line.key) for line in all_lines if len(line.key) <= 60)
    if max(len(items), dated_first) >= (3 if pager else 5):
        return True
    return sum(len(_RANKED.findall(line.key)) for line in all_lines[:100] if "。" not in line.key) >= 6


def _is_running_text(line: Line) -> bool:
    return ("。" in line.key and not _LIST_ITEM.match(line.key)) or (len(line.key) >= _LONG and is_prose(line))


def _dated(line: Line) -> bool:
    return any(True for _ in find_stamps(line.key)) or bool(
        re.search(r"[\[(]\s?\d{1,2}[-/]\d{1,2}\s?[\])]\s?$", line.key)
    )
