"""What the codes of failures mean, in the words of the interface. The reason a stage gives goes beside it."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_MEANINGS: dict[str, str | Promise] = {
    "missing": _("没有这个文件或文件夹"),
    "empty": _("内容为空"),
    "binary": _("是二进制文件，不是文本"),
    "too_large": _("太大"),
    "bad_json": _("不是合法的 JSON"),
    "bad_line": _("这一行不是网页也不是文章"),
    "unreadable": _("无法读取"),
    "undecodable": _("不是任何已知编码的文本"),
    "bad_field": _("这一行的某个字段不对"),
    "bad_row": _("表格的这一行有问题"),
    "bad_columns": _("表格缺少正文一列"),
    "damaged": _("文件已损坏"),
    "truncated": _("文件不完整"),
    "encrypted": _("已加密"),
    "unsupported": _("不支持的格式"),
    "nested": _("压缩包中的压缩包"),
    "no_text": _("没有可用的正文"),
    "gone": _("文件里已没有这一页"),
    "not_kept": _("上传或标准输入的内容，无法再次读取"),
    "worker_died": _("处理进程因此页崩溃"),
    "unexpected": _("程序错误"),
    "bad_address": _("不是可以抓取的网址"),
    "forbidden_port": _("不是网站的端口"),
    "private_address": _("不是公网地址"),
    "unknown_host": _("找不到这个主机"),
    "unreachable": _("连接不上"),
    "tls": _("无法建立安全连接"),
    "timeout": _("超时"),
    "bad_answer": _("服务器的回答不合规范"),
    "redirects": _("重定向太多"),
    "robots": _("网站的 robots.txt 不允许"),
    "robots_unreachable": _("网站的 robots.txt 暂时无法读取"),
    "slow_robots": _("网站要求的间隔太长"),
    "busy": _("服务器要求稍后再来"),
    "bad_feed": _("不是 RSS 或 Atom"),
    "withdrawn": _("档案已撤回此页"),
    "http_403": _("服务器拒绝"),
    "http_404": _("网页不存在"),
    "http_410": _("网页已永久撤下"),
    "http_429": _("服务器要求稍后再来"),
    "http_503": _("服务器要求稍后再来"),
}


def explain_code(code: str) -> str:
    """A failure's code in words; the code itself where it has none."""
    return str(_MEANINGS.get(code, code))
