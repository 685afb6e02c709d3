"""Who wrote an article and who edited it.

Authors are the reporters, correspondents and writers named in labels, beside the dateline or at the end of the text;
photographers, reviewers and editors are none. The editor is the responsible one where the page tells several apart.

Deliberately not here: people in the story (`archive.resolve.people`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from archive.extract.labels import Claim, ends_in_empty_label
from archive.extract.lines import Line
from archive.extract.names import ROLE, is_labelled_name, is_name, split_names
from archive.text.normalise import fold

_PARENTHESES = re.compile(r"[(\[【]([^()\[\]【】。]{2,80})[)\]】]")
_AFTER_DATELINE = re.compile(r"(?:讯|电|消息|报道)\s?:?\s?$")
_INLINE = re.compile(
    r"(?:^[□■◎○◆H]?\s?|[。!?)”\s□■◎]|^.{0,16}?|(?<=讯)|(?<=电)|(?<=题)\s?)(?P<role>(?:[一-鿿]{0,12}?)(?:记者|通讯员|见习记者|实习生))[\s:]?(?P<names>[一-鿿·][一-鿿·\s、,]{1,40})"
)
_REPORTS = re.compile(r"(?:摄影)?报道|文/?图|图/?文|$|\s|[,,。:;)(]|(?=[一-鿿]{0,6}(?:记者|通讯员))")
_PHOTO = re.compile(r"^\s?(?:等)?\s?(?:/|\s)?(?:摄(?!影报道)|图(?!/?文)|拍摄|供图|制图)")
_PHOTO_CREDIT = re.compile(r"(?:摄|图|供图|拍摄)\s?$")
_ORIGINAL = re.compile(r"原创\s(?P<names>[一-鿿·]{2,8})\s")
_HEADER_NAMES = re.compile(
    r"^\s?(?P<office>[一-鿿]{2,12}(?:新闻|日报|晚报|客户端|在线|频道|[部委办局厅院校会团站组处科室队社区县镇乡村报网])\s)?(?P<names>[一-鿿]{2,4}(?:[\s、][一-鿿]{2,4}){0,3})\s?(?=(?:19|20)\d\d[-年/.]|$)"
)
_NEXT_ROLE = re.compile(r"\s?[一-鿿]{0,4}(?:记者|通讯员|实习生)[\s:]?")
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
                    return " ".join(names[:3]), claim.quote
    return None


def strip_sign_off(line: Line, authors: Sequence[str]) -> Line:
    """The last line of the text without the names in brackets that sign it: …出席大会。(作者 吴慧 李姗)."""
    match = re.search(r"[(\[【][^()\[\]【】]{2,60}[)\]】]\s?$", line.key)
    if not match or 0 < match.start() < 8:
        return line
    names = _names_in(line.text[match.start() + 1 : match.end() - 1].strip(" )）]】"), labelled=False)
    if names and all(name in authors for name in names):
        return Line(line.text[: match.start()].rstrip(), line.role)
    return line


def _statements(
    header: Sequence[Line], body: Sequence[Line], claims: Sequence[Claim]
) -> Iterator[tuple[list[str], str]]:
    for claim in claims:
        if claim.field == "author" or (claim.field == "source" and _is_person_claim(claim)):
            yield _names_in(claim.value, labelled=claim.field == "author"), claim.quote
    yield from _in_header(header)
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
    """大众新闻 周浩达 2026-03-05 20:42, or a name alone on a line under the date."""
    dated = False
    for index, line in enumerate(header):
        if index and ends_in_empty_label(header[index - 1]):
            continue  # the value of a label, read with it
        original = _ORIGINAL.match(line.key)
        if original and is_name(original["names"]):
            yield [line.text[original.start("names") : original.end("names")]], line.text
            continue
        match = _HEADER_NAMES.match(line.key) if len(line.key) <= 50 else None
        has_date = bool(re.search(r"(?:19|20)\d\d[-年/.]\s?\d", line.key))
        if match and (has_date or dated or match["office"]) and "记者" not in line.key:
            names = [
                line.text[s + match.start("names") : e + match.start("names")] for s, e in split_names(match["names"])
            ]
            if names and sum(map(len, names)) >= len(re.sub(r"\s", "", match["names"])) - 1:
                yield names, line.text
        elif len(line.key) <= 60 and ROLE.search(line.key) and ":" not in line.key:
            yield list(_inline(line)), line.text
        dated = dated or has_date


def _in_opening(line: Line) -> Iterator[tuple[list[str], str]]:
    """Beside the dateline: (记者 张鹏), 讯(杨立君 冯佳慧), □本报记者 徐梦, 记者陈玉霞报道."""
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
    """Signing the text: (徐可 田海宁 梁辰), (记者 王粲), 兰州日报社全媒体记者 唐瑞."""
    match = re.search(r"[(\[【]([^()\[\]【】。]{2,60})[)\]】]\s?[。]?(?:\(完\))?\s?$", line.key)
    if match:
        inside = match[1]
        if ROLE.search(inside) or _all_names(inside):
            yield (
                _names_in(line.text[match.start(1) : match.end(1)], labelled=bool(ROLE.search(inside))),
                line.text[match.start() : match.end()],
            )
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
    inside = re.sub(r"(?:文/?图|图/?文|文并摄|摄影报道)\s?$", "", inside)
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


def are_names(words: Iterable[str]) -> bool:
    """Whether every word may be a person's name where a label says so."""
    return all(is_labelled_name(fold(word)) for word in words)
