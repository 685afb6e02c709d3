"""Filters on columns whose values the program knows: Django would read a whole table to list those that are there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class KnownValues(admin.SimpleListFilter):
    """`values` maps what stands in the column `parameter_name` to its words."""

    values: ClassVar[Mapping[str, str | Promise]]

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return self.values.items()

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(**{str(self.parameter_name): self.value()}) if self.value() in self.values else queryset


class PageClassFilter(KnownValues):
    title = _("页面类别")
    parameter_name = "page_class"
    values = {
        "article": _("报道"), "list": _("列表页"), "about": _("介绍页"), "template": _("空模板"),
        "filler": _("填充文字"), "ad": _("广告"),
    }  # fmt: skip


class ScriptFilter(KnownValues):
    title = _("文字")
    parameter_name = "script"
    values = {
        "hans": _("简体"), "hant": _("繁体"), "mixed": _("简繁混排"), "latn": _("没有汉字"), "unknown": _("未知"),
    }  # fmt: skip


class RoleFilter(KnownValues):
    title = _("角色")
    parameter_name = "role"
    values = {
        "venue": _("举办地"), "organiser": _("主办"), "mentioned": _("提及"), "publisher": _("发布者"),
        "participant": _("参加"), "donor": _("捐赠"), "recipient": _("受赠"),
        "event": _("本次"), "past": _("以往"), "planned": _("计划"),
    }  # fmt: skip
