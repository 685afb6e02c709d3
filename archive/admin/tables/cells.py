"""How columns that are no plain text stand in a cell: choices by their label, places by their code, sources by name."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.utils import translation
from django.utils.translation import gettext as _
from import_export.widgets import Widget


class Choice(Widget):
    """A label of the choices in Chinese, or the value itself."""

    def __init__(self, choices: Any) -> None:
        super().__init__()
        self._choices = choices

    def _labels(self) -> dict[str, str]:
        with translation.override(None):  # as the sources have it, whatever language whoever exports reads
            return {str(value): str(label) for value, label in self._choices.choices}

    def clean(self, value: Any, row: Any = None, **_more: Any) -> str:
        labels = self._labels()
        by_label = {label: code for code, label in labels.items()}
        found = str(value or "")
        if found in labels or found in by_label:
            return by_label.get(found, found)
        told = {"value": found[:40], "known": "、".join(by_label)}
        raise ValueError(_("没有“%(value)s”；可填：%(known)s") % told)

    def render(self, value: Any, obj: Any = None, **_more: Any) -> str:
        return self._labels().get(str(value), str(value))


class Reference(Widget):
    """A row of another table, by one of its columns; empty for none."""

    def __init__(self, model: type[Model], column: str) -> None:
        super().__init__()
        self._model, self._column = model, column

    def clean(self, value: Any, row: Any = None, **_more: Any) -> Model | None:
        if not value:
            return None
        found = self._model._default_manager.filter(**{self._column: value}).first()
        if found is None:
            told = {"what": self._model._meta.verbose_name, "value": str(value)[:40]}
            raise ValueError(_("没有这样的%(what)s：%(value)s") % told)
        return found

    def render(self, value: Any, obj: Any = None, **_more: Any) -> str:
        return "" if value is None else str(getattr(value, self._column))


class Year(Widget):
    """A year, or nothing."""

    def clean(self, value: Any, row: Any = None, **_more: Any) -> int | None:
        if not value:
            return None
        if not (str(value).isdecimal() and str(value).isascii() and len(str(value)) == 4):
            raise ValueError(_("“%(value)s”不是年份") % {"value": str(value)[:40]})
        return int(value)

    def render(self, value: Any, obj: Any = None, **_more: Any) -> str:
        return "" if value is None else str(value)
