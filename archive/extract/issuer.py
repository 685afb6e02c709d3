"""Who issues a notice, as its title says: `某某协会关于表彰志愿者的决定` is issued by 某某协会.

Titles of Chinese official and association papers are made of issuer, 关于, matter and kind of paper (GB/T 9704-2012, 7.3.1).
Deliberately not here: sources claimed by a label (`source`) and outlets of datelines (`dateline`).
"""

from __future__ import annotations

from archive.text.normalise import fold
from archive.text.regex import regex

_PAPER = (
    r"通知|通告|公告|公示|通报|办法|细则|条例|规定|意见|决定|方案|计划|章程|制度|倡议书?|公开信|启事|函|批复|指引|标准"
)
_ISSUER = regex(
    r"^(?P<issuer>[一-鿿]{2,28}?(?:会|局|委|部|办|办公室|厅|府|院|中心|协会|总队|支队|公司|大学|学校|中学|小学|街道|社区))"
    rf"关于[^。!?]{{2,60}}?(?:{_PAPER})(?:\([^()]{{1,12}}\))?$"
)


def issuer_of(title: str) -> str | None:
    """The body that issues the paper a title names; None for every other title."""
    match = _ISSUER.match(fold(title))
    return title[: match.end("issuer")] if match else None
