"""Findings: machine rows as evidence, of which staff may only say that they are wrong; staff rows, which win."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline

from archive.admin.audited import Audited
from archive.admin.finding_form import StaffFindingForm
from archive.admin.known_values import RoleFilter
from archive.admin.model_admin import ModelAdmin
from archive.admin.read_only import NeverDeleted, staff_of
from archive.models import Doubt, EventType, Finding, FindingKind, Origin, ServiceField
from archive.resolve.gazetteer import load_gazetteer
from archive.review.decisions import touch_article
from archive.review.doubts import confirm_findings

EVIDENCE = ["kind", "value", "role", "quote", "start", "end", "rule", "rule_version", "confidence", "position", "data"]


class MachineFindingInline(NeverDeleted, TabularInline):
    model = Finding
    verbose_name_plural = _("机器认定的事实")
    fields = ["kind", "value", "meaning", "role", "quote", "rule", "confidence", "state", "doubt"]
    readonly_fields = ["kind", "value", "meaning", "role", "quote", "rule", "confidence", "doubt"]
    ordering = ["kind", "position"]
    per_page = 25  # the most talkative pages have hundreds, and a form of each costs
    tab = True
    hide_title = True

    @cached_property
    def _labels(self) -> dict[tuple[str, str], str]:
        """Labels of both vocabularies, read once a page."""
        types = {(FindingKind.EVENT_TYPE.value, term.code): str(term) for term in EventType.objects.all()}
        return {
            **types,
            **{(FindingKind.SERVICE_FIELD.value, term.code): str(term) for term in ServiceField.objects.all()},
        }

    @admin.display(description=_("含义"))
    def meaning(self, finding: Finding) -> str:
        if finding.kind == FindingKind.REGION:
            return "".join(load_gazetteer().path(finding.value))
        return self._labels.get((finding.kind, finding.value), "")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Finding]:
        return super().get_queryset(request).filter(origin=Origin.MACHINE)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class StaffFindingInline(TabularInline):
    model = Finding
    form = StaffFindingForm
    verbose_name = _("人工认定的事实")
    verbose_name_plural = _("人工认定的事实（同类中优先于机器）")
    extra = 0
    tab = True
    readonly_fields = ["doubt"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Finding]:
        return super().get_queryset(request).filter(origin=Origin.STAFF)


@admin.register(Finding)
class FindingAdmin(Audited, ModelAdmin):
    list_display = ["kind", "value", "role", "short_quote", "article", "rule", "confidence", "origin", "state", "doubt"]
    list_display_links = ["kind", "value"]
    list_filter = ["doubt", "kind", "origin", "state", RoleFilter]
    actions = ["confirm_chosen"]
    search_fields = ["value__exact"]
    search_help_text = _("按值（代码、日期、名称）查找，须完全一致")
    list_select_related = ["article"]
    ordering = ["-id"]
    autocomplete_fields = ["article"]
    form = StaffFindingForm

    def get_fields(self, request: HttpRequest, obj: Finding | None = None) -> list[str]:
        if _is_machines(obj):
            return ["article", *EVIDENCE, "origin", "state"]
        return ["article", "kind", "value", "role", "quote", "position"]

    def get_readonly_fields(self, request: HttpRequest, obj: Finding | None = None) -> list[str]:
        if _is_machines(obj):
            return ["article", *EVIDENCE, "origin"]
        return ["article"] if obj else []

    def get_form(self, request: HttpRequest, obj: Finding | None = None, **kwargs: Any) -> type[forms.ModelForm]:
        """A machine's row has but its state to set, which needs none of the checks on what staff enter."""
        if _is_machines(obj):
            kwargs["form"] = forms.ModelForm
        return super().get_form(request, obj, **kwargs)

    def has_delete_permission(self, request: HttpRequest, obj: Finding | None = None) -> bool:
        """One by one, so that each deletion reaches the readers of its article."""
        return obj is not None and not _is_machines(obj) and super().has_delete_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: Finding, form: Any, change: bool) -> None:
        obj.doubt = Doubt.NONE  # whoever saves it has looked at it
        super().save_model(request, obj, form, change)
        touch_article(obj.article)

    def delete_model(self, request: HttpRequest, obj: Finding) -> None:
        article = obj.article
        super().delete_model(request, obj)
        touch_article(article)

    @admin.action(description=_("所选事实复核无误"), permissions=["change"])
    def confirm_chosen(self, request: HttpRequest, queryset: QuerySet[Finding]) -> None:
        number = confirm_findings(queryset, by=staff_of(request))
        self.message_user(request, _("已确认 %(number)d 条") % {"number": number}, messages.SUCCESS)

    @admin.display(description=_("依据"))
    def short_quote(self, finding: Finding) -> str:
        return finding.quote[:40]


def _is_machines(finding: Finding | None) -> bool:
    return finding is not None and finding.origin == Origin.MACHINE
