"""What kind of page this is: an article, or a list, template, filler, self-description or advertising.

Conservative: a page is an article unless it shows otherwise plainly, by signs of several kinds, and hardly ever where
it also shows the signs of news (a byline, a day in the text).

Deliberately not here: whether the article is about volunteer service.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from archive.extract.item_lists import find_items
from archive.extract.lines import Line
from archive.extract.noise import is_missing_page
from archive.extract.offers import is_offer
from archive.extract.self_description import is_self_description
from archive.extract.shapes import is_prose
from archive.extract.stamps import find_stamps
from archive.records import PageClass
from archive.text.regex import regex

_BLANKS = regex(
    r"(?<![a-z0-9])x{1,4}(?:省|市|区|县|镇|乡|街道|社区|村|单位|局|公司|学校|同志|年|月|日|人|万|个)|[×○]{2,}|某某|_{3,}|\bx{2,4}\b|(?<=[市区县])x(?=[市区县])"
)
_TO_FILL_IN = regex(r"_{2,}|\(盖章\)|兹证明|签字:|年\s月\s日")
_MANY_BLANKS = 6
_EXAM = regex(
    r"[一二三四五六]、\s?(?:名词解释|简答题?|论述题?|[单多]?项?选择题?|填空题?|判断题?|材料分析题?|案例分析题?)"
)
_TEMPLATE_TITLE = regex(
    r"(?:范文|模板|例文|评选方案|策划书|活动方案|实践报告|活动总结|个人总结|主持稿|演讲稿|申请表|登记表|报名表|工作总结|试题|题库|心得体会|讲话稿|发言稿|交流发言|申请书|倡议书范|事迹材料|主持词|致辞稿|协议书|作文)"
    r"(?:\d|[一二三四五六七八九十]|篇|精选|大全|格式|$|[()]|:)|(?:精选|通用|推荐|优秀)\d{1,2}篇|\(\d{3,5}字\)|\d{3,4}字$|(?:共|合集)\d{1,2}篇|\d{1,2}篇\)?$"
)
_TEMPLATE_HOST = regex(r"fanwen|muban|wenmi|wendang|doc88|docin|gongwen|xiezuo|zuowen|mishu|wenku|ppt|hetong")
_TEMPLATE_TEXT = regex(
    r"范文|作文网|(?:本文有|全文共?)\s?:?\s?\d{2,5}\s?个?字|字数\s?:\s?(?:约)?\d{3,5}|篇一\s?:|第[一二三]篇\s?:|标准模板|供(?:大家|同学们|您)(?:参考|学习)|相关作文"
    r"|答案\s?:\s?[a-d对错]|[单多]选题|判断题|名词解释|简答题|论述题|填空题"
)
_FILLER_SIGNS = tuple(
    regex(pattern)
    for pattern in (
        r"小编|最佳答案|网友(?:回答|解答)",
        r"(?:为|给|和|跟)(?:大家|您|你)(?:详细)?(?:分享|带来|介绍|整理|讲解)",
        r"(?:下面|接下来)(?:就|我们)?(?:一起)?(?:来)?看|往下看|希望(?:能)?对(?:您|你|大家)有(?:所)?帮助|以上就是",
        r"是什么(?:意思|\?|$)|包括哪些|怎么(?:做|办理|样|用|买)|有什么用|哪家好|多少钱|有哪些",
        r"(?:软件|app|安卓|手机版|免费版|官方版|破解版|最新版)[^。]{0,6}下载|\bv\d+\.\d+|大小:\s?\d+(?:\.\d+)?\s?[mgk]b",
        r"小伙伴|赶快下载|喜欢的(?:朋友|用户)|功能强大|手机应用|评分:",
        r"本文目录|目录一览|文章目录",
        r"(?:英语|英文|日语|粤语)怎么说|怎么写|周公解梦|歌词|大全|好处|区别|意义是什么|那么,[^。]{2,30}呢\?",
        r"一起来(?:了解|看看)|不太清楚|更多[^。]{2,16}请关注|想了解更多|收藏本站|供大家|相信很多|就介绍到这|大家可以根据|近义词|例句|预示着|很多人",
        r"首先,[^。]{4,60}。其次,[^。]{4,60}。|总之,",
        r"(?:^|\n)\s?[问答]\s?:",
        r"本文(?:将|主要)?(?:为|给)?(?:您|你|大家)?(?:详细)?介绍|众所周知|随着[^。]{2,20}的(?:不断)?发展,",
    )
)
_NEWS = regex(r"记者|通讯员|讯[\s(]|\d{1,2}月\d{1,2}日|近日|日前|昨[天日]")
_SAYINGS = regex(r"句子|短句|说说|名言|标语|口号|祝福语|文案|寄语|大全|歌词")
_NUMBERED = regex(r"\d{1,2}[、.]")
_TELLS = regex(r"(?:说|表示|介绍说|告诉)[,。:]|[,。”][他她]|举[行办]|召开|启动|[上下]午|连日来|今年|去年|印发")
_HAN_RUN = regex(r"[一-鿿]+")
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
_FEWEST_ROWS = 5
_MARK = regex(r"(?:\[图\]|[·•▪◆■►▶>»*])(?=\s?\S{5})")


def classify_page(title: str, body: Sequence[Line], all_lines: Sequence[Line], url: str | None) -> PageClass:
    """The class of a page by title, text, shape and, for templates only, its address."""
    title_key = Line(title).key
    text = "\n".join(line.key for line in body)[:20000]
    if _is_list(body, all_lines):
        return "list"
    whole = "\n".join(line.key for line in all_lines[:200])[:20000]
    if _is_template(title_key, text, whole, (url or "").lower()):
        return "template"
    headings = {line.key for line in all_lines[:_HEAD_LINES] if line.key != title_key}
    if is_self_description(title_key, headings, whole):
        return "about"
    if is_offer(text, whole):
        return "ad"
    if _is_filler(title_key, text, all_lines):
        return "filler"
    return "article"


def _is_template(title: str, text: str, whole: str, url: str) -> bool:
    """A title, host or note that announces a pattern, and another such sign or blanks to fill in."""
    cues = bool(_TEMPLATE_TITLE.search(title)) + bool(_TEMPLATE_TEXT.search(whole)) + bool(_TEMPLATE_HOST.search(url))
    if len(_EXAM.findall(whole)) >= 2:
        return True
    if len(_TO_FILL_IN.findall(f"{title}\n{text}\n{whole}")) >= _MANY_BLANKS:
        return True
    return cues >= 1 and cues + min(2, len(_BLANKS.findall(f"{title}\n{text}"))) >= 2


def _is_filler(title: str, text: str, all_lines: Sequence[Line]) -> bool:
    """A page that says nothing: gone, or padded around search words by turns of phrase of three kinds."""
    if len(text) < 400 and any(is_missing_page(line.key) for line in all_lines[:6]):
        return True
    if "。" not in text and sum(bool(_LOGIN.match(line.key)) for line in all_lines[:30]) >= 3:
        return True
    if _NEWS.search(text) or len(text) > 3000:
        return False
    whole = f"{title}\n{text}\n" + "\n".join(line.key for line in all_lines[:5])
    if _SAYINGS.search(title) and sum(bool(_NUMBERED.match(line.key)) for line in all_lines) >= _FEWEST_ROWS:
        return True
    kinds = sum(bool(pattern.search(whole)) for pattern in _FILLER_SIGNS)
    return kinds >= (2 if not _TELLS.search(text) and _harps(whole) else 3)


def _harps(whole: str) -> bool:
    """Whether one phrase of four characters comes again and again, as search words do: once in every 50 characters."""
    most = max(4, len(whole) // 50)
    runs = _HAN_RUN.findall(whole)
    counted = Counter(run[at : at + 4] for run in runs for at in range(len(run) - 3))
    return bool(counted) and counted.most_common(1)[0][1] >= most


def _is_list(body: Sequence[Line], all_lines: Sequence[Line]) -> bool:
    """Many dated or numbered titles and hardly any running text."""
    prose = sum(max(line.han, len(line.key) // 3) for line in body if _is_running_text(line))
    items = [line for line in all_lines if len(line.key) <= 80 and _LIST_ITEM.match(line.key) and _dated(line)]
    if len(items) >= 8 and prose < sum(line.han for line in items):
        return True
    if prose:
        return False
    if _is_catalogue(all_lines):
        return True
    dated_first = sum(bool(_DATED_FIRST.match(line.key)) for line in all_lines)
    pager = any(_PAGER.search(line.key) for line in all_lines if len(line.key) <= 60)
    if max(len(items), dated_first) >= (3 if pager else 5):
        return True
    return sum(len(_RANKED.findall(line.key)) for line in all_lines[:100] if "。" not in line.key) >= 6


def _is_catalogue(lines: Sequence[Line]) -> bool:
    """Finds, dated items, lines above a pager, items behind one kind of mark, or rows of as many cells, on a page without a sentence."""
    if any(_FOUND.search(line.key) for line in lines[:6]):
        return True
    if any(_PAGER.search(line.key) for line in lines[-2:]) and sum(line.han <= 30 for line in lines) > _FEWEST_ROWS:
        return True
    items = find_items(lines, -1)
    if items.last - items.first >= _FEWEST_ROWS:
        return True
    marked = Counter(match[0] for line in lines if (match := _MARK.match(line.key)))
    cells = Counter(len(line.key.split()) for line in lines if line.key.count(" ") >= 2 and ":" not in line.key)
    return any(count >= _FEWEST_ROWS for counts in (marked, cells) for count in counts.values())


def _is_running_text(line: Line) -> bool:
    return "。" in line.key or (len(line.key) >= _LONG and is_prose(line))


def _dated(line: Line) -> bool:
    return any(True for _ in find_stamps(line.key)) or bool(
        re.search(r"[\[(]\s?\d{1,2}[-/]\d{1,2}\s?[\])]\s?$", line.key)
    )
