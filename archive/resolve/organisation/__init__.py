"""Resolves the organisations of a draft: full name, kind (文明办, 基金会, 社区 …), and role (organiser, donor …).

`names` cuts the names, `roles` reads what each does, this module joins short forms to full ones and ranks. Deliberately
not here: telling organisations of different pages to be one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archive.records import Draft, Finding
from archive.resolve.organisation.names import NameMention, find_names
from archive.resolve.organisation.roles import ROLES, RoleMention, read_roles
from archive.resolve.passages import Passages, read_passages
from archive.resolve.trace import Trace, consider
from archive.text.regex import regex
from archive.text.script import to_simplified

RULE_VERSION = 3

_MAX_FINDINGS = 40
_ALIAS = regex(r"[(](?:以下|下)?(?:统)?简称[为:]?[“\"「]?(?P<alias>[^()”\"」,。]{2,16})[”\"」]?[)]")
_INNER = regex(r"[省市县区州旗盟镇乡道]$")
_CONFIDENCE = {"organiser": 0.8, "donor": 0.8, "recipient": 0.75, "participant": 0.7, "mentioned": 0.65}


@dataclass(frozen=True, kw_only=True)
class _Organisation:
    """One organisation of the page with all its mentions, the most telling first."""

    name: str
    mentions: tuple[RoleMention, ...]
    aliases: tuple[str, ...]
    times: int


def resolve_organisations(draft: Draft, trace: Trace | None = None) -> tuple[Finding, ...]:
    """Organisations named in the draft: those with a part in the event first, then by how often they are named.

    `value` is the full name in simplified characters, `role` one of `roles.ROLES`; `data` {kind, and where known
    part (host, undertaker, co-organiser, guide), aliases}. `quote` is the sentence that tells the role.
    """
    passages = read_passages(draft)
    names = _without_inner(_believed(find_names(passages), trace))
    mentions = list(read_roles(names, passages))
    found = _joined(mentions, _declared_aliases(names, passages), passages)
    found.sort(key=lambda o: (ROLES.index(o.mentions[0].role), -o.times, o.mentions[0].mention.start))
    return tuple(_finding(organisation, passages) for organisation in found[:_MAX_FINDINGS])


def _believed(candidates: Iterable[NameMention], trace: Trace | None) -> list[NameMention]:
    """The candidates that are names; the others go to the trace."""
    names = []
    for mention in candidates:
        if mention.lost:
            consider(trace, "organisation", mention.name, (mention.start, mention.end), mention.lost)
        else:
            names.append(mention)
    return names


def _without_inner(names: Sequence[NameMention]) -> list[NameMention]:
    """江州大学 inside 江州大学青年志愿者协会 is a part of that name, not a name there."""
    kept: list[NameMention] = []
    for mention in names:
        while kept and mention.start <= kept[-1].start:
            kept.pop()
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def _declared_aliases(names: Sequence[NameMention], passages: Passages) -> dict[str, str]:
    """Short form -> full name where the page says so: 江州志愿服务基金会(以下简称“江志基金”)."""
    found = {}
    for mention in names:
        match = _ALIAS.match(passages.folded, mention.end)
        if match:
            found[to_simplified(passages.text[match.start("alias") : match.end("alias")])] = mention.name
    return found


def _joined(mentions: Sequence[RoleMention], declared: dict[str, str], passages: Passages) -> list[_Organisation]:
    """Mentions under their full names."""
    names = Counter(m.mention.name for m in mentions)
    full = {name: declared.get(name) or _full_name(name, names) for name in names}
    groups: dict[str, list[RoleMention]] = {}
    for mention in mentions:
        groups.setdefault(full[mention.mention.name], []).append(mention)
    found = []
    for name, group in groups.items():
        others = {m.mention.name for m in group} | {a for a, whole in declared.items() if whole == name}
        times = sum(passages.folded.count(alias) for alias, whole in declared.items() if whole == name)
        # The full name proves more than a short form of it; a role told proves more than either.
        group.sort(key=lambda m: (ROLES.index(m.role), m.mention.name != name, m.mention.start))
        found.append(
            _Organisation(
                name=name, mentions=tuple(group), aliases=tuple(sorted(others - {name})), times=len(group) + times
            )
        )
    return found


def _full_name(name: str, names: Iterable[str]) -> str:
    """The longest name of the page that ends in this one behind a place: 市慈善总会 is 江州市慈善总会."""
    longer = [other for other in names if len(other) > len(name) and other.endswith(name) and _stands_for(other, name)]
    return max(longer, key=len, default=name)


def _stands_for(full: str, short: str) -> bool:
    head = full[: -len(short)]
    # 省慈善总会 is not 江州市慈善总会's short form, and 民政局 needs its place.
    return bool(_INNER.search(head)) or short[0] in "“「『" or (short[0] in "省市县区州旗" and len(head) <= 6)


def _finding(organisation: _Organisation, passages: Passages) -> Finding:
    best = organisation.mentions[0]
    whole = next((m.mention for m in organisation.mentions if m.mention.name == organisation.name), best.mention)
    data: dict[str, object] = {"kind": whole.kind}
    if best.part:
        data["part"] = best.part
    if organisation.aliases:
        data["aliases"] = list(organisation.aliases)
    return Finding(
        kind="organisation",
        value=organisation.name,
        role=best.role,
        quote=passages.quote(best.mention.start, best.mention.end),
        start=best.mention.start,
        end=best.mention.end,
        rule=f"organisation_{best.role}",
        rule_version=RULE_VERSION,
        confidence=_CONFIDENCE[best.role],
        data=data,
    )
