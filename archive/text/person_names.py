"""Reads Chinese personal names where the words before have said that one follows: 主任|严宏, 受助学生|李明、王芳.

Gives `match_name` and `match_names`. Deliberately not here: finding names in running text, and who is meant.
"""

from __future__ import annotations

from collections.abc import Iterator

from archive.text.regex import regex

# The commonest surnames of the 2020 census, without those that are everyday function words (于, 向, 和, 成, 党, 时).
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付"
    "方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔汤温葛施康牛洪俞章鲁樊殷柳蓝柏詹倪翟齐岑骆尤茅冉岳涂游卓阮裴瞿"
    "艾柯纪梅童颜郁伍庞欧耿聂焦祝左毕庄舒管霍甘邢路尚安常乔赖文简饶麦湛容仇沙芦宁巩申荣蒲"
)
_COMPOUND = (
    r"欧阳|上官|司马|诸葛|东方|皇甫|尉迟|公孙|慕容|司徒|夏侯|令狐|端木|南宫|轩辕|呼延|闻人|宇文|长孙|独孤|拓跋|澹台"
)

# Behind a name: a mark, or a word that takes or follows a person.
_END = (
    r"[,。;、:!?()《》<>\[\]\s“”\"\u00b7/|-]|$|等|在|主持|表示|说|介绍|告诉|出席|参加|宣[读布]|致辞|讲话|作[了报重动工总经主的]|所作|现场|为|向|代表|一行|"
    r"带领|指出|强调|与|及|对|和|从|到|率|正|坚持|认为|坦言|感慨|宣|发表|发布|上台|讲|担任|分别|共同|获|是|也|将|把|曾|还|带着|来|以|接受|陪同|调研|"
    r"走|的|了|因|被|由|说道|家|今年|现年|年仅|一家|夫妇|夫妻|同学|小朋友|同志|老人|女士|先生|阿姨|大爷|大妈|奶奶|爷爷|老师|患|身患|住|送|拿|收|领|"
    r"用|每|给|于|自|有|就|则|又|却|最|当|站|坐|捧|手|激动|高兴|感动|十分|非常|特别|很|都|只|发言|开心|今|\d"
)
_CLOSE = regex(_END)
_SINGLE = regex(rf"(?:{_COMPOUND}|[{_SURNAMES}])(?=[\u4e00-\u9fff])")
_DOTTED = regex(r"[\u4e00-\u9fff]{1,6}(?:[·•][\u4e00-\u9fff]{1,8}){1,3}")
_NICKNAME = regex(r"[小阿][\u4e00-\u9fff]{1,2}")
_FORM_OF_ADDRESS = regex(
    r"先生|女士|小姐|阿姨|大爷|大妈|大娘|大姐|大哥|大叔|大伯|奶奶|爷爷|婆婆|老师|同学|医生|师傅|老人|老伯|伯伯|[姨叔伯嫂姐哥爷奶婆总](?=[,。的在说和、]|表示)"
)
_HALVES = regex("[\ud800-\udfff]")
_JOINT = regex(r"[、,和与及]\s?")

