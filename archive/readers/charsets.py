"""Names of charsets as pages declare them, and which of Python's decoders read them.

Deliberately not here: choosing between charsets (`archive.readers.decode`).
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping

from archive.text.regex import regex

CANDIDATES = ("gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
"""What undeclared Chinese text that is no UTF-8 can be in, most common first."""

BYTE_ORDER_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# Labels after the WHATWG Encoding Standard, which follows what browsers do: gb2312 means its superset, and so on.
_DECODERS: Mapping[str, str] = {
    **dict.fromkeys(("utf8", "unicode11utf8", "xunicode20utf8"), "utf-8"),
    **dict.fromkeys(
        ("gb2312", "gb231280", "gbk", "xgbk", "gb18030", "cp936", "chinese", "csgb2312", "isoir58"), "gb18030"
    ),
    **dict.fromkeys(("big5", "big5hkscs", "cnbig5", "csbig5", "xxbig5", "cp950", "big5eten"), "big5hkscs"),
    **dict.fromkeys(("utf16", "utf16le", "unicode", "ucs2"), "utf-16-le"),
    **dict.fromkeys(("ascii", "usascii", "iso88591", "latin1", "windows1252", "cp1252"), "cp1252"),
    **dict.fromkeys(("shiftjis", "sjis", "xsjis", "windows31j"), "cp932"),
    **dict.fromkeys(("euckr", "ksc56011987", "windows949", "cp949"), "cp949"),
    "utf16be": "utf-16-be",
    "eucjp": "euc_jp",
    "windows1251": "cp1251",
    "koi8r": "koi8_r",
}

_META = re.compile(rb"""<meta[^>]{0,500}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.I)
_XML = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{2,40})""", re.I)
_PARAMETER = regex(r"""charset\s*=\s*["']?([\w.:-]{2,40})""", re.I)
_LOOKED_AT = 8_192
"""The standard says 1024 bytes; real pages put long scripts before their meta."""


def decoder_named(label: str | None) -> str | None:
    """Python's decoder for a label as a page or a server writes it; None if unknown or no charset of text."""
    return _DECODERS.get(re.sub(r"[^a-z0-9]", "", label.lower())) if label else None


def charset_in_markup(data: bytes) -> str | None:
    """The label that an HTML or XML page declares about itself, as written."""
    head = data[:_LOOKED_AT]
    match = _XML.search(head) or _META.search(head)
    return match[1].decode("ascii") if match else None


def charset_in_media_type(media_type: str | None) -> str | None:
    """The label in a media type such as `text/html; charset=gbk`, as written."""
    match = _PARAMETER.search(media_type or "")
    return match[1] if match else None


def typed(kind: str, charset: str | None) -> str:
    """A media type with the charset its sender stated beside the bytes: reading them again needs it."""
    return f"{kind}; charset={charset.lower()}" if charset and decoder_named(charset) else kind
