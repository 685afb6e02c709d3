"""Who wrote an article and who edited it.

Authors are the reporters, correspondents and writers named in labels, beside the dateline or at the end of the text;
photographers, reviewers and editors are none. The editor is the responsible one where the page tells several apart.

Deliberately not here: people in the story (`archive.resolve.people`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from archive.extract.labels import Claim, find_labels
from archive.extract.lines import Line
from archive.extract.names import ROLE, WRITER, is_name, split_names
from archive.extract.remembered import remember
from archive.extract.subline import find_poster, find_writers
from archive.text.normalise import fold
from archive.text.regex import regex

_PARENTHESES = regex(r"[(\[【]([^()\[\]【】。]{2,80})[)\]】]")
_AFTER_DATELINE = regex(r"(?:讯|电|消息|报道)\s?:?\s?$")
_INLINE = regex(
    r"(?:^[□■◎○◆H]?\s?|[。!?)”\s□■◎]|^.{0,16}?|(?<=讯)|(?<=电)|(?<=题)\s?)(?P<role>(?:[一-鿿]{0,12}?)(?:记者|通讯员|见习记者|实习生))[\s:]?(?P<names>[一-鿿·][一-鿿·\s、,]{1,40})"
)
_REPORTS = regex(r"(?:摄影)?报道|文/?图|图/?文|$|\s|[,,。:;)(]|(?=[一-鿿]{0,6}(?:记者|通讯员))")
_PHOTO = regex(r"^\s?(?:等)?\s?(?:/|\s)?(?:摄(?!影报道)|图(?!/?文)|拍摄|供图|制图)")
_PHOTO_CREDIT = regex(r"(?:摄|图|供图|拍摄)\s?$")
_ORIGINAL = regex(r"原创\s(?P<names>[一-鿿·]{2,8})\s")
_BYLINE_ROLE = regex(
    r"(?:[一-鿿]{0,10}(?:记者|通讯员|实习生|评论员|观察员)|供稿人?|撰稿人?|作者|撰文|文字?|采写)\s?[:/|]?"
)
_POSTED = regex(r"(?:^|\s)由\s?(?P<name>[一-鿿·a-z0-9]{2,12})\s?(?:发表|发布|上传)(?:于|在)")
_OFFICES = regex(r"^(?:[一-鿿]{2,16}[部委办局厅院校会团站组处科室队社区县镇乡村报网道心司园所府学]\s)+")
_LAST_NAME = regex(r"[。!?”…]\s(?P<name>[一-鿿]{2,3}(?:[\s、][一-鿿]{2,3}){0,2})$")
_MARKED = regex(r"^[□■◎○◆▲●]\s?(?P<names>[一-鿿]{2,4}(?:[\s、][一-鿿]{2,4}){0,3})$")
_WORK_AT_END = regex(r"\s?[(\[]?(?:文/?图|图/?文|文/摄|摄/文|文并摄|文摄|摄影报道|图文)[)\]]?\s?$")
_TEXT_BY = regex(
    r"(?:^|[(\[【])\s?(?:(?:文|文字|撰文|撰稿人?|供稿人?)\s?[/|:丨](?![图摄])|(?:文/?图|图/?文)[\s:])\s?(?P<names>[一-鿿·、]{2,14}(?:[\s、][一-鿿·]{2,4}(?!\s?[/|:丨]))*)"
    r"|(?:^|[(\[【])\s?(?P<before>[一-鿿·、\s]{2,30}?)\s?/\s?(?:文|图文|文图|文并图)(?![一-鿿])"
)
_NEXT_ROLE = regex(r"\s?[一-鿿]{0,4}(?:记者|通讯员|实习生)[\s:]?")
_HEAD, _MAX_AUTHORS = 160, 12


def find_authors(
    header: Sequence[Line], body: Sequence[Line], claims: Sequence[Claim]
) -> tuple[tuple[str, ...], str | None]:
    """Names in page order of first mention, each once, and the words that first state them."""
    found: list[tuple[str, str]] = []
    for several, quote in _statements(header, body, claims):
        found.extend((name, quote) for name in several)
    names = tuple(dict.fromkeys(re.sub(r"\s", "", name) for name, _ in found))[:_MAX_AUTHORS]
    return names, found[0][1] if found else None


def find_editor(*zones: Sequence[Claim]) -> tuple[str, str] | None:
    """The editor's name (several joined by a space) and the words that state it.

    `zones` are claims in order of trust: the header's, then the tail's, whose names may be those of a reprinted page.
    """
    for claims in zones:
        for field in ("chief_editor", "editor"):
            for claim in claims:
                names = _names_in(claim.value, labelled=True) if claim.field == field else []
                if names:
                    return " ".join(re.sub(r"\s", "", name) for name in names[:3]), claim.quote
    return None


def is_byline(line: Line) -> bool:
    """A line that only says who wrote: □本报记者 X, (向楚楚), (记者 X 通讯员 Y), 记者 X 通讯员 Y 文/摄, (供稿:X)."""
    return bool(line.key) and _is_byline(line.key)


@remember
def _is_byline(line_key: str) -> bool:
    key = _WORK_AT_END.sub("", line_key).strip(" ()[]【】□■◎○◆•·。")
    if not 2 <= len(key) <= 60 or "。" in key or "," in key:
        return False
    if _TEXT_BY.match(line_key):
        return True
    if _MARKED.match(line_key) or (len(line_key) <= 12 and _all_names(line_key)):
        return True
    bracketed = line_key[0] in "([【" and line_key[-1] in ")]】"
    match = _BYLINE_ROLE.match(key)
    names = split_names(key[match.end() :] if match else key, labelled=bool(match))
    if not names or not (match or bracketed):
        return False
    rest = ROLE.sub("", key)
    return sum(end - start for start, end in names) >= 0.6 * len(re.sub(r"[\s、:/]", "", rest))


def strip_sign_off(line: Line, authors: Sequence[str]) -> Line:
    """The last line of the text without the names in brackets that sign it: …出席大会。(作者 吴慧 李姗)."""
    last = _LAST_NAME.search(line.key)
    if last and _all_names(last["name"]):
        return line.cut(0, last.start("name"))
    match = re.search(r"[(\[【][^()\[\]【】]{2,60}[)\]】]\s?$", line.key)
    if not match or 0 < match.start() < 8:
        return line
    names = _names_in(line.text[match.start() + 1 : match.end() - 1].strip(" )）]】"), labelled=False)
    credited = "/" in match[0] and any(name in authors for name in names)
    if names and (credited or all(name in authors for name in names)):
        return Line(line.text[: match.start()].rstrip(), line.role)
    return line


def _statements(
    header: Sequence[Line], body: Sequence[Line], claims: Sequence[Claim]
) -> Iterator[tuple[list[str], str]]:
    for claim in claims:
        if claim.field == "author" or (claim.field == "source" and _is_person_claim(claim)):
            yield _names_in(claim.value, labelled=claim.field == "author"), claim.quote
    yield from _in_header(header)
    if body and is_name(body[0].key):
        yield [body[0].text], body[0].text  # alone between headline and text
    for line in body[:3]:
        yield from _in_opening(line)
    for line in body[-3:]:
        yield from _at_end(line)


def _is_person_claim(claim: Claim) -> bool:
    """来源: with a person for its value names the writer."""
    return is_name(fold(claim.value.strip()))


def _names_in(text: str, *, labelled: bool) -> list[str]:
    key = fold(text)
    if _PHOTO_CREDIT.search(key) and not re.search(r"文[/并]?[图摄]|图/?文", key):
        return []
    return [text[start:end] for start, end in split_names(key, labelled=labelled)]


def _in_header(header: Sequence[Line]) -> Iterator[tuple[list[str], str]]:
    """原创 X 某号, 大众新闻 周浩达 2026-03-05 20:42, 记者 X 通讯员 Y, □本报记者 X, and the poster of a forum."""
    for line in header:
        original = _ORIGINAL.match(line.key)
        posted = _POSTED.search(line.key)
        if posted and len(line.key) <= 60:
            yield [line.text[posted.start("name") : posted.end("name")]], line.text
        elif original and is_name(original["names"]):
            yield [line.text[original.start("names") : original.end("names")]], line.text
        elif len(line.key) <= 80 and WRITER.search(line.key) and not find_labels(line.key):
            yield from _in_opening(line)
    yield from find_writers(header)
    poster = find_poster(header)
    if poster:
        yield poster


def _in_opening(line: Line) -> Iterator[tuple[list[str], str]]:
    """Beside the dateline: (记者 张鹏), 讯(杨立君 冯佳慧), □本报记者 徐梦, 记者陈玉霞报道."""
    marked = _MARKED.match(line.key)
    if marked and _all_names(marked["names"]):
        yield _names_in(line.text[marked.start("names") :], labelled=False), line.text
    opening = line.key[:_HEAD]
    for match in _PARENTHESES.finditer(opening):
        inside = match[1]
        if ROLE.search(inside) or (_AFTER_DATELINE.search(line.key[: match.start()]) and _all_names(inside)):
            yield (
                _names_in(line.text[match.start(1) : match.end(1)], labelled=bool(ROLE.search(inside))),
                line.text[match.start() : match.end()],
            )
    yield list(_inline(Line(line.text[:_HEAD]))), line.text[:_HEAD]


def _at_end(line: Line) -> Iterator[tuple[list[str], str]]:
    """Signing the text: (徐可 田海宁 梁辰), (记者 王粲), (文/段青禾 图/秘书处), 兰州日报社全媒体记者 唐瑞."""
    work = _WORK_AT_END.search(line.key)
    if work and not line.key.endswith((")", "]")):
        line = line.cut(0, work.start())
    by = _TEXT_BY.search(line.key)
    if by:
        group = "names" if by["names"] else "before"
        yield _names_in(line.text[by.start(group) : by.end(group)], labelled=True), line.text[by.start() :]
        return
    match = re.search(r"[(\[【]([^()\[\]【】。]{2,60})[)\]】]\s?[。]?(?:\(完\))?\s?$", line.key)
    if match:
        inside = match[1]
        if ROLE.search(inside) or _all_names(inside):
            yield (
                _names_in(line.text[match.start(1) : match.end(1)], labelled=bool(ROLE.search(inside))),
                line.text[match.start() : match.end()],
            )
        return
    last = _LAST_NAME.search(line.key)
    alone = len(line.key) <= 12 and _all_names(line.key)
    if alone or (last and _all_names(last["name"])):
        words = line.text if alone or not last else line.text[last.start("name") :]
        yield _names_in(words, labelled=False), words
        return
    end = re.search(
        r"(?:[。!?”)\s]|^)\s?[一-鿿/]{0,14}(?:记者|通讯员|作者|撰稿|撰文)[\s:]([一-鿿\s、]{2,40})$", line.key[-80:]
    )
    if end and not re.search(r"[。,]", end[1]):
        offset = max(0, len(line.key) - 80)
        yield (
            _names_in(line.text[offset + end.start() : offset + end.end()], labelled=False),
            line.text[offset + end.start() :],
        )


def _all_names(inside: str) -> bool:
    """Whether brackets hold nothing but names: 徐可 田海宁 梁辰."""
    inside = re.sub(r"(?:文/?图|图/?文|文/摄|摄/文|文并摄|摄影报道)\s?$", "", inside)
    inside = _OFFICES.sub("", inside)
    if _PHOTO_CREDIT.search(inside):
        return False
    names = split_names(inside)
    covered = sum(end - start for start, end in names)
    return bool(names) and covered >= len(re.sub(r"[\s、,/]", "", inside))


def _inline(line: Line) -> Iterator[str]:
    """Names after a role in running text, as long as words of names follow each other."""
    for match in _INLINE.finditer(line.key):
        start = match.start("names")
        for begin, end in _leading_names(line.key, start, match.end("names")):
            if not _PHOTO.match(line.key, end) and not _photo_follows(line.key, end):
                yield line.text[begin:end]


def _photo_follows(key: str, end: int) -> bool:
    return key[end : end + 3].strip().startswith("摄") and not key[end : end + 6].strip().startswith("摄影报道")


def _leading_names(key: str, start: int, limit: int) -> Iterable[tuple[int, int]]:
    at = start
    names: list[tuple[int, int]] = []
    while at < limit:
        while at < limit and key[at] in " 、,":
            at += 1
        end = _name_end(key, at)
        if not end:
            break
        names.append((at, end))
        at = end
        role = _NEXT_ROLE.match(key, at)
        if role:
            at = role.end()
        elif at < len(key) and key[at] not in " 、,":
            break
    return names


def _name_end(key: str, start: int) -> int:
    """Where a name that starts here ends: at a delimiter, a role, or 报道; 0 where none starts."""
    if (
        key[start : start + 1]
        and key[start + 1 : start + 2] == " "
        and is_name(key[start] + key[start + 2 : start + 3])
    ):
        return start + 3
    for size in (2, 3, 4):
        word = key[start : start + size]
        if (
            len(word) == size
            and is_name(word)
            and _REPORTS.match(key, start + size)
            and not _is_clipped(key, start, size)
        ):
            return start + size
    return 0


def _is_clipped(key: str, start: int, size: int) -> bool:
    """张林 before 虎 and a space is the front of 张林虎."""
    longer = key[start : start + size + 1]
    return (
        len(longer) == size + 1
        and is_name(longer)
        and bool(re.match(r"\s|[,,。:;)]|报道|摄", key[start + size + 1 :]))
        and not re.match(r"\s|[,,。:;)(]|报道|摄影报道|通讯员|记者", key[start + size :])
    )
