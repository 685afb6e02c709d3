"""Sums and head-counts as a reader says them: 100 万元, 110 余人."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

_WAN = 10_000
_YI = 100_000_000
_UNITS = {"CNY": "元", "USD": "美元", "HKD": "港元", "EUR": "欧元", "TWD": "新台币元", "MOP": "澳门元"}


def format_amount(value: str, data: Mapping[str, Any]) -> str:
    """An amount finding in words. `data` holds {value, unit, what}; units other than CNY are printed as they are."""
    number = _number(data.get("value", value))
    if number is None:
        return value
    unit = str(data.get("unit") or "CNY")
    words = _chinese_sum(number, unit) if not _is_english() else f"{unit} {number:,.10g}"
    kinds = {"donation": _("捐款"), "fundraising": _("募款"), "aid": _("资助"), "prize": _("奖金")}
    what = kinds.get(str(data.get("what") or ""), "")
    return f"{what} {words}" if what else words


def format_headcount(value: str, data: Mapping[str, Any]) -> str:
    """A head-count finding in words. `data` holds {value, at_least}."""
    number = _number(data.get("value", value))
    if number is None:
        return value
    count = f"{number:,.10g}"
    if data.get("at_least"):
        return _("%(count)s 余人") % {"count": count}
    return ngettext("%(count)s 人", "%(count)s 人", int(number)) % {"count": count}


def _chinese_sum(number: float, unit: str) -> str:
    name = _UNITS.get(unit, unit)
    for size, word in ((_YI, "亿"), (_WAN, "万")):
        if abs(number) >= size:
            return f"{number / size:,.10g} {word}{name}"
    return f"{number:,.10g} {name}"


def _number(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def _is_english() -> bool:
    return (get_language() or "").startswith("en")
