"""Pages that sell: courses, goods, services, games of chance.

Told by offers of several kinds: a price, a way to order, promises, urging. A page that reports needs many more of them.

Deliberately not here: other kinds of pages (`page_class`).
"""

from __future__ import annotations

from archive.text.regex import regex

_OFFERS = tuple(
    regex(pattern)
    for pattern in (
        r"(?:服务|咨询|订购|预约|招商|加盟|客服|搬家|报名|参观预约|订货)(?:热线|电话)|400-?\d{3}|[一-鿿]{2}热线:\s?\d|参观预约",
        r"微信(?:同)?号|(?:添|)加(?:我|老师)?微信|添加[^。]{0,4}微信|扫码咨询|qq咨询|在线咨询|立即咨询|点击咨询|免费咨询|(?:老师|顾问|课程)微信|联系[^。]{0,4}(?:顾问|领队)|客服qq|电话(?:同)?微信|立即查询|填写姓名",
        r"(?:优惠|特惠|立减|满减|代金券|折扣|打\d(?:\.\d)?折|[一二三四五六七八九]折|限时|秒杀|包邮|团购|免费领取?|免费试[听用]|免费(?:测评|设计)|前\S{1,3}名|买[一二三]送[一二三]|签约即送|各减\d|赠送|早报名)",
        r"原价|现价|单价|团费|售价|爱心价|价格\s?:|现仅需|仅需\d|只要\d+元|价格表|多少钱|\d元起|\d元/(?:人|小时|月|位|次|间|天|套|件)|费用\s?:\s?\d|每月\d{3,5}元|套餐\s?\d|\d[^\d。]{0,3}\d{3,5}元起?,|低至|收费(?:标准|透明|合理)|价格(?:合理|优惠|实惠|公道)",
        r"加盟(?:商|费|店)?|代理商|招商|总部扶持|回本",
        r"您身边的|好帮手|值得信赖|不满意|不过退费|包满意|一站式|品质保证|厂家直销|工厂直销|专业(?:团队|从事|生产|护理)|全部搞定|欢迎(?:来电|选购|您)|随叫随到|服务周到|24小时(?:服务|照护)|二十四小时服务|优质的|老店|口碑|金牌|全国统一|破损包赔|不成功不收费|轻松拿证|无需[^。]{0,6}经验|资料齐全|不只是",
        r"客户(?:见证|案例|好评|介绍|满意)|好评率|老客户|新客户|服务客户|成功案例|为全国[^。]{0,6}家|成功帮助",
        r"(?:公司|机构)(?:哪家好|排名)|哪家(?:好|强)|附近的?[一-鿿]{2,6}电话",
        r"通过率|[包保](?:过|就业|分配)|零基础|月薪|落户加分|名师|押题|火热(?:招生|报名|预[订定])|报名入口|持证上岗|不限(?:学历|专业)|一对一|小班教学|课程(?:费用|时间)|认证(?:课程|证书)|圆梦",
        r"代办|代写|论文发表|开户送|注册(?:即)?送|首存|贷款|刷单|彩票|棋牌|彩金|走势图|精准预测|提现秒到",
        r"加入购物车|立即(?:购买|下单|抢购)|收藏商品|商品详情|宝贝详情|产品参数|名额有限|先到先得|限量|火热(?:进行|预|招|报)|开课啦|名额报满|当天发货|均可办理",
        r"库存\s?:?\s?\d|月销|销量\s?:?\s?\d|现货|批发价|定[制做]|量大从优|支持印|起订|交货",
    )
)
_URGES = regex(
    r"(?:加微信|微信号|免费试听|点击咨询|立即咨询|限时优惠|包邮|厂家直销|招商加盟|代办|代写|开户送|注册送|首存|彩金|走势图|精准预测|提现秒)"
)
_REPORTS = regex(
    r"记者|通讯员|讯[\s(]|\d{1,2}月\d{1,2}日(?:[,上下早晚傍一-鿿]|$)|近日|日前|昨[天日]|当天|(?:说|表示|介绍说|告诉)[,。:]|[,。”][他她]"
)
_LONGEST = 3_000
_LONGEST_BESIDE_NEWS = 1_000
_LONGEST_LEAFLET = 400
_DIRECT = frozenset({0, 1, 3, 9, 10, 11})
_TELLS = regex(
    r"举[行办]|召开|启动|[上下]午|连日来|今年|去年|上半年|各地|数据显示|开展以来|印发|志愿者们|\d日(?:[,上下早晚傍]|起)|捐款账户|截至"
)
_FEWEST_KINDS, _FEWEST_BESIDE_NEWS, _FEWEST_URGES = 3, 6, 3


def is_offer(text: str, whole: str) -> bool:
    """Whether a page sells. Both folded: `text` its running text, `whole` all it shows."""
    if len(text) >= _LONGEST:
        return False
    if len(_URGES.findall(text)) >= _FEWEST_URGES:
        return True
    reports = _REPORTS.search(text) is not None
    if reports and len(text) >= _LONGEST_BESIDE_NEWS:
        return False
    if reports:
        return len(_find_kinds(whole, _FEWEST_BESIDE_NEWS)) >= _FEWEST_BESIDE_NEWS
    if _TELLS.search(whole):
        return len(_find_kinds(whole, _FEWEST_KINDS + 2)) >= _FEWEST_KINDS + 2
    fewest = _FEWEST_KINDS if len(whole) >= _LONGEST_LEAFLET else _FEWEST_KINDS - 1
    kinds = _find_kinds(whole, fewest)
    # A way to order or a price is what makes an offer of praise.
    return len(kinds) >= fewest and not _DIRECT.isdisjoint(kinds)


def _find_kinds(whole: str, fewest: int) -> list[int]:
    """The kinds of offers on a page; not all of them where there cannot be so many any more."""
    found: list[int] = []
    for number, pattern in enumerate(_OFFERS):
        if len(found) + len(_OFFERS) - number < fewest:
            break
        if pattern.search(whole):
            found.append(number)
    return found