_NOT_NAMES = regex(
    r"高兴|高度|高温|方面|方式|方便|方案|方法|金额|金牌|任务|任何|白天|温暖|温馨|康复|"
    r"毕竟|毕业|管理|万名|万人|万元|江苏|石家|左右|游客|程度|单位|路上|路边|尚未|龙头|"
    r"平时|马上|齐心|齐聚|范围|安全|安装|安心|安排|常年|常态|文明|文化|文艺|简单|容易|"
    r"荣获|荣誉|申请|申报|宁可|何时|何处|许多|曾经|曾在|余名|余人|田间|金秋|叶子|黄金|"
    r"石头|马路|江边|高校|高中|高龄|高原|白发|白血|童年|章程|颜色|祝福|祝愿|纪念|纪律|"
    r"温度|温情|关爱|关心|施工|施救|严重|严格|史上|武术|武装|钱款|熊猫|牛奶|汤圆|陶瓷|"
    r"周边|周围|周末|周到|周年|周日|周一|周二|周三|周四|周五|周六|安置|安慰|常见|常说|"
    r"常住|家长|家庭|罗列|任职|任教|沙发|麦子|文件|文字|管护|何况|何以|游戏|游玩|舒适|"
    r"舒心|庄严|汪洋|段时|段日|康乐|章节|洪水|洪灾|顾虑|顾及|贺卡|贺信|程序|余下|余款|"
    r"柏油|莫大|项目|安康|童心|童话|尤其|尤为|卓越|艾灸|艾滋|路途|路过|路费|左手|左眼|"
    r"左腿|梅花|谢谢|谢意|时间|方向|方言|高考|高新|高铁|马拉|万户|万余|高烧|陆续|祝全|"
    r"安危|戴上"
)
"""Words that begin with a surname and are common behind an office or a kind of person."""

_LONGEST_LIST = 30


def match_name(folded: str, start: int, *, nicknames: bool = False) -> int | None:
    """Where the name beginning at `start` of folded text ends, or None where none begins there.

    A name is a surname with one or two characters more, closed by a mark or a word that follows persons; a name in
    parts joined by a dot (阿依古丽·买买提); with `nicknames` also 小红, 阿强.
    """
    dotted = _DOTTED.match(folded, start)
    if dotted:
        return dotted.end()
    surname = _SINGLE.match(folded, start)
    if surname is None:
        return _match_nickname(folded, start) if nicknames else None
    if _NOT_NAMES.match(folded, start):
        return None
    ends = [end for end in (surname.end() + 1, surname.end() + 2) if _is_han(folded[start:end], end - start)]
    end = next((end for end in ends if _CLOSE.match(folded, end)), None)
    if _FORM_OF_ADDRESS.match(folded, surname.end()):
        return None  # 王女士, 李大爷: who it is is not told
    return _by_words(folded, start, end, ends)


def _by_words(folded: str, start: int, end: int | None, ends: list[int]) -> int | None:
    """The end, checked against a dictionary: 高烧 and 陆续 are words; and found by it where nothing closes the name."""
    import rjieba  # its dictionary takes a quarter of a second to read: only where a name may stand

    tokens = rjieba.tag(_HALVES.sub("?", folded[start : start + 8]))
    word, tag = tokens[0]
    if len(word) > 1 and not tag.startswith(("nr", "nz", "x")):
        whole = end is None or len(word) >= end - start
        if whole or tag[0] in "dvacptrm":
            return None
    if end is None:
        borders = {start + sum(len(token) for token, _tag in tokens[:count]) for count in range(1, 4)}
        return next((place for place in reversed(ends) if place in borders), None)
    return end


def match_names(folded: str, start: int, *, nicknames: bool = False) -> Iterator[tuple[int, int]]:
    """The names of the list that begins at `start`: 李明、王芳和赵小雨, as (start, end)."""
    for _ in range(_LONGEST_LIST):
        end = match_name(folded, start, nicknames=nicknames)
        if end is None:
            return
        yield start, end
        joint = _JOINT.match(folded, end)
        if joint is None:
            return
        start = joint.end()


def _match_nickname(folded: str, start: int) -> int | None:
    found = _NICKNAME.match(folded, start)
    if found is None or _NOT_NICKNAMES.match(folded, start):
        return None
    for end in (start + 2, start + 3):
        if _is_han(folded[start:end], end - start) and _CLOSE.match(folded, end):
            return end
    return None


_NOT_NICKNAMES = regex(
    r"小(?:[朋学孩伙区时组康型家小心事女男姑姐哥病手说将队员镇城院店车船狗猫麦米树花草鸟鱼鸡名]|石头)|阿(?:姨|婆|公|富汗)"
)


def _is_han(word: str, length: int) -> bool:
    return len(word) == length and all("\u4e00" <= char <= "\u9fff" for char in word)
