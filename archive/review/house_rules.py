"""Checks a rule of the house, and proposes one from a correction. Saves nothing; trying and applying are `archive.jobs`'s.

Raises Django's ValidationError with a message for the field that is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from archive.dedupe.address import host_of
from archive.extract.sites import KINDS, PARTS
from archive.extract.tree import read_html
from archive.models import (
    Article,
    EventType,
    Finding,
    FindingKind,
    HouseRule,
    HouseRuleKind,
    Region,
    ServiceField,
    Source,
    SourceKind,
)
from archive.review.values import SOURCE, read_value, value_label

_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")
_SHORTEST, _LONGEST_WORDS = 2, 30
_KINDS_OF_VALUE: Mapping[str, str] = {
    HouseRuleKind.PLACE: FindingKind.REGION,
    HouseRuleKind.TYPE_CUE: FindingKind.EVENT_TYPE,
    HouseRuleKind.FIELD_CUE: FindingKind.SERVICE_FIELD,
    HouseRuleKind.SOURCE_ALIAS: SOURCE,
}
_RULE_FOR = {
    FindingKind.REGION: HouseRuleKind.PLACE,
    FindingKind.EVENT_TYPE: HouseRuleKind.TYPE_CUE,
    FindingKind.SERVICE_FIELD: HouseRuleKind.FIELD_CUE,
}


def complete_rule(rule: HouseRule) -> None:
    """Bring a rule into the form the stages take.

    Raises:
        ValidationError: it says nothing the stages could use.
    """
    rule.key, rule.value = rule.key.strip(), rule.value.strip()
    if rule.kind == HouseRuleKind.SITE:
        _check_site(rule)
        return
    rule.data = {}
    rule.value = read_value(_KINDS_OF_VALUE[rule.kind], rule.value)
    if not _SHORTEST <= len(rule.key) <= _LONGEST_WORDS and rule.kind != HouseRuleKind.SOURCE_ALIAS:
        raise ValidationError({"key": _("应为 2 至 30 个字")})
    if rule.kind in (HouseRuleKind.TYPE_CUE, HouseRuleKind.FIELD_CUE) and not rule.key.strip("?!…-"):
        raise ValidationError({"key": _("请填写词语")})
    if not _is_known(rule):
        raise ValidationError({"value": _("请从列表中选一个")})


def propose_rule(finding: Finding) -> dict[str, str] | None:
    """The rule a fact might teach, as the fields of a form; None for kinds of which rules teach nothing."""
    kind = _RULE_FOR.get(FindingKind(finding.kind))
    if kind is None:
        return None
    words = finding.quote if _SHORTEST <= len(finding.quote) <= _LONGEST_WORDS else ""
    return {"kind": kind.value, "key": words, "value": value_label(finding.kind, finding.value)}


def propose_site(article: Article) -> dict[str, str] | None:
    """The rule a page might teach about its site."""
    host = host_of(article.url)
    if not host:
        return None
    return {"kind": HouseRuleKind.SITE.value, "key": host, "value": article.publisher.name if article.publisher else ""}


def _is_known(rule: HouseRule) -> bool:
    value = rule.value
    if rule.kind == HouseRuleKind.PLACE:
        return Region.objects.filter(code=value, successor=None).exists()
    if rule.kind == HouseRuleKind.SOURCE_ALIAS:
        return value.isdecimal() and Source.objects.filter(pk=value[:18]).exclude(name=rule.key).exists()
    model = EventType if rule.kind == HouseRuleKind.TYPE_CUE else ServiceField
    return model.objects.filter(code=value).exists()


def _check_site(rule: HouseRule) -> None:
    rule.key = rule.key.lower().removeprefix("https://").removeprefix("http://").strip("/").removeprefix("www.")
    if not _HOST.fullmatch(rule.key):
        raise ValidationError({"key": _("应为主机名，如 news.example.cn")})
    if not rule.value:
        raise ValidationError({"value": _("请填写来源名称")})
    data: dict[str, Any] = {name: str(value).strip() for name, value in rule.data.items() if str(value).strip()}
    if data.get("kind", "platform") not in KINDS:
        raise ValidationError({"data": _("网站的种类应为：%(kinds)s") % {"kinds": "、".join(sorted(KINDS))}})
    if data.get("source_kind", SourceKind.UNKNOWN) not in SourceKind.values:
        raise ValidationError({"data": _("没有这个来源类别")})
    _check_places(data)
    rule.data = data


def _check_places(data: dict[str, Any]) -> None:
    """Where the site is at home, and where its pages hold what."""
    if "home_region" in data:
        data["home_region"] = read_value(FindingKind.REGION, data["home_region"])
        if not Region.objects.filter(code=data["home_region"], successor=None).exists():
            raise ValidationError({"home_region": _("没有这个行政区划代码；全国为 000000")})
    for part in PARTS:
        selector = data.get(f"{part}_selector")
        if selector and "selector_invalid" in read_html("<p>", {part: selector}).warnings:
            raise ValidationError({f"{part}_selector": _("不是 CSS 选择器")})
