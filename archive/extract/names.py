"""Names of people in bylines: which words may be a name, and a list of names cut apart.

Deliberately not here: where a byline stands (`byline`), and names inside the running text (`archive.resolve.people`).
"""

from __future__ import annotations

import re

from archive.text.regex import regex


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# The family names of 百家姓 and of the census that occur in bylines, one character each.
SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳鲍史唐费廉"
    "岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮"
    "蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇"
    "邢滑裴陆荣翁荀羊惠甄曲封芮储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘斜厉戎祖武符刘景詹束龙叶幸司韶"
    "郜黎蓟薄印宿白怀蒲邰鄂索咸籍赖卓蔺屠蒙池乔阴胥苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎"
    "充慕连茹习宦艾鱼容向古易慎戈廖庾终居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩聂晁勾敖融冷辛阚那简饶曾沙养鞠须丰关蒯相查"
    "后荆红游竺权逯盖益桓公仉督岳帅缑亢况郈有琴商佘佴伯赏墨哈谯笪年爱阳佟言福肖闫付代邝兰占覃涂揭楼苑原腾迟仝朴展银战初税植冼麦区揣"
    "普毋逄钭仡苟练尧邸卿库粟牟过母芦亓仵锁修肇敬巨门鹿由丛冶生衣晋操禚辜撒召鲜官原种部么未木修但才旦才拉达扎多格次洛索"
) - frozenset("部未但才多种次过有后相越通终全生由都别向充利时年公木")
_RARELY_NAMES = frozenset("相全向充利时年木由种")
_COMPOUND = _words(
    "欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 "
    "申屠 公孙 慕容 仲孙 钟离 长孙 宇文 "
    "司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 段干 "
    "百里 呼延 东郭 南门 羊舌 微生 梁丘 "
    "左丘 西门 第五"
)
# A given name ends in none of these: they end names of offices and of media. 心 and 所 do occur in names.
_OFFICE_ENDS = frozenset("报网部委办局厅院校团站组处科室队司区县镇乡村社会馆台")
_NO_NAMES = _words(
    "记者 作者 通讯员 编辑 未知 佚名 本站 本网 原创 管理员 小编 网友 匿名 综合 本报 转载 无名 佚名 超级管理员 "
    "站长 网络 互联网 系统 实习生 供稿 责编 "
    "来源 审核 校对 暂无 不详 其他 其它 全文 正文 发布 时间 日期 字号 打印 分享 关闭 收藏 浏览 阅读 点击 完 图 "
    "摄 文 今日 今天 昨日 昨天 近日 "
    "日前 连日 从 在 了解 获悉 采访 看到 来到 见到 走进 时事 新闻 要闻 社会 北京 上海 天津 重庆 广州 武汉 深圳 "
    "图片 视频 上午 下午 张图 左一 左二 "
    "北京 上海 天津 重庆 河北 山西 辽宁 吉林 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川 贵州 云南 陕西 甘肃 青海 台湾 广西 西藏 宁夏 新疆 香港 澳门 内蒙古 黑龙江 "
    "左三 右一 右二 右三 中间 左 右 中 左图 右图 上图 下图 均为 等 政府 机关 部门 单位 关注 文号 文件 文档 时评 公告 通知 高清 高层 安全 平安 和谐 幸福 文明 文化 文艺 文教 农业 农村 农情 方法 经济 经验 金融 党建 团建 国际 国内 时政 万象 成长 健康 乐活 房产 司法 法律 党务 政务 车市 双语 水利 石油 广告 广播 景点 江湖 家园 家居 荣誉 宣传 支持 强军 温馨 景区 尚品 祝福 贺信 易懂 何时 何处 于是 言论 查看 单位 晚报 晨报 日报 商报 简介 简报 简讯 全景 高考 祖国 武装"
)
_ROLES = (
    # One sign at a time: 文图 beside 文 and 图 could be read in as many ways as there are signs.
    r"(?:文字|摄影报道|摄影|[文图□■◆○◎/\\|:])*"
    r"(?:[一-鿿]{0,14}(?:记者|通讯员|实习生|见习生|特约撰稿人?|撰稿人?|撰文|特派员|作者|供稿人?|编译|评论员|观察员|小记者|报道员|志愿者))\s?:?"
)
ROLE = regex(_ROLES)
WRITER = regex(r"(?:记者|通讯员|实习生|撰稿人?|撰文|(?<!只看该)作者|特派员)")
"""Roles that name a writer wherever they stand; 志愿者 and the like do so only in brackets at the end of a text."""
_WORK = regex(r"(?:文并摄|摄影报道|摄影|报道|文/图|图/文|文图|图文|文/摄|摄/文|文摄|整理|采写|编译)(?=$|[\s、,)])")
_TEACHER = regex(r"指导[老教]师\s?:?\s?[一-鿿]{2,3}(?=$|[\s、,)])")
# Mongolian and Tibetan names, written by their sound and without a dot: 赛音吉日嘎拉, 旦增罗布.
_SOUNDS = frozenset(
    "阿巴白班包保边宾布才彩仓曹查朝陈成初春次措达旦丹德登敦多额恩尔尕嘎噶尕岗高戈格根贡古哈海罕和呼花吉加嘉江杰金晋久卡坎康柯拉朗勒力丽琳龙罗洛玛毛美梅孟米敏木慕那纳娜乃尼宁诺平普其奇其琪强切琴青曲让仁日荣茹萨赛桑森沙胜斯苏索塔泰特腾铁图托娃旺乌西希喜夏向小雅央伊依音英永尤玉元原云扎占珍志珠卓孜宗增"
)
_SCHOOL_END = regex(r"(?:大学|学院|中学|小学|学校|日报|晚报)$")
_SEPARATORS = regex(r"[\s、,,/;&+|()\[\]·]+|(?<=[一-鿿])和(?=[一-鿿])")
_HAN_NAME = regex(r"[一-鿿]{2,4}")
_LONG_NAME = regex(r"[一-鿿]{5,7}")
_FOREIGN = regex(r"[一-鿿]{1,6}(?:[·•・.][一-鿿]{1,6}){1,3}")


