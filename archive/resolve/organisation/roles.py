"""What an organisation does on a page: organiser, donor, recipient, participant, or merely mentioned.

Read from the words around a row of names (A、B和C共同主办): what stands behind the last holds for all. Deliberately not
here: where names begin and end (`names`), and events other than the page's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.resolve.organisation.names import NameMention
from archive.resolve.passages import Passages
from archive.text.regex import regex

ROLES = ("organiser", "donor", "recipient", "participant", "mentioned")
"""From the most telling to the least."""

_JOINT = regex(r"(?:[、,和与及]|以及|暨|联合|携手|会同|协同|\s|[(][^()\n]{1,24}[)]|等)*")
_REACH_BEFORE, _REACH_AFTER = 24, 48
_CLAUSE = regex(r"[。;!?\n]")

_PEOPLE = (
    r"志愿者|队员|学生|师生|居民|群众|代表|党员|干部|职工|员工|工作人员|教师|老师|医生|护士|社工|义工|骨干|成员|会员|的"
)
_GAP = rf"(?:(?!{_PEOPLE})[^,。;:!?、\n])"
_PARTS = (
    ("host", regex(rf"^(?:等)?{_GAP}{{0,24}}?(?:主办|主辦|联办|共同举办|联合举办|联合主办)")),
    ("undertaker", regex(rf"^(?:等)?{_GAP}{{0,16}}?(?:承办|具体实施|执行)")),
    ("co-organiser", regex(rf"^(?:等)?{_GAP}{{0,16}}?协办")),
    ("guide", regex(r"^(?:等)?(?:联合|共同)?指导(?!员|中心|下)")),
    (
        "host",
        regex(rf"^(?:等)?{_GAP}{{0,26}}?(?:举办|举行|召开|开展|组织(?!部|委|者)|发起|启动|推出|牵头|策划|揭牌)"),
    ),
)
_LABELS = (
    ("host", regex(r"主办(?:单位|方|机构)?[:为是]?$|由$|发起(?:单位|方)[:]?$")),
    ("undertaker", regex(r"承办(?:单位|方)?[:为是]?$")),
    ("co-organiser", regex(r"协办(?:单位|方)?[:为是]?$")),
    ("guide", regex(r"指导(?:单位)?[:为是]?$")),
)
_PASSIVE = regex(r"由$")
_AT_PLACE = regex(r"(?:在|于|走进|来到|前往|赴|到|抵达|位于|进)$")
_GIVES = regex(
    r"^(?:等)?(?:定向|共|又|还|再次|累计|现场|一次性|爱心|率先|已|先后|分别|共同|的|当场|随后|也|当天)*"
    rf"(?:捐[^款物助赠]?|捐款|捐物|捐赠|捐助|赠送|认捐|资助|赞助|出资|拨付|拨款|(?:向|为|给){_GAP}{{1,30}}?(?:捐|赠送|赠予|资助|赞助|送去|送上|送来))"
)
_TAKES_BEFORE = regex(
    r"(?:捐(?:赠|献|款|助)?(?:给|至|往|到|予)|赠(?:送)?(?:给|予)|送(?:给|到|往)|资助|驰援|支援|援助|拨付给|发放给|捐建)(?:了)?$"
)
_TO = regex(r"(?:向|给|为|对)$")
_GIVEN_AFTER = regex(r"^(?:等)?(?:[^,。;:!?\n]{0,12}?)(?:捐|赠|送[去上]|拨付|发放|资助)")
_RECEIVES = regex(
    rf"^(?:等)?{_GAP}{{0,10}}?(?:接受|收到|获得?|获赠|受赠|募集到?|接收)(?:了)?[^,。;\n]{{0,24}}?(?:捐|赠|物资|款|资助)"
)
_FROM = regex(r"(?:接受|收到|获得?|来自|感谢)(?:了)?$")
_GIFT_AFTER = regex(r"^(?:等)?(?:的|所|爱心|定向)*(?:捐|赠|资助|善款|爱心款|善举)")
_TAKES_PART = regex(
    r"^[^。;!?\n]{0,40}?(?:参加|参与|出席|到场|与会|参训|参会|观摩|加入|派出|致辞|讲话|主持|协助|配合|支持|联动|提供|前来|来到|开展|走进|慰问|服务)"
)
_INVITED = regex(r"(?:邀请|组织|联合|携手|会同|来自|联动|协同|参加单位[:]?|支持单位[:]?|协调)(?:了)?$")


@dataclass(frozen=True, kw_only=True)
class RoleMention:
    """A name with its role there. `part` tells an organiser's: host, undertaker, co-organiser, guide."""

    mention: NameMention
    role: str
    part: str = ""


def read_roles(mentions: Sequence[NameMention], passages: Passages) -> Iterator[RoleMention]:
    """The role of each mention; those in one row share it. `mentions` are in order, without overlaps."""
    for row in _rows(mentions, passages):
        before = _CLAUSE.split(passages.before(row[0].start, _REACH_BEFORE))[-1]
        after = passages.after(row[-1].end, _REACH_AFTER)
        role, part = _role(before, after)
        yield from (RoleMention(mention=mention, role=role, part=part) for mention in row)


def _rows(mentions: Sequence[NameMention], passages: Passages) -> Iterator[list[NameMention]]:
    row: list[NameMention] = []
    for mention in mentions:
        if row and not _JOINT.fullmatch(passages.folded, row[-1].end, mention.start):
            yield row
            row = []
        row.append(mention)
    if row:
        yield row


def _role(before: str, after: str) -> tuple[str, str]:
    label = next((part for part, pattern in _LABELS if pattern.search(before)), "")
    if label and not _PASSIVE.search(before):
        return "organiser", label
    gift = _gift_role(before, after)
    if gift or _AT_PLACE.search(before):
        return gift or "mentioned", ""
    part = next((part for part, pattern in _PARTS if pattern.match(after)), "")
    if part:
        return "organiser", part
    return ("participant" if _INVITED.search(before) or _TAKES_PART.match(after) else "mentioned"), ""


def _gift_role(before: str, after: str) -> str:
    """Giver or taker of a gift, or neither."""
    if _TAKES_BEFORE.search(before) or (_TO.search(before) and _GIVEN_AFTER.match(after)) or _RECEIVES.match(after):
        return "recipient"
    return "donor" if _GIVES.match(after) or (_FROM.search(before) and _GIFT_AFTER.match(after)) else ""
