"""Checks a finding entered by hand and completes what its kind needs, so that it is worth as much as a machine's.

Raises Django's ValidationError with a message for the field that is wrong. Saves nothing.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable
from time import struct_time

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from edtf import parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException

from archive.models import Article, Doubt, EventType, Finding, FindingKind, FindingState, Origin, Region, ServiceField
from archive.resolve.theme_day import theme_days_by_code
from archive.resolve.vocabulary import terms_by_code

NATIONWIDE = "000000"
ROLES = {
    FindingKind.REGION: ("venue", "organiser", "mentioned", "publisher"),
    FindingKind.EVENT_DATE: ("event", "past", "planned"),
}
# The end of an EDTF date says how exact it is; an interval is as exact as its parts.
_PRECISIONS = ((re.compile(r"-\d\d-\d\d[~?%]?$"), "day"), (re.compile(r"-\d\d[~?%]?$"), "month"))


def complete_finding(finding: Finding) -> None:
    """Make a staff finding whole: origin, state, when, role, `data`, offsets of its quote.

    Raises:
        ValidationError: the value is none of its kind, or the quote is not in the article.
    """
    finding.origin, finding.state = Origin.STAFF, FindingState.ACCEPTED
    finding.rule, finding.confidence, finding.set_at, finding.doubt = "staff", 1.0, timezone.now(), Doubt.NONE
    finding.value = finding.value.strip()
    roles = ROLES.get(FindingKind(finding.kind))
    if roles and not finding.role:
        finding.role = roles[0]
    if roles and finding.role not in roles:
        raise ValidationError({"role": _("可用的角色：%(roles)s") % {"roles": "、".join(roles)}})
    if not finding.value and finding.kind != FindingKind.PERSONAL_DATA:
        raise ValidationError({"value": _("请填写值")})
    _CHECKS.get(FindingKind(finding.kind), _accept)(finding)
    _place_quote(finding)


def _accept(_finding: Finding) -> None:
    """Names of people, organisations and programmes are free text."""


def _check_region(finding: Finding) -> None:
    region = Region.objects.filter(code=finding.value).first()
    if region is None and finding.value != NATIONWIDE:
        raise ValidationError({"value": _("没有这个行政区划代码；全国为 000000")})
    if region is not None and region.successor_id:
        raise ValidationError({"value": _("该地区已撤销，请用现行代码 %(code)s") % {"code": region.successor_id}})


def _check_event_type(finding: Finding) -> None:
    if not EventType.objects.filter(code=finding.value).exists():
        raise ValidationError({"value": _("没有这个事件类型代码")})


def _check_service_field(finding: Finding) -> None:
    if not ServiceField.objects.filter(code=finding.value).exists():
        raise ValidationError({"value": _("没有这个服务领域代码")})


def _check_beneficiary(finding: Finding) -> None:
    if finding.value not in terms_by_code("beneficiaries"):
        raise ValidationError({"value": _("没有这个受益群体代码")})


def _check_theme_day(finding: Finding) -> None:
    if finding.value not in theme_days_by_code():
        raise ValidationError({"value": _("没有这个主题日代码")})


def _check_date(finding: Finding) -> None:
    try:
        date = parse_edtf(finding.value)
        bounds = (None, None) if "X" in finding.value else (_day(date.lower_strict()), _day(date.upper_strict()))
    except (EDTFParseException, ValueError, TypeError, AttributeError) as error:
        raise ValidationError({"value": _("应为 EDTF 日期，如 2013-07-07、2013-07、2013-07-05/2013-07-07")}) from error
    precision = next((name for pattern, name in _PRECISIONS if pattern.search(finding.value)), "year")
    start, end = bounds
    finding.data = {"start": start, "end": end, "precision": precision}


def _check_number(finding: Finding) -> None:
    try:
        number = float(finding.value.replace(",", ""))
        if not math.isfinite(number):
            raise ValueError(finding.value)
    except ValueError as error:
        raise ValidationError({"value": _("应为数字")}) from error
    defaults = {"unit": "CNY"} if finding.kind == FindingKind.AMOUNT else {"at_least": False}
    whole = int(number) if number.is_integer() else number
    finding.data = {**defaults, **finding.data, "value": whole}


def _check_personal_data(finding: Finding) -> None:
    """What is to be masked are the words of the quote, which may stand anywhere on the article's pages."""
    if not finding.quote.strip():
        raise ValidationError({"quote": _("请写明要遮盖的原文")})
    finding.quote = finding.quote.strip()
    finding.value = finding.value or "other"


def _day(moment: struct_time) -> str:
    return dt.date(*moment[:3]).isoformat()


_CHECKS: dict[FindingKind, Callable[[Finding], None]] = {
    FindingKind.REGION: _check_region,
    FindingKind.EVENT_DATE: _check_date,
    FindingKind.EVENT_TYPE: _check_event_type,
    FindingKind.SERVICE_FIELD: _check_service_field,
    FindingKind.BENEFICIARY: _check_beneficiary,
    FindingKind.THEME_DAY: _check_theme_day,
    FindingKind.AMOUNT: _check_number,
    FindingKind.HEADCOUNT: _check_number,
    FindingKind.PERSONAL_DATA: _check_personal_data,
}


def _place_quote(finding: Finding) -> None:
    """Offsets of the quote in the article; a quote that is not there proves nothing."""
    finding.start = finding.end = None
    if not finding.quote:
        return
    at = finding.article.text.find(finding.quote)
    if at >= 0:
        finding.start, finding.end = at, at + len(finding.quote)
    elif finding.kind != FindingKind.PERSONAL_DATA or not _stands_beside(finding.article, finding.quote):
        raise ValidationError({"quote": _("正文中没有这句话")})


def _stands_beside(article: Article, words: str) -> bool:
    """Whether the words are not in the text, but in what is shown with it."""
    lines = (article.subtitle, article.claimed_source, article.dateline, article.editor, article.channel, article.url)
    beside = (*lines, *map(str, article.captions), *map(str, article.authors), *map(str, article.quotes.values()))
    return any(words in line for line in beside)