def is_name(word: str) -> bool:
    """Whether a folded word may be a Chinese name by its family name: 丁军勤, 欧阳修, 阿里木·买买提."""
    if word in _NO_NAMES or not 2 <= len(word) <= 14:
        return False
    if _FOREIGN.fullmatch(word):
        return not re.search(r"新闻|日报|晚报|客户端|政务|[网报号社台]$", word)
    if not _HAN_NAME.fullmatch(word) or word[-1] in _OFFICE_ENDS:
        return False
    if word[:2] in _COMPOUND:
        return len(word) >= 3
    return len(word) <= 3 and word[0] in SURNAMES


def is_signed_name(word: str) -> bool:
    """Whether a folded word that stands alone in brackets under a text may sign it: also 向楚楚, 利智勇."""
    return is_name(word) or (
        len(word) == 3 and word[0] in _RARELY_NAMES and bool(_HAN_NAME.fullmatch(word)) and word[-1] not in _OFFICE_ENDS
    )


def is_labelled_name(word: str) -> bool:
    """Whether a folded word may be a name where a label says that one follows: also pen names and 拉毛措."""
    if is_name(word) or (_LONG_NAME.fullmatch(word) and _SOUNDS.issuperset(word)):
        return True
    return (
        bool(_HAN_NAME.fullmatch(word))
        and word not in _NO_NAMES
        and (word[-1] not in _OFFICE_ENDS or (len(word) == 3 and word[0] in SURNAMES and word[-1] == "乡"))
        and not _SCHOOL_END.search(word)
    )


def split_names(key: str, *, labelled: bool = False) -> list[tuple[int, int]]:
    """Offsets of the names in a folded list of names, roles and offices: 记者 范少伟 汪泷 通讯员 刘国芹.

    Names of one word a character (唐 瑞) come back as one span. With `labelled` the words need no known family name.
    """
    key = _TEACHER.sub(lambda match: "|" * len(match[0]), key)
    masked = ROLE.sub(lambda match: "|" * len(match[0]), key)
    masked = _WORK.sub(lambda match: "|" * len(match[0]), masked)
    spans = _spans(masked)
    accept = is_labelled_name if labelled else is_name
    if not labelled and is_signed_name(key):
        return [(0, len(key))]
    names: list[tuple[int, int]] = []
    at = 0
    while at < len(spans):
        start, end = spans[at]
        if end - start == 1 and at + 1 < len(spans) and _is_spaced_name(masked, spans[at], spans[at + 1]):
            names.append((start, spans[at + 1][1]))
            at += 2
            continue
        names.extend([(start, end)] if accept(masked[start:end]) else _glued(masked, start, end))
        at += 1
    return names


def _spans(key: str) -> list[tuple[int, int]]:
    """Words between separators; the dot of a foreign name does not separate."""
    spans, start = [], 0
    for match in _SEPARATORS.finditer(key):
        if "·" in match[0] and len(match[0]) == 1:
            continue
        if match.start() > start:
            spans.append((start, match.start()))
        start = match.end()
    return [*spans, (start, len(key))] if start < len(key) else spans


def _is_spaced_name(key: str, first: tuple[int, int], second: tuple[int, int]) -> bool:
    gap = key[first[1] : second[0]]
    return gap == " " and second[1] - second[0] == 1 and key[first[0]] in SURNAMES and "一" <= key[second[0]] <= "鿿"


def _glued(key: str, start: int, end: int) -> list[tuple[int, int]]:
    """Two names written without a break: 邹祖云李航."""
    size = end - start
    if size not in (5, 6):
        return []
    for middle in (start + 3, start + 2):
        if end - middle <= 3 and is_name(key[start:middle]) and is_name(key[middle:end]) and middle - start >= size - 3:
            return [(start, middle), (middle, end)]
    return []
