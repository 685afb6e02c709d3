"""The table of changes in bulk: what each is called, what right it takes beside that of starting jobs, how it is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from archive.jobs.bulk.change import Change
from archive.jobs.bulk.extraction import Reextract
from archive.jobs.bulk.facts import SetFact
from archive.jobs.bulk.host import FollowHost
from archive.jobs.bulk.source import SetSource
from archive.jobs.bulk.visibility import Publish, Withdraw
from archive.models import FindingKind, WithdrawalReason
from archive.search.labels import region_tree, term_label


@dataclass(frozen=True, kw_only=True)
class Row:
    """`make` takes the values as a form cleaned them and JSON keeps them."""

    label: str | Promise
    right: str
    make: Callable[[Mapping[str, Any]], Change]


def _set_type(values: Mapping[str, Any]) -> Change:
    return SetFact(
        kind=FindingKind.EVENT_TYPE, value=values["value"], role="", label=lambda code: term_label("type", code, False)
    )


def _set_region(values: Mapping[str, Any]) -> Change:
    return SetFact(kind=FindingKind.REGION, value=values["value"], role="venue", label=_region_label)


def _region_label(code: str) -> str:
    return "".join(region_tree().path(code)) or code


CHANGES: Mapping[str, Row] = {
    "set_type": Row(label=_("设定事件类型"), right="archive.change_article", make=_set_type),
    "set_region": Row(label=_("设定地区"), right="archive.change_article", make=_set_region),
    "set_source": Row(
        label=_("设定来源"),
        right="archive.change_article",
        make=lambda values: SetSource(source=int(values["value"])),
    ),
    "publish": Row(
        label=_("公开"),
        right="archive.withdraw_article",
        make=lambda values: Publish(note=values["note"], all_states=values["all_states"]),
    ),
    "withdraw": Row(
        label=_("撤回"),
        right="archive.withdraw_article",
        make=lambda values: Withdraw(reason=WithdrawalReason(values["reason"]), note=values["note"]),
    ),
    "follow_host": Row(label=_("按主机名归属来源"), right="archive.change_article", make=lambda values: FollowHost()),
    "reextract": Row(label=_("重新提取"), right="archive.change_article", make=lambda values: Reextract()),
}
