"""What a page states of itself, between the words a reviewer reads and types and the columns of an article.

Dates are typed as far as they are known: a year, a month, a day, a minute. Publishers are found in `values`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from archive.models import STATED_DATES, Article, date_columns
from archive.records import Precision, StatedDate

WORDS = ("title", "claimed_source", "dateline")
AUTHORS = "authors"

_CHINA = ZoneInfo("Asia/Shanghai")
_TYPED = re.compile(
    r"(?P<year>\d{4})(?:[-/.年](?P<month>\d{1,2})(?:[-/.月](?P<day>\d{1,2})日?(?:[ T]+(?P<hour>\d{1,2})[:：时]"
    r"(?P<minute>\d{2})(?:[:：分](?P<second>\d{2}))?[分秒]?)?)?[月]?)?年?"
)
# Parts of a date, the finest first; what is the finest of a typed one is its precision.
_PARTS: tuple[Precision, ...] = ("second", "minute", "day", "month", "year")
_SHOWN = {"second": 19, "minute": 16}
_BETWEEN_AUTHORS = re.compile(r"[、,，;；\s]*[、,，;；][、,，;；\s]*")
_MOST_AUTHORS, _LONGEST_AUTHOR = 30, 60


def show_stated(article: Article) -> dict[str, str]:
    """Each field as it is typed; '' for what is not stated."""
    shown = {name: str(getattr(article, name)) for name in WORDS}
    shown |= {name: _show_date(article, name) for name in STATED_DATES}
    publisher = article.publisher.name if article.publisher else ""
    return shown | {"publisher": publisher, AUTHORS: "、".join(map(str, article.authors))}


def read_stated(article: Article, typed: Mapping[str, str]) -> dict[str, Any]:
    """The columns that what was typed gives; of a date or of authors left as they are shown, none.

    Raises:
        ValidationError: a date that is none or lies ahead, or names that are none, by field.
    """
    columns: dict[str, Any] = {name: typed[name].strip() for name in WORDS if name in typed}
    shown = show_stated(article)
    for name in STATED_DATES:
        if name in typed and typed[name].strip() != shown[name]:
            columns |= date_columns(name, _read_date(name, typed[name].strip()))
    if AUTHORS in typed and typed[AUTHORS].strip() != shown[AUTHORS]:
        columns[AUTHORS] = _read_authors(typed[AUTHORS])
    return columns


def _show_date(article: Article, name: str) -> str:
    length = _SHOWN.get(getattr(article, f"{name}_precision"), 10)
    return str(getattr(article, name))[:length].replace("T", " ")


def _read_date(name: str, typed: str) -> StatedDate | None:
    if not typed:
        return None
    match = _TYPED.fullmatch(typed)
    parts = {key: int(number) for key, number in match.groupdict().items() if number} if match else {}
    try:
        moment = dt.datetime(**({"month": 1, "day": 1} | parts), tzinfo=_CHINA)
    except (TypeError, ValueError):
        wanted = _("请写成 2025-05-03 09:20、2025-05-03、2025-05 或 2025")
        raise ValidationError({name: _("“%(typed)s”不是日期。") % {"typed": typed[:40]} + wanted}) from None
    if moment > timezone.now() + dt.timedelta(days=1):
        raise ValidationError({name: _("“%(typed)s”还没有到") % {"typed": typed[:40]}})
    precision = next(part for part in _PARTS if part in parts)
    return StatedDate(value=_iso(moment, precision), precision=precision, quote="", rule="staff")


def _iso(moment: dt.datetime, precision: Precision) -> str:
    if precision in _SHOWN:
        return moment.isoformat(timespec="seconds")
    return moment.date().isoformat()[: {"month": 7, "year": 4}.get(precision, 10)]


def _read_authors(typed: str) -> list[str]:
    names = [name.strip() for name in _BETWEEN_AUTHORS.split(typed) if name.strip()]
    if len(names) > _MOST_AUTHORS or any(len(name) > _LONGEST_AUTHOR for name in names):
        raise ValidationError({AUTHORS: _("作者请用顿号隔开，最多 30 人")})
    return names
