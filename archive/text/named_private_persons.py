"""Finds the names of private persons who need care: minors by name, and those who are helped by name.

小学生李明, 8岁的小红, 王芳(12岁), 受助学生李明、赵小雨, 贫困户张三, 独居老人李桂芳.

Deliberately not here: names said to be changed (化名), people in office, and names that nothing marks as a child's or a
recipient's.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from archive.text.numerals import parse_number
from archive.text.person_names import match_name, match_names
from archive.text.regex import regex

_GROWN_UP = 18

_CHILD = (
    r"(?<!大)(?:小学生|中学生|初中生|高中生|小朋友|学童|男童|女童|幼童|小女孩|小男孩|女孩|男孩|患儿|女婴|男婴|留守儿童|留守学生|困境儿童|孤残儿童|"
    r"流动儿童|自闭症(?:儿童|孩子)|脑瘫(?:儿童|患儿)|孤儿|小患者|少先队员|小志愿者|"
    r"(?:[一二三四五六七八九1-9]|初[一二三]|高[一二三])(?:年级)?[(]?\d{0,2}[)]?(?:年级|班)(?:的)?(?:学生|同学|女生|男生)?)"
)
_HELPED = (
    r"(?:受助(?:学生|大学生|学子|人|者|对象|儿童|家庭|老人|群众|户|女童)|受资助(?:的)?(?:学生|儿童|大学生)|被(?:救助|帮扶|资助)(?:人|者|对象|学生|户)|"
    r"(?:贫困|特困|困难|困境|家庭困难|贫寒|寒门)(?:户|学生|生|大学生|学子|母亲|妇女|老人|群众|职工|家庭|党员|居民|村民|女童|高中生|人员|对象|农户|退役军人)|"
    r"低保(?:户|老人|对象|家庭)|五保(?:户|老人)|脱贫户|建档立卡户|监测户|帮扶对象|救助对象|求助者|求助人|"
    r"(?:白血病|尿毒症|癌症|重病|大病|肝癌|艾滋病|精神病|血友病|罕见病|先心病)(?:患者|病人|患儿|男孩|女孩|学生)|患者|病人|伤者|"
    r"(?:空巢|独居|孤寡|失独|失能|残疾|高龄|患病|五保|困难|失智)老人|孤老|"
    r"残疾(?:人|青年|学生|居民|女孩|群众)|盲人|聋哑人|聋人|脑瘫青年|流浪(?:汉|人员|老人)|社区矫正(?:对象|人员)|"
    r"刑满释放人员|吸毒人员|失独(?:家庭|母亲|父亲)|受灾(?:户|群众|村民))"
)
_BRIDGE = r"(?:代表|家庭|家属|家中?的?|之一|本人)?[:“]?"
_LEAD = regex(rf"(?:(?P<child>{_CHILD})|(?P<helped>{_HELPED})){_BRIDGE}")
_AGE_BEFORE = regex(
    r"(?<![\d第])(?P<age>\d{1,2}|[一二三四五六七八九十]{1,3})(?:周岁|岁|个月大)(?:的|半的|大的)?(?:小?女孩|小?男孩|小朋友|孩子|儿童|学生|小学生|患儿|孤儿|少年|少女|小姑娘|女儿|儿子|孙子|孙女)?"
)
# 李明,男,8岁; 李明(12岁); 李明今年12岁; 李明小朋友
_AGE_AFTER = regex(
    r"(?:[(,]?(?:男|女)?[,]?(?:汉族[,])?(?:今年|现年|年仅|才|刚满|刚|只有)?(?P<age>\d{1,2}|[一二三四五六七八九十]{1,2})(?:周?岁)(?!时|那年|起|开始))|(?P<word>小朋友)"
)
_EDGE = regex(r"[,。;、:!?()\s“”\"]|^|的|和|与|向|给|为|名叫|叫|是|让|由|对")
_CHANGED = regex(r"[(“]?(?:均?为?化名|均?为化名|均?系化名)")
_MAX = 200


def find_private_names(folded: str) -> Iterator[tuple[int, int, bool]]:
    """Names of minors (True) and of people who receive aid (False) in folded text, as (start, end, is_minor)."""
    for number, (start, end, is_minor) in enumerate(_all_names(folded)):
        if number >= _MAX:
            return
        if not _CHANGED.match(folded, end):
            yield start, end, is_minor


def _all_names(folded: str) -> Iterator[tuple[int, int, bool]]:
    for match in _LEAD.finditer(folded):
        for start, end in match_names(folded, match.end(), nicknames=True):
            yield start, end, bool(match["child"])
    if "岁" not in folded and "小朋友" not in folded and "个月大" not in folded:
        return
    for match in _AGE_BEFORE.finditer(folded):
        if _is_han(folded, match.end()) and _is_young(match["age"]):
            for start, end in match_names(folded, match.end(), nicknames=True):
                yield start, end, True
    yield from _names_before_ages(folded)


def _names_before_ages(folded: str) -> Iterator[tuple[int, int, bool]]:
    for match in _AGE_AFTER.finditer(folded):
        if not _is_han(folded, match.start() - 1) or (match["word"] is None and not _is_young(match["age"])):
            continue
        for length in (3, 2):
            start = match.start() - length
            if start >= 0 and match_name(folded, start) == match.start() and _EDGE.match(folded, max(0, start - 1)):
                yield start, match.start(), True
                break


@lru_cache(maxsize=256)
def _is_young(age: str) -> bool:
    number = parse_number(age)
    return number is not None and number < _GROWN_UP


def _is_han(folded: str, place: int) -> bool:
    return 0 <= place < len(folded) and "\u4e00" <= folded[place] <= "\u9fff"
