"""Why a candidate lost: a stable code for each reason, and the reason in the words of the interface.

The codes name decisions of the resolvers and stay when the words change. Deliberately not here: when a reason applies (the
resolver that decides notes it), and translating (`archive.management.explain_display`).
"""

from __future__ import annotations


def gettext_noop(words: str) -> str:
    """Marks words for the catalogue under the name its tools look for; this room knows no catalogue."""
    return words


REASONS = {
    "aside": gettext_noop("文末另列的内容"),
    # organisations
    "kind-only": gettext_noop("只有通名，没有专名"),
    "common-word": gettext_noop("泛称，不是名称"),
    "sentence": gettext_noop("是句子的一部分，不是名称"),
    "too-short": gettext_noop("通名前的字太少"),
    "no-beginning": gettext_noop("看不出名称从哪里开始"),
    "inside-word": gettext_noop("通名是另一个词的一部分"),
    # people
    "no-person-name": gettext_noop("不像人名"),
    # programmes
    "no-chinese": gettext_noop("没有汉字"),
    "no-programme-word": gettext_noop("旁边没有项目、活动一类的词"),
    "theme-day": gettext_noop("是主题日"),
    "honour": gettext_noop("是荣誉称号"),
    "motto": gettext_noop("是口号或主题"),
    "policy-term": gettext_noop("是政策用语或比喻"),
    # beneficiaries
    "no-help-word": gettext_noop("常用词，旁边没有帮扶一类的词"),
    "narrower-group": gettext_noop("已有更具体的群体"),
    "group-weaker": gettext_noop("弱于已采用的群体"),
    # event types and service fields
    "type-few-cues": gettext_noop("线索太少"),
    "type-detail": gettext_noop("只是其他类型的细节"),
    "type-explained": gettext_noop("由更主要的类型说明，并未单独发生"),
    "type-too-many": gettext_noop("超出一页可有的类型数，弱于已采用的"),
    # dates
    "date-name": gettext_noop("是名称的一部分"),
    "date-unresolved": gettext_noop("没有可供推算的日期"),
    "date-far-ahead": gettext_noop("远在报道之后，不合情理"),
    "date-dateline": gettext_noop("报道之日，不是事件之日"),
    "date-citation": gettext_noop("另一篇文章的日期"),
    "date-named-only": gettext_noop("只提到节日，没说那天做了什么"),
    "date-topic-day": gettext_noop("主题日，不是事件之日"),
    "date-chatter": gettext_noop("顺带一提"),
    "date-vague": gettext_noop("只说近日，不如已采用的确切"),
    "date-plan-over": gettext_noop("计划之日已过，不再是计划"),
    "date-counted": gettext_noop("统计截至之日，已并入起止日期"),
    "date-repeated": gettext_noop("与已采用的是同一天"),
    "date-weak": gettext_noop("没有事件与它相连，或位置太靠后"),
    "date-weaker": gettext_noop("弱于已采用的日期"),
    "date-aside": gettext_noop("文末另列的内容"),
    "date-too-many": gettext_noop("日期太多，只取靠前的"),
    # regions: what looked like a name
    "region-other-name": gettext_noop("是别的名称的一部分"),
    "region-chance": gettext_noop("恰好相连的字，或人名"),
    "region-phrase": gettext_noop("是固定词语的一部分"),
    "region-known-place": gettext_noop("是一处知名地点的一部分"),
    "region-outside": gettext_noop("不在前面所说的地区之内"),
    "region-shared": gettext_noop("几地同名，页面不足以分辨"),
    "region-too-many": gettext_noop("地名太多，只取靠前的"),
    # regions: what was named and is no venue
    "region-word": gettext_noop("兼作常用词，旁边的话不足以确认是地名"),
    "region-outlet": gettext_noop("是媒体的名称"),
    "region-mentioned": gettext_noop("只是提到，不是发生地"),
    "region-listed": gettext_noop("一串地名之一，不是发生地"),
    "region-past": gettext_noop("往事发生地"),
    "region-planned": gettext_noop("打算前往之地"),
    "region-aside": gettext_noop("文末另列的标题"),
    "region-scattered": gettext_noop("各地都提到，没有一处是发生地"),
    "region-finer": gettext_noop("已有其下级地区"),
    "region-weaker": gettext_noop("弱于已采用的发生地"),
    "region-hint": gettext_noop("只用来分辨同名地区"),
}
"""Code -> text. Every text is a msgid of the catalogue."""


def reason_text(code: str) -> str:
    """The words for a code.

    Raises:
        KeyError: no resolver gives such a reason.
    """
    return REASONS[code]
