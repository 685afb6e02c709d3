"""Finds data about private persons in a text and masks them: phones, identity and card numbers, e-mail, homes, names.

Gives `find_personal_data` and `mask`, both by offsets; masked text has the length of the text. What is public by its
nature is left: hotlines, landlines of offices, an institution's account for donations, a press office's e-mail.
Deliberately not here: who may see what (`archive.models.public_text`), and names of people in office.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from archive.text.named_private_persons import find_private_names
from archive.text.normalise import fold
from archive.text.number_checks import is_bank_card, is_hong_kong_identity, is_identity, is_taiwan_identity
from archive.text.regex import regex

PersonalKind = Literal[
    "mobile", "landline", "identity", "bank_card", "email", "account", "address", "minor", "aid_recipient"
]
RULE_VERSION = 1
MASK = "●"

_KEPT_HEAD = {"minor": 1, "aid_recipient": 1}
"""Characters left at the front: a surname tells readers that a person is meant, and not who."""

_MAX_SPANS = 2000
"""Of one kind: more make a page of numbers."""


@dataclass(frozen=True, kw_only=True, order=True)
class PersonalSpan:
    """One piece of personal data at `start:end` of the text it was found in."""

    start: int
    end: int
    kind: PersonalKind


def find_personal_data(text: str) -> tuple[PersonalSpan, ...]:
    """Every piece of personal data in `text`, in order, without overlaps (the longer one wins)."""
    folded = fold(text)
    found: list[PersonalSpan] = []
    # Most texts hold no number as long as the shortest of these: one search instead of seven.
    numbers = (_identities, _papers, _bank_cards, _phones) if _LONG_NUMBER.search(folded) else ()
    for find in (*numbers, _emails, _accounts, _addresses, _names):
        found.extend(islice(find(folded), _MAX_SPANS))
    return _without_overlaps(found)


def mask(text: str, spans: Iterable[PersonalSpan]) -> str:
    """`text` with the spans made unreadable, one character for one: offsets stay valid.

    Of a name the first character stays; signs between digits, `@` and the host of an e-mail stay as well.
    """
    characters = list(text)
    for span in spans:
        stop = span.end
        if span.kind == "email":
            stop = next((at for at in range(span.start, span.end) if text[at] in "@＠"), span.end)
        for at in range(span.start + _KEPT_HEAD.get(span.kind, 0), min(stop, len(characters))):
            if characters[at].isalnum() or (span.kind in ("email", "account") and not characters[at].isspace()):
                characters[at] = MASK
    return "".join(characters)


def mask_personal_data(text: str) -> str:
    """`text` with everything `find_personal_data` finds in it masked."""
    return mask(text, find_personal_data(text))


def _without_overlaps(found: Iterable[PersonalSpan]) -> tuple[PersonalSpan, ...]:
    kept: list[PersonalSpan] = []
    for span in sorted(found, key=lambda span: (span.start, -span.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
        elif span.end > kept[-1].end:
            kept[-1] = PersonalSpan(start=kept[-1].start, end=span.end, kind=kept[-1].kind)
    return tuple(kept)


# --- numbers -----------------------------------------------------------------------------------------------------

_LONG_NUMBER = regex(r"\d{6}|\d{4}[ -]\d{4}")
_IDENTITY = regex(r"(?<![0-9a-z])[1-9]\d{5}\s?(?:18|19|20)\d{2}\s?\d{4}\s?\d{3}[\dx](?![0-9a-z])")
_OLD_IDENTITY = regex(r"(?<![0-9a-z.])[1-8]\d{14}(?![0-9a-z])")
_IDENTITY_LABEL = regex(r"(?:身份证|证件)(?:号码?|编号)?(?:为|是|[:\s])*$")
_HONG_KONG = regex(r"(?<![0-9a-z])[a-z]{1,2}\d{6}\([\da]\)")
_TAIWAN = regex(r"(?<![0-9a-z])[a-z][1289]\d{8}(?![0-9a-z])")
_PASSPORT = regex(r"(?:护照|通行证)(?:号码?)?[:\s]*(?P<n>[a-z]{1,2}\d{7,9})(?![0-9a-z])")


def _identities(folded: str) -> Iterator[PersonalSpan]:
    for match in _IDENTITY.finditer(folded):
        # A number called one is one, also where a digit was lost in typing.
        if is_identity(match[0]) or _IDENTITY_LABEL.search(folded, max(0, match.start() - 12), match.start()):
            yield PersonalSpan(start=match.start(), end=match.end(), kind="identity")
    for match in _OLD_IDENTITY.finditer(folded):
        if _IDENTITY_LABEL.search(folded, max(0, match.start() - 12), match.start()):
            yield PersonalSpan(start=match.start(), end=match.end(), kind="identity")


def _papers(folded: str) -> Iterator[PersonalSpan]:
    """Papers of Hong Kong and Taiwan, known by their check digits, and passports, known by the word before."""
    for pattern, holds in ((_HONG_KONG, is_hong_kong_identity), (_TAIWAN, is_taiwan_identity)):
        for match in pattern.finditer(folded):
            if holds(match[0]):
                yield PersonalSpan(start=match.start(), end=match.end(), kind="identity")
    for match in _PASSPORT.finditer(folded):
        yield PersonalSpan(start=match.start("n"), end=match.end("n"), kind="identity")


_CARD = regex(r"(?<![0-9a-z.])(?:62|4|5[1-5]|35|9[0-9]|60)\d{2}(?:[ -]?\d{4}){2,3}(?:[ -]?\d{1,4})?(?![0-9a-z])")
_HOLDER = regex(
    r"(?:户名|账户名称?|开户名称?|收款(?:人|单位|户名)|账户)[:\s]*[^,。;:\n]{0,24}?(?:会|院|公司|局|中心|学校|小学|中学|大学|站|社|团|办|队)"
)
_HOLDER_REACH = 80


def _bank_cards(folded: str) -> Iterator[PersonalSpan]:
    for match in _CARD.finditer(folded):
        around = folded[max(0, match.start() - _HOLDER_REACH) : match.end() + _HOLDER_REACH]
        if is_bank_card(match[0]) and not _HOLDER.search(around):
            yield PersonalSpan(start=match.start(), end=match.end(), kind="bank_card")


_MOBILE = regex(r"(?<![\da-z.,_=/-])(?:\+?86[- ]?)?1[3-9]\d([- ]?)\d{4}\1\d{4}(?![\da-z_]|\.\d)")
_LANDLINE = regex(r"(?<![\d.,-])(?:\(?0\d{2,3}\)?[- ]?)?[2-8]\d{6,7}(?![\d-]|\.\d)")
# A landline is a person's where the words around say so; else it is an office's.
_AT_HOME = regex(
    r"(?:家庭|住宅|宅|家里|家中|本人|个人|私人)(?:的)?(?:联系)?(?:电话|座机|固话)(?:号码)?(?:为|是|[:\s])*$"
)
_OF_A_PERSON = regex(
    r"[\u4e00-\u9fff](?:先生|女士|小姐|阿姨|大爷|大妈|奶奶|爷爷|大姐|大哥|某某?)(?:的)?(?:联系)?(?:电话|座机|固话)?(?:号码)?(?:为|是|[:,\s(])*$"
)


def _phones(folded: str) -> Iterator[PersonalSpan]:
    for match in _MOBILE.finditer(folded):
        yield PersonalSpan(start=match.start(), end=match.end(), kind="mobile")
    for match in _LANDLINE.finditer(folded):
        before = folded[max(0, match.start() - 20) : match.start()]
        if _AT_HOME.search(before) or _OF_A_PERSON.search(before):
            yield PersonalSpan(start=match.start(), end=match.end(), kind="landline")


# --- addresses on the net and in the street -------------------------------------------------------------------------

_EMAIL = regex(
    r"(?<![a-z0-9_.+-])(?P<who>[a-z0-9][a-z0-9_.+-]{0,63})@(?P<host>(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,8})(?![a-z0-9_-])"
)
_OFFICE_MAIL = regex(
    r"(?:info|office|service|contact|admin|support|help|press|news|media|volunteer|zyz|zyfw|bgs|webmaster|kefu|hr|job|join|hello|editor|tougao|"
    r"mail|email|public|pr|cs|enquiry|general)[\d._-]*$"
)
_ACCOUNT = regex(
    r"(?:微信(?!公众)号?|微信id|wechat|qq(?!群)号?)\s?(?:为|是|:)\s?(?P<id>[a-z0-9][a-z0-9_-]{4,19})(?![a-z0-9_-])|(?:微信号|qq号)(?P<bare>[a-z0-9][a-z0-9_-]{4,19})(?![a-z0-9_-])"
)


def _emails(folded: str) -> Iterator[PersonalSpan]:
    if "@" not in folded:
        return
    for match in _EMAIL.finditer(folded):
        if not _OFFICE_MAIL.match(match["who"]):
            yield PersonalSpan(start=match.start(), end=match.end(), kind="email")


def _accounts(folded: str) -> Iterator[PersonalSpan]:
    for match in _ACCOUNT.finditer(folded):
        group = "id" if match["id"] else "bare"
        yield PersonalSpan(start=match.start(group), end=match.end(group), kind="account")


_DOOR = r"(?:\d{1,5}|[一二三四五六七八九十]{1,3}|[a-z])\s?(?:号楼|号院|栋|幢|座|单元|室|户|弄|号|楼|组)(?!人|线)"
_HOME = regex(
    r"(?:家住|家庭(?:住址|地址)|住址|现住(?:址)?|居住地址?|户籍地址?|家在|居住(?:在|于)|住在)(?:为|是|在|[:\s])*"
    rf"(?P<home>[^,。;:!?\n(]{{0,30}}?{_DOOR}(?:-?\s?(?:{_DOOR}|\d{{1,4}}))*)"
)
# Units are parts of blocks of flats, not of offices.
_FLAT = regex(
    r"(?:\d{1,4}|[a-z])\s?(?:号楼|栋|幢|座|号)?\s?-?\s?(?:\d{1,2}|[一二三四五六七八九十])\s?单元\s?(?:\d{1,4}\s?(?:室|号|户)?)?"
)


def _addresses(folded: str) -> Iterator[PersonalSpan]:
    for match in _HOME.finditer(folded):
        yield PersonalSpan(start=match.start("home"), end=match.end("home"), kind="address")
    for match in _FLAT.finditer(folded) if "单元" in folded else ():
        if re.search(r"\d$|[室号户]$", match[0].strip()):
            yield PersonalSpan(start=match.start(), end=match.end(), kind="address")


def _names(folded: str) -> Iterator[PersonalSpan]:
    for start, end, is_minor in find_private_names(folded):
        yield PersonalSpan(start=start, end=end, kind="minor" if is_minor else "aid_recipient")
