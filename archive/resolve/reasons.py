"""Why a candidate lost: a stable code for each reason, and the reason in the words of the interface.

The codes name decisions of the resolvers and stay when the words change. Deliberately not here: when a reason applies (the
resolver that decides notes it), and translating (`archive.management.explain_display`).
"""

from __future__ import annotations

REASONS = {
    # organisations
    "kind-only": "只有通名，没有专名",
    "common-word": "泛称，不是名称",
    "sentence": "是句子的一部分，不是名称",
    "too-short": "通名前的字太少",
    "no-beginning": "看不出名称从哪里开始",
    "inside-word": "通名是另一个词的一部分",
    # people
    "no-person-name": "不像人名",
    # programmes
    "no-chinese": "没有汉字",
    "no-programme-word": "旁边没有项目、活动一类的词",
    "theme-day": "是主题日",
    "honour": "是荣誉称号",
    "motto": "是口号或主题",
    "policy-term": "是政策用语或比喻",
    # beneficiaries
    "no-help-word": "常用词，旁边没有帮扶一类的词",
    "narrower-group": "已有更具体的群体",
    "group-weaker": "弱于已采用的群体",
    # event types and service fields
    "type-few-cues": "线索太少",
    "type-detail": "只是其他类型的细节",
    "type-explained": "由更主要的类型说明，并未单独发生",
    "type-too-many": "超出一页可有的类型数，弱于已采用的",
    # dates
    "date-name": "是名称的一部分",
    "date-unresolved": "没有可供推算的日期",
    "date-far-ahead": "远在报道之后，不合情理",
    "date-dateline": "报道之日，不是事件之日",
    "date-citation": "另一篇文章的日期",
    "date-named-only": "只提到节日，没说那天做了什么",
    "date-topic-day": "主题日，不是事件之日",
    "date-chatter": "顺带一提",
    "date-vague": "只说近日，不如已采用的确切",
    "date-plan-over": "计划之日已过，不再是计划",
    "date-counted": "统计截至之日，已并入起止日期",
    "date-repeated": "与已采用的是同一天",
    "date-weak": "没有事件与它相连，或位置太靠后",
    "date-weaker": "弱于已采用的日期",
    "date-too-many": "日期太多，只取靠前的",
    # regions: what looked like a name
    "region-other-name": "是别的名称的一部分",
    "region-chance": "恰好相连的字，或人名",
    "region-phrase": "是固定词语的一部分",
    "region-known-place": "是一处知名地点的一部分",
    "region-outside": "不在前面所说的地区之内",
    "region-shared": "几地同名，页面不足以分辨",
    "region-too-many": "地名太多，只取靠前的",
    # regions: what was named and is no venue
    "region-word": "兼作常用词，旁边的话不足以确认是地名",
    "region-outlet": "是媒体的名称",
    "region-mentioned": "只是提到，不是发生地",
    "region-listed": "一串地名之一，不是发生地",
    "region-past": "往事发生地",
    "region-planned": "打算前往之地",
    "region-aside": "文末另列的标题",
    "region-scattered": "各地都提到，没有一处是发生地",
    "region-finer": "已有其下级地区",
    "region-weaker": "弱于已采用的发生地",
    "region-hint": "只用来分辨同名地区",
}
"""Code -> text. Every text is a msgid of the catalogue."""


def reason_text(code: str) -> str:
    """The words for a code.

    Raises:
        KeyError: no resolver gives such a reason.
    """
    return REASONS[code]
