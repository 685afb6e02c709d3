"""Second opinions on an HTML page's title, date and body, and a flag for each that contradicts the draft.

`title_disagreement`: neither title tag, og:title nor a main heading shares half of its character pairs with the title,
or the page's one main heading does not.
`date_disagreement`: the day differs by more than one from another day the page states as its own (markup against the
visible lines), or by more than a week from the day in the address.
`body_disagreement`: the body and the one got by the other way (`second_body`) agree by less than .6 (29 real pages: 24
agree by more than .85, the rest are pages where one of the two is wrong).

Deliberately not here: choosing among the opinions.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from archive.extract.lines import Line
from archive.extract.metadata import find_meta_published, strip_site
from archive.extract.published import find_in_address
from archive.extract.second_body import agreement, second_body
from archive.extract.shapes import is_meta
from archive.extract.stamps import find_stamps
from archive.extract.tree import HtmlPage
from archive.records import Draft, StatedDate
from archive.text.normalise import fold

_LEAST_AGREEMENT = 0.6
_HEADER_BLOCKS = 150
_SHORTEST, _LONG_HEADING = 5, 7
_WITHIN_PAGE, _TO_ADDRESS = 1, 7


def find_disagreements(tree: HtmlPage, markup: str, draft: Draft) -> tuple[str, ...]:
    """The flags of the opinions that contradict the draft."""
    found = {
        "title_disagreement": _title_differs(tree, draft.title),
        "date_disagreement": _date_differs(tree, draft),
        "body_disagreement": bool(draft.body) and agreement(draft.body, second_body(markup)) < _LEAST_AGREEMENT,
    }
    return tuple(name for name, differs in found.items() if differs)


def _title_differs(tree: HtmlPage, title: str) -> bool:
    others = [strip_site(tree.title_tag), tree.meta.get("og:title", "")]
    others.extend(block.text for block in tree.headings if block.level == 1)
    others = [other for other in map(_plain, others) if len(other) >= _SHORTEST]
    mine = _plain(title)
    if not mine or not others:
        return False
    main = [_plain(block.text) for block in tree.headings if block.level == 1]
    if len(main) == 1 and len(main[0]) >= _LONG_HEADING and _likeness(mine, main[0]) < 0.5:
        return True
    return all(_likeness(mine, other) < 0.5 for other in others)


def _likeness(one: str, other: str) -> float:
    """The part of the shorter text's pairs of characters that the longer one has."""
    if len(one) > len(other):
        one, other = other, one
    pairs = {one[at : at + 2] for at in range(len(one) - 1)}
    return sum(pair in other for pair in pairs) / len(pairs) if pairs else 0.0


def _date_differs(tree: HtmlPage, draft: Draft) -> bool:
    if draft.published is None or len(draft.published.value) < 10:
        return False
    day = dt.date.fromisoformat(draft.published.value[:10])
    markup = find_meta_published(tree)
    visible = list(_visible_days(tree))
    stated = [*_full_day(markup), *visible]
    if stated and min(abs((day - other).days) for other in stated) > _WITHIN_PAGE:
        return True
    if markup and visible:
        meta_day = dt.date.fromisoformat(markup.value[:10]) if len(markup.value) >= 10 else day
        if all(abs((meta_day - other).days) > _WITHIN_PAGE for other in visible):
            return True
    address = find_in_address(draft.url)
    return address is not None and abs((day - dt.date.fromisoformat(address.value[:10])).days) > _TO_ADDRESS


def _full_day(stated: StatedDate | None) -> list[dt.date]:
    return [dt.date.fromisoformat(stated.value[:10])] if stated and len(stated.value) >= 10 else []


def _visible_days(tree: HtmlPage) -> Iterator[dt.date]:
    """Days on the page's own lines above the first long paragraph that follows one."""
    found = False
    for block in tree.blocks[:_HEADER_BLOCKS]:
        if found and len(block.text) > 120:
            return
        line = Line(block.text[:200])
        if len(block.text) <= 120 and block.link_share < 0.5 and is_meta(line):
            for stamp in find_stamps(line.key):
                found = True
                yield stamp.when.date()


def _plain(text: str) -> str:
    return re.sub(r"[\W_]", "", fold(text))
