"""The two vocabularies staff own. A term that articles carry cannot be deleted, and its code never changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from archive.admin.audited import Audited
from archive.admin.foreseen import Effect, Foreseen
from archive.admin.model_admin import ModelAdmin
from archive.admin.tables.pages import AsTable
from archive.admin.tables.resources import EventTypes, ServiceFields
from archive.models import EventType, Finding, FindingKind, HouseRule, HouseRuleKind, ServiceField
from archive.resolve.vocabulary import terms_by_code
from archive.review.decisions import articles_with, touch_articles_with


class TermAdmin(AsTable, Foreseen, Audited, ModelAdmin):
    kind: ClassVar[FindingKind]
    rule_kind: ClassVar[HouseRuleKind]
    vocabulary: ClassVar[str]
    change_form_outer_before_template = "admin/cues.html"
    list_display = ["label", "code", "label_en", "description", "position"]
    list_editable = ["position"]
    search_fields = ["code", "label", "label_en"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["code"] if obj else []

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        """With the words by which pages are found to have the term: those shipped, and those that staff taught."""
        shipped = terms_by_code(self.vocabulary).get(unquote(object_id))
        cues = {
            "shipped_cues": [cue for cue in shipped.cues if cue[-1] not in "?!" and cue[0] != "-"] if shipped else [],
            "taught_cues": HouseRule.objects.filter(kind=self.rule_kind, value=unquote(object_id)),
            "rule_address": reverse("admin:archive_houserule_add", query={"kind": self.rule_kind, "value": object_id}),
        }
        return super().change_view(request, object_id, form_url, {**cues, **(extra_context or {})})

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """One by one, and only while nothing refers to the term."""
        if obj is None or not super().has_delete_permission(request, obj):
            return False
        return not Finding.objects.filter(kind=self.kind, value=obj.pk).exists()

    def foresee(self, before: Any, form: Any, formsets: Sequence[Any]) -> Iterable[Effect]:
        if before is not None and {"label", "label_en"} & set(form.changed_data):
            number = articles_with(self.kind, before.pk).count()
            told = _("%(n)d 篇文章上的“%(was)s”改为“%(now)s”")
            yield Effect(articles=number, told=told % {"n": number, "was": before.label, "now": form.instance.label})

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and {"label", "label_en"} & set(form.changed_data):
            touch_articles_with(self.kind, obj.pk)


@admin.register(EventType)
class EventTypeAdmin(TermAdmin):
    kind = FindingKind.EVENT_TYPE
    rule_kind = HouseRuleKind.TYPE_CUE
    vocabulary = "event_types"
    table = EventTypes


@admin.register(ServiceField)
class ServiceFieldAdmin(TermAdmin):
    kind = FindingKind.SERVICE_FIELD
    rule_kind = HouseRuleKind.FIELD_CUE
    vocabulary = "service_fields"
    table = ServiceFields
