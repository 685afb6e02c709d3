"""What a page is as a whole: the portrait of one person, or somebody's judgement of things.

Neither is told by a word: a life is told by age, years and the same 他, a judgement by the words that weigh, and by the
day it does not name. Deliberately not here: the weighing of a page's types (`archive.resolve.event_type`).
"""

from __future__ import annotations

from archive.resolve.passages import Passages
from archive.text.regex import regex

_OPENING = 160

_JUDGED = regex(
    r"应当?(?![邀征急对有聘届])|不应|不宜|不必|不妨|理应|理当|恐怕|无疑|显然|才能|才是|必须|需要|要让|不在于|而不是|并非|与其|不仅要|更要|也要|值得|"
    r"关键在|根源|根本|本质|背离|变味|变质|回归|治本|莫让|岂能|何以|为何|反思|追问|归根|说到底|问题在于|值得肯定|无可厚非|硬性|指标|变成|沦为|流于"
)
_HAPPENED = regex(
    r"\d{1,2}月\d{1,2}日|\d{1,2}日[上下]午|昨[天日]|今[天日]|日前|近日|[(（]?(?:记者|通讯员)[ 一-龥]{2,}|讯[ (（]"
)
_JUDGEMENTS, _JUDGED_WITHIN = 3, 500


def is_commentary(passages: Passages) -> bool:
    """Whether the page judges and tells no event: so many different words of judgement, and no day in its opening."""
    body = passages.folded[passages.body_start : passages.body_start + _JUDGED_WITHIN]
    if _HAPPENED.search(body[:_OPENING]):
        return False
    return len(set(_JUDGED.findall(passages.folded[: passages.body_start] + body))) >= _JUDGEMENTS


_NUMBER = r"(?:\d{1,4}|[一二两三四五六七八九十]{1,4})(?:余|多|来)?"
_PERSON = regex(
    r"(?<![位名户群个])(?:奶奶|爷爷|老人|大妈|大爷|大叔|阿姨|师傅|医生|老师|教师|船工|农民|老兵|老党员|保安|司机|校长|书记|局长|[员工匠]老[一-龥])|"
    r"[“\"][^”\"\n]{2,8}(?:奶奶|爷爷|妈妈|爸爸|医生|大叔|大姐|哥|姐|河长|校长|雷锋|的人)[”\"]|——记|人物|专访|\d{1,3}岁的?老?[一-龥]|“最美[一-龥]{2,8}”[一-龥]|好人榜|他的|她的|的人$|义务“"
)
_YEARS_IN_TITLE = regex(rf"(?<![\d第]){_NUMBER}(?:年|载)(?![级度底前初内月\d])|每月|如一日|一辈子|半生|一生")
_AGE = regex(rf"(?:今年)?{_NUMBER}岁|年[近过逾]\S{{1,2}}旬|生于|(?:19|20)\d\d年(?:出)?生")
_LIFE = regex(
    rf"{_NUMBER}(?:年来|载|年前|年如一日|年间)|退休|下岗|那年|从此|当年|如今|第一次|起初|一开始|风雨无阻|提起|父亲|妻子|丈夫|从(?:19|20)\d\d年|至今|从那以后|好人榜|称号|老伴|爱人|儿女|孙子"
)
_OFTEN, _SHORT_OFTEN, _SHORT = 3, 2, 260
"""How many times 他 or 她 come back in a portrait, and in a short one; the length of that."""

_FIRST_WORDS = 60
"""Characters of the first sentence that stand for a missing title."""

_PRAISE = regex(r"提起|年如一日")
_PRONOUN = regex(r"[他她](?![们的人]|[一-龥]?们)")


def portrait_score(passages: Passages) -> int:
    """How much the page looks like the portrait of one person, 0 to 5: the title names a kind of person, the title
    counts years, the opening tells an age, a life is told, and the same 他 or 她 comes back. 0 where the title of a
    page that has one names nobody and counts no years.
    """
    title, body = passages.folded[: passages.body_start], passages.folded[passages.body_start :]
    opening = body[:260]
    titled = bool(title.strip())
    if not titled and len(passages.sentences) > 1:
        title = passages.folded[passages.sentences[1].start : passages.sentences[1].end][:_FIRST_WORDS]
    person, years = bool(_PERSON.search(title)), bool(_YEARS_IN_TITLE.search(title))
    if titled and not person and not years:
        return 0
    life = len(set(_LIFE.findall(body[:500]))) >= 2 or bool(_PRAISE.search(opening))
    often = len(_PRONOUN.findall(body)) >= (_SHORT_OFTEN if len(body) < _SHORT else _OFTEN)
    return person + years + bool(_AGE.search(opening)) + life + often
