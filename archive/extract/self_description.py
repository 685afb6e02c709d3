"""Pages on which an organisation or a site speaks of itself: who we are, statutes, duties, vacancies, how to reach us.

Told by the heading sites give such pages, or by several kinds of sentences that define an organisation; a page that
reports something is none of them.

Deliberately not here: other kinds of pages (`page_class`).
"""

from __future__ import annotations

from archive.text.regex import regex

_BODY = r"(?:本会|本站|本网|协会|机构|基金会|组织|单位|中心|学校|公司|网站|社团|团队|服务队|志愿队|总队|义工社|义工联|联合会|慈善会|红十字会|学会|促进会|平台)"
_HEADING = regex(
    rf"(?:关于(?:我们|本站|本会|本网站?|[一-鿿]{{2,6}})|[一-鿿“”\"]{{0,16}}{_BODY}(?:的)?(?:简介|介绍|概况|概述|章程|职责|架构|机构|声明|公告|历程)"
    r"|联系(?:我们|方式)|我们是谁|组织(?:架构|机构|结构)|机构设置|内设机构|(?:部门|主要|工作|单位)职责|领导(?:班子|介绍|分工)|现任领导|(?:[一-鿿]{0,6}理事会)?成员(?:名单)?|走[近进]我们|[一-鿿]{0,8}(?:须知|指南|流程|指引|历史沿革|沿革|承诺)"
    r"|招贤纳士|人才招聘|招聘信息|诚聘英才|加入(?:我们|本会)|发展历程|大事记|(?:免责|版权|法律|隐私)(?:声明|条款|政策)|服务条款|用户协议|网站地图|帮助中心)"
)
_DEFINES = tuple(
    regex(pattern)
    for pattern in (
        r"(?:成立|创建|创办|创立|始建|组建|注册登记|登记注册)于\s?(?:19|20)\d\d年|自(?:19|20)\d\d年[^。,]{0,10}(?:成立|创[办建立]|组建)以来|经[^。,]{2,20}批准成立|(?:19|20)\d\d年(?:\d{1,2}月)?(?:在|经)[^。]{2,16}(?:登记|注册|批准)",
        r"是(?:由|一[个家支所]|国内|全国|全市|全县|全省|本市|经|依法|在[^。]{2,16}领导下|[^。,]{2,24}领导下)[^。]{2,60}(?:组织|团体|机构|平台|社团|基金会|协会|志愿队|服务队|单位)",
        r"宗旨(?:是|为|:)|使命(?:是|为|:)|愿景(?:是|为|:)|以“[^”]{4,40}”为(?:宗旨|口号|使命|理念|核心)|秉[承持]|”的(?:服务)?(?:理念|宗旨|精神)|具有独立法人",
        r"业务范围|登记的(?:非营利|社会)|主要职责|岗位职责|任职要求|原始基金|第[一1]条|内设|职责:",
        r"(?:下设|设有|分设)[^。]{0,40}(?:部|组|科|处|室|队|委员会)|组织架构|理事长|秘书长",
        r"(?:现有|目前有|拥有|累计|在册|注册)[^。]{0,8}(?:会员|志愿者|义工|队员|成员|员工|全职|社工)[^。]{0,14}\d|团队由",
        r"先后(?:获得|被|荣获)|荣誉称号|致力于|为主要(?:工作|业务|服务)方向|长期(?:开展|从事)|主管、?[^。]{0,20}主办",
        r"办公地址|乘车路线|未经许可|版权归|欢迎(?:您)?(?:加入|关注|联系)|简历发|薪资|五险一金|个人信息(?:保护)?|隐私|本(?:网站?|会|站|社|中心|平台|政策|机构|协议)(?:由|是|所|不|适用|现)",
    )
)
_REACH = regex(r"(?:地址|邮编|电话|传真|邮箱|乘车路线|联系人|网址)\s?:")
_REPORTS = regex(
    r"记者|通讯员|讯[\s(]|(?:\d{1,2}月)\d{1,2}日[,上下早晚傍]|近日|日前|昨[天日]|今天|[上下]午|当天|(?:说|表示|介绍说|告诉)[,。:]|[,。”]他|[,。”]她|印发|决定授予"
)
_LONGEST = 1_500
_FEWEST_KINDS = 4


def is_self_description(heading: str, other_headings: set[str], text: str) -> bool:
    """Whether a page introduces an organisation or site. All words folded; `text` is the whole page."""
    if len(text) > 20 * _LONGEST:
        return False
    reports = bool(_REPORTS.search(text))
    headed = bool(heading and _HEADING.fullmatch(heading))
    if reports and not headed:
        return _tells_the_way(text)
    kinds = sum(bool(pattern.search(text)) for pattern in _DEFINES)
    if headed:
        return kinds >= 3 or not reports
    if any(_HEADING.fullmatch(words.strip()) for words in other_headings) and kinds >= 2 - (not heading):
        return True
    return (kinds >= _FEWEST_KINDS and len(text) <= _LONGEST) or _tells_the_way(text)


def _tells_the_way(text: str) -> bool:
    return len(text) < 300 and len(_REACH.findall(text)) >= 4
