"""Photo captions, which leave the text: the line under an image's name, a line that markup calls a caption.

Deliberately not here: what the captions say.
"""

from __future__ import annotations

from collections.abc import Sequence

from archive.extract.byline import is_byline
from archive.extract.lines import Line
from archive.extract.noise import is_image_name
from archive.text.regex import regex

_POINTS = regex(r"^(?:图为|上图|下图|左图|右图|图[一二三四1-4]?[::])")
_CREDIT = regex(r"(?:摄|供图|图片来源[^。]{0,20}|资料图片?|资料照片)\s?[)。】]?\s?$")
_SHOWS = regex(r"^[^。]{2,40}\((?:前排|后排)?(?:左|右|中|前|后)(?:起|排)?(?:[一二三四五1-9]|中)?\)[^。]{0,20}。?$")
_MAX_CAPTION, _MAX_CREDITED = 60, 80
_SENTENCES = regex(r"。.")


def split_captions(lines: Sequence[Line]) -> tuple[list[Line], tuple[str, ...]]:
    """The lines without image names and captions, and the captions in page order."""
    kept: list[Line] = []
    captions: list[str] = []
    after_image = in_markup = False
    for index, line in enumerate(lines):
        if is_image_name(line.key) or line.role == "image":
            after_image = True
            in_markup = line.role == "image"
            continue
        following = lines[index + 1] if index + 1 < len(lines) else None
        if (
            line.role == "caption"
            or (after_image and _is_caption(line, following, in_markup=in_markup))
            or _is_credited(line)
        ):
            captions.append(line.text)
        else:
            kept.append(line)
        after_image = False
    return kept, tuple(dict.fromkeys(captions))


def _is_caption(line: Line, following: Line | None, *, in_markup: bool) -> bool:
    """Under an image: short, at most one sentence, and not the only words before the end."""
    if len(line.text) > _MAX_CAPTION or _SENTENCES.search(line.key):
        return False
    if in_markup and (line.key[-1] in "。!?;:”…" or line.han < 4):
        return False  # a page sets pictures between its paragraphs; what belongs to one is set so (`webpage`)
    return not line.key.endswith("。") or following is not None


def _is_credited(line: Line) -> bool:
    """A line of its own that ends in its photographer (大会现场。记者 张三 摄) or says what it shows (图为大会现场)."""
    if line.key.count("。") > 1 or len(line.text) > _MAX_CREDITED:
        return False
    return not is_byline(line) and bool(_CREDIT.search(line.key) or _POINTS.match(line.key) or _SHOWS.search(line.key))
