"""What the facet of flags calls what readers and extraction flagged about a page: a few words each.

Whole sentences for an article's own page are `archive.web.presenters.flags`.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FLAG_LABELS: Mapping[str, Promise] = {
    "charset_mismatch": _("字符集不符"),
    "charset_guessed": _("字符集未声明"),
    "body_disagreement": _("正文待核"),
    "title_disagreement": _("标题不一致"),
    "date_disagreement": _("发布日期矛盾"),
    "mojibake": _("乱码已修复"),
    "mojibake_left": _("乱码未全修复"),
    "entity_damage": _("字符编码损坏"),
    "traditional": _("繁体"),
    "inline_pinyin": _("夹有拼音"),
    "spun": _("似经机器改写"),
    "masked": _("数字或姓名被遮盖"),
    "lost_characters": _("缺字"),
    "truncated": _("不完整"),
    "hijacked": _("网站与内容无关"),
    "forged_source": _("来源可疑"),
    "given": _("由投稿方给出"),
    "markup_in_text": _("夹有网页代码"),
    "no_title": _("没有标题"),
}


def flag_label(code: str) -> str:
    """The words for a flag; a flag without any is its code."""
    return str(FLAG_LABELS.get(code, code))
