"""What the readers and the extractor flagged about a page, in plain words."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

FLAG_WORDS = {
    "charset_mismatch": _("原页声明的字符集与内容不符，按内容读取"),
    "body_disagreement": _("两种方法提取的正文相差较大，请对照原件"),
    "title_disagreement": _("网页上的标题与声明的标题不一致"),
    "date_disagreement": _("网页上的发布日期互相矛盾"),
    "mojibake": _("原页有乱码，已尽量修复"),
    "mojibake_left": _("原页有乱码，未能全部修复"),
    "entity_damage": _("原页有损坏的字符编码，已尽量修复"),
    "traditional": _("原页为繁体字"),
    "inline_pinyin": _("原页夹有拼音，已去除"),
    "spun": _("文字似经机器改写"),
    "masked": _("原页有数字或姓名被遮盖"),
    "lost_characters": _("原页缺字"),
    "truncated": _("原页不完整"),
    "hijacked": _("原页所在网站与内容无关"),
    "forged_source": _("标注的来源可疑"),
    "given": _("由投稿方给出正文，非从网页提取"),
    "markup_in_text": _("原页文字中夹有网页代码，已去除"),
    "no_title": _("原页没有标题"),
    "charset_guessed": _("原页未声明字符集，按内容推断"),
}


def describe_flags(flags: Iterable[str]) -> list[str]:
    """A sentence a flag; a flag without one is shown by its code."""
    return [str(FLAG_WORDS.get(flag, flag)) for flag in flags]
