"""What a rule looked at, in words a reader understands, and how sure it is: 动词“举行”前的地名 · 很有把握 0.95.

Every rule of the resolvers and of the stated dates has its words here; one that has none yet is shown by its code.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.web.presenters.personal_words import PERSONAL_WORDS

_REGION: Mapping[str, Promise] = {
    "address": gettext_lazy("通讯地址里的地名"),
    "aside": gettext_lazy("文末另列内容里的地名"),
    "award-list": gettext_lazy("受表彰名单里的地名"),
    "branch": gettext_lazy("设分会场的地方"),
    "brand": gettext_lazy("品牌名称里的地名"),
    "caption": gettext_lazy("图片说明里的地名"),
    "chain": gettext_lazy("开头写全了省市县的地名"),
    "dateline": gettext_lazy("电头里的地名"),
    "delegates": gettext_lazy("与会代表来自的地方"),
    "delivered": gettext_lazy("物资送到的地方"),
    "diaspora": gettext_lazy("在外地的同乡组织或队伍"),
    "disaster": gettext_lazy("灾害发生的地方"),
    "disaster-name": gettext_lazy("灾害名称里的地名"),
    "event-name": gettext_lazy("活动名称里的地名"),
    "held-in": gettext_lazy("“在某地举行、召开”"),
    "held-in-row": gettext_lazy("“在几地同时举行”"),
    "host": gettext_lazy("网站域名里的地名"),
    "icp": gettext_lazy("网站备案号所在省份"),
    "imprint": gettext_lazy("页脚的主办单位或地址"),
    "in": gettext_lazy("“在某地”"),
    "list": gettext_lazy("并列的一串地名"),
    "named": gettext_lazy("文中提到的地名"),
    "named-in-quotes": gettext_lazy("引号内提到的地名"),
    "nationwide": gettext_lazy("“全国、各地”一类的词"),
    "official": gettext_lazy("官员职务里的地名"),
    "organisation": gettext_lazy("机构名称里的地名"),
    "organiser": gettext_lazy("主办、承办单位名称里的地名"),
    "origin": gettext_lazy("人物的籍贯或来处"),
    "ours": gettext_lazy("“我市、全县”，由发布者所在地推知"),
    "outlet": gettext_lazy("媒体名称里的地名"),
    "outlet-name": gettext_lazy("电头中媒体名称里的地名"),
    "past": gettext_lazy("往事发生的地方"),
    "people": gettext_lazy("“某地市民、志愿者”"),
    "place": gettext_lazy("街道、社区、学校等场所前的地名"),
    "plan": gettext_lazy("打算前往的地方"),
    "planned-in": gettext_lazy("计划举行的地方"),
    "publisher-name": gettext_lazy("发布者名称里的地名"),
    "relief": gettext_lazy("捐赠、支援所到的地方"),
    "row": gettext_lazy("并列的几个地名"),
    "school": gettext_lazy("学校名称里的地名"),
    "set-out": gettext_lazy("出发的地方"),
    "site": gettext_lazy("网站所属的地区"),
    "slogan": gettext_lazy("口号里的地名"),
    "source-name": gettext_lazy("标注来源名称里的地名"),
    "subject": gettext_lazy("作主语的地名"),
    "title": gettext_lazy("标题里的地名"),
    "title-prefix": gettext_lazy("标题开头、冒号前的地名"),
    "title-prefix-ours": gettext_lazy("标题开头、冒号前的地名"),
    "visited": gettext_lazy("考察、参观的地方"),
    "went-to": gettext_lazy("“走进、前往某地”"),
}

_OTHERS: Mapping[str, Promise] = {
    "date_account": gettext_lazy("“自某日以来”的统计"),
    "date_as_of": gettext_lazy("“截至某日”"),
    "date_chatter": gettext_lazy("顺带提到的日期"),
    "date_citation": gettext_lazy("引用的文章的日期"),
    "date_dateline": gettext_lazy("电头里的日期"),
    "date_deadline": gettext_lazy("截止日期"),
    "date_disaster": gettext_lazy("灾害发生的日期"),
    "date_event": gettext_lazy("讲事情经过的日期"),
    "date_issued": gettext_lazy("文件的落款日期"),
    "date_name": gettext_lazy("名称里的日期"),
    "date_named_day": gettext_lazy("节日或主题日"),
    "date_past": gettext_lazy("讲往事的日期"),
    "date_plan": gettext_lazy("预告的日期"),
    "date_topic_day": gettext_lazy("主题日"),
    "date_vague": gettext_lazy("“近日”一类的说法"),
    "cue_title": gettext_lazy("标题里的线索词"),
    "cue_text": gettext_lazy("正文里的线索词"),
    "frame": gettext_lazy("说明事情性质的句式"),
    "beneficiary_helped": gettext_lazy("帮扶一类的词所说的群体"),
    "beneficiary_named": gettext_lazy("只指受助者的称呼"),
    "theme_day_counted": gettext_lazy("“第几个”主题日"),
    "theme_day_named": gettext_lazy("主题日的名称"),
    "person_office": gettext_lazy("职务或身份旁的人名"),
    "organisation_donor": gettext_lazy("捐赠方的机构名称"),
    "organisation_recipient": gettext_lazy("受赠方的机构名称"),
    "organisation_organiser": gettext_lazy("主办、承办一类的词旁的机构名称"),
    "organisation_participant": gettext_lazy("参加者的机构名称"),
    "organisation_mentioned": gettext_lazy("文中提到的机构名称"),
    "programme_quoted": gettext_lazy("引号内、旁有“项目、活动”的名称"),
    "programme_known": gettext_lazy("词表里的项目名称"),
    "amount_donation": gettext_lazy("捐款一类的词旁的金额"),
    "amount_goods": gettext_lazy("捐赠物资的数量"),
    "amount_grant": gettext_lazy("资助、补贴一类的词旁的金额"),
    "amount_invested": gettext_lazy("投入一类的词旁的金额"),
    "amount_raised": gettext_lazy("募得、筹得一类的词旁的金额"),
    "amount_prize": gettext_lazy("奖金一类的词旁的金额"),
    "amount_worth": gettext_lazy("“价值、合计”的金额"),
    "amount_other": gettext_lazy("文中提到的金额"),
    "headcount_attendees": gettext_lazy("参加、出席一类的词旁的人数"),
    "headcount_beneficiaries": gettext_lazy("受助者的人数"),
    "headcount_volunteers": gettext_lazy("志愿者的人数"),
    "headcount_other": gettext_lazy("文中提到的人数"),
}

_STATED: Mapping[str, Promise] = {
    "day_first": gettext_lazy("网页开头的日期（日在前）"),
    "dateline": gettext_lazy("电头里的日期"),
    "excerpt_note": gettext_lazy("摘编说明里的日期"),
    "given": gettext_lazy("投稿方给出"),
    "header": gettext_lazy("标题下方的日期"),
    "label": gettext_lazy("“发布时间、日期”之后的日期"),
    "print_edition": gettext_lazy("报纸版面的日期"),
    "script": gettext_lazy("网页脚本中写明的日期"),
    "sign_off": gettext_lazy("文末落款的日期"),
    "site_selector": gettext_lazy("该网站固定位置的日期"),
    "source_label": gettext_lazy("来源旁的日期"),
    "staff": gettext_lazy("人工填写"),
    "system_row": gettext_lazy("网站系统行里的日期"),
    "time_element": gettext_lazy("网页中标为时间的部分"),
    "url_path": gettext_lazy("网址里的日期"),
}
_SURE, _FAIR = 0.85, 0.65
"""The least confidence that is called sure, and fairly sure."""


def describe_rule(rule: str) -> str:
    """What a finding's rule looked at; a rule without words is its code."""
    if rule.startswith("region-"):
        name = rule.removeprefix("region-")
        for prefix in ("ours", "school"):
            if name not in _REGION and name.startswith(f"{prefix}-"):
                return str(_REGION[prefix])
        return str(_REGION.get(name, rule))
    if kind := PERSONAL_WORDS.get(rule.removeprefix("personal_")):
        return _("文字像%(kind)s") % {"kind": kind}
    return str(_OTHERS.get(rule, rule))


def describe_stated_rule(rule: str) -> str:
    """Where on the page a stated date was read; a rule without words is its code."""
    name, _colon, where = rule.partition(":")
    if where:
        return _("网页元数据 %(name)s") % {"name": where if name == "meta" else f"JSON-LD {where}"}
    return str(_STATED.get(rule, rule))


def describe_confidence(confidence: float) -> str:
    """In words and as a number: 很有把握 0.95."""
    words = _("很有把握") if confidence >= _SURE else _("较有把握") if confidence >= _FAIR else _("把握不大")
    return f"{words} {confidence:.2f}"
