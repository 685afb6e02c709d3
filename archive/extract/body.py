"""The text of an article, one paragraph a line, without what the page put between its paragraphs.

Deliberately not here: where the article begins and ends (`zones`, `tail`) and its captions (`captions`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.extract.byline import strip_sign_off
from archive.extract.lines import Line
from archive.extract.noise import is_widget
from archive.extract.shapes import is_meta

_COMPLETE = re.compile(r"\s?[(\[【](?:完|完毕|结束)[)\]】]\s?$")
_PAGER = re.compile(r"^[\W_]{0,3}(?:第?\d{1,3}页|共\d{1,3}页|首页|尾页|上页|下页)")


def clean_body(lines: Sequence[Line], title: str, authors: Sequence[str]) -> str:
    """Join the lines of the text; widgets, addresses, a repeated title and the sign-off are dropped."""
    kept = [line for line in lines if not _is_dropped(line, title)]
    if not kept:
        return ""
    kept[-1] = Line(_COMPLETE.sub("", kept[-1].text), kept[-1].role)
    kept[-1] = strip_sign_off(kept[-1], authors)
    return "\n".join(line.text for line in kept if line.text)


def _is_dropped(line: Line, title: str) -> bool:
    if line.text == title or _PAGER.match(line.key):
        return True
    if is_widget(line.key):
        return True
    return is_meta(line) and line.han < 30 and ":" in line.key and len(line.key) < 60 and "。" not in line.key
