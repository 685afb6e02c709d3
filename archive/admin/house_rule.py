"""Rules of the house: made from a correction, tried over the whole archive, then put in force; and taken out of it again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from archive.admin.audited import Audited
from archive.admin.model_admin import ModelAdmin
from archive.admin.read_only import NeverDeleted, staff_of
from archive.admin.tables.pages import AsTable
from archive.admin.tables.resources import HouseRules
from archive.extract.sites import KINDS, PARTS
from archive.jobs.house_rules import APPLY, submit_application, submit_trial
from archive.models import FindingKind, HouseRule, Job, JobState, SourceKind
from archive.review.house_rules import complete_rule

_PART_LABELS = {
    "title": gettext_lazy("标题"),
    "body": gettext_lazy("正文"),
    "date": gettext_lazy("发布日期"),
    "source": gettext_lazy("标注来源"),
    "author": gettext_lazy("作者"),
    "editor": gettext_lazy("编辑"),
}
FIELD_LABELS = {
    **{kind.value: kind.label for kind in FindingKind},
    "title": gettext_lazy("标题"),
    "subtitle": gettext_lazy("副标题"),
    "body": gettext_lazy("正文"),
    "original_source": gettext_lazy("标注来源"),
    "dateline": gettext_lazy("电头"),
    "publisher": gettext_lazy("本页发布者"),
    "editor": gettext_lazy("编辑"),
    "page_class": gettext_lazy("页面类别"),
}
_SITE_FIELDS = ("site_kind", "source_kind", "home_region", *(f"{part}_selector" for part in PARTS))


class HouseRuleForm(forms.ModelForm):
    """The fields of a site besides, which are kept together in `data`."""

    site_kind = forms.ChoiceField(
        label=gettext_lazy("网站的种类"),
        required=False,
        choices=[("", "—"), *((kind, kind) for kind in sorted(KINDS))],
        widget=UnfoldAdminSelectWidget,
    )
    source_kind = forms.ChoiceField(
        label=gettext_lazy("来源的类别"),
        required=False,
        choices=[("", "—"), *SourceKind.choices],
        widget=UnfoldAdminSelectWidget,
    )
    home_region = forms.CharField(
        label=gettext_lazy("所在地区"), required=False, max_length=80, widget=UnfoldAdminTextInputWidget
    )

    class Meta:
        model = HouseRule
        fields = ["kind", "key", "value", "note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for part in PARTS:
            label = _("%(part)s的 CSS 选择器") % {"part": _PART_LABELS[part]}
            field = forms.CharField(label=label, required=False, max_length=300, widget=UnfoldAdminTextInputWidget())
            self.fields[f"{part}_selector"] = field
        for name in _SITE_FIELDS:
            self.fields[name].initial = self.instance.data.get("kind" if name == "site_kind" else name, "")
        picked = {"data-values": reverse("admin_review_values"), "autocomplete": "off"}
        if "value" in self.fields:
            self.fields["value"].widget.attrs |= picked
        self.fields["home_region"].widget.attrs |= {**picked, "data-kind": "region"}

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]  # Django's own hook, which its stubs leave out
        if self.errors:
            return
        given = {name: self.cleaned_data.get(name, "") for name in _SITE_FIELDS}
        self.instance.data = {("kind" if name == "site_kind" else name): value for name, value in given.items()}
        try:
            complete_rule(self.instance)
        except ValidationError as error:
            self.add_error(None, error)


@admin.register(HouseRule)
class HouseRuleAdmin(AsTable, NeverDeleted, Audited, ModelAdmin):
    table = HouseRules
    form = HouseRuleForm
    list_display = ["key", "kind", "value", "active", "note", "made_by", "made_at"]
    list_display_links = ["key"]
    list_filter = ["kind", "active"]
    search_fields = ["key", "value", "note"]
    list_select_related = ["made_by"]
    show_full_result_count = False
    unlogged = ("preview",)
    change_form_outer_before_template = "admin/house_rule/box.html"
    fieldsets = [
        (None, {"fields": ["kind", "key", "value", "note"]}),
        (gettext_lazy("网站"), {"fields": list(_SITE_FIELDS), "classes": ["site-only"]}),
    ]

    class Media:
        css = {"all": ["css/review.css"]}
        js = ["js/review-pick.js", "js/rule-form.js"]

    def get_urls(self) -> list[Any]:
        own = [
            path("<int:pk>/try/", self.admin_site.admin_view(try_rule), name="archive_houserule_try"),
            path("<int:pk>/apply/", self.admin_site.admin_view(apply_rule), name="archive_houserule_apply"),
        ]
        return [*own, *super().get_urls()]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """The site's fields are the form's own, which the admin would look for on the model."""
        kwargs["fields"] = ["kind", "key", "value", "note"]
        return super().get_form(request, obj, change, **kwargs)

    def has_change_permission(self, request: HttpRequest, obj: HouseRule | None = None) -> bool:
        """What is in force is not changed under the articles that follow it: it is taken out of force first."""
        return not (obj is not None and obj.active) and super().has_change_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: HouseRule, form: Any, change: bool) -> None:
        obj.preview = {}
        obj.made_by_id = obj.made_by_id or request.user.pk
        super().save_model(request, obj, form, change)

    def response_add(self, request: HttpRequest, obj: HouseRule, post_url_continue: str | None = None) -> HttpResponse:
        """What it would do is tried at once."""
        submit_trial(obj, by=staff_of(request))
        return _back(obj)

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        rule = HouseRule.objects.filter(pk=object_id).first() if object_id.isdecimal() else None
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **_shown(rule, request)})


@require_POST
def try_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """Find out what it would change."""
    rule = _rule(request, pk)
    submit_trial(rule, by=staff_of(request))
    return _back(rule)


@require_POST
def apply_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """Put it in force (`active=1`), which only a finished trial allows, or out of it."""
    rule = _rule(request, pk)
    active = request.POST.get("active") == "1"
    trial = _trial(rule)
    if active and (trial is None or trial.state != JobState.FINISHED):
        messages.error(request, _("请先试算，看过结果再生效"))
        return _back(rule)
    job = submit_application(rule, active=active, by=staff_of(request))
    return HttpResponseRedirect(reverse("admin:archive_job_change", args=[job.pk]))


def _rule(request: HttpRequest, pk: int) -> HouseRule:
    if not request.user.has_perm("archive.change_houserule"):
        raise PermissionDenied
    return get_object_or_404(HouseRule, pk=pk)


def _back(rule: HouseRule) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:archive_houserule_change", args=[rule.pk]))


def _trial(rule: HouseRule) -> Job | None:
    return Job.objects.filter(pk=rule.preview.get("job")).first()


def _shown(rule: HouseRule | None, request: HttpRequest) -> dict[str, Any]:
    if rule is None:
        return {}
    trial = _trial(rule)
    samples = [
        {**sample, "changes": [(FIELD_LABELS.get(name, name), was, now) for name, was, now in sample["changes"]]}
        for sample in rule.preview.get("samples", [])
    ]
    return {
        "rule": rule,
        "trial": trial,
        "is_tried": trial is not None and trial.state == JobState.FINISHED,
        "tried_fields": [(FIELD_LABELS.get(name, name), n) for name, n in rule.preview.get("fields", {}).items()],
        "samples": samples,
        "may_apply": request.user.has_perm("archive.change_houserule"),
        "applying": Job.objects.filter(kind=APPLY, parameters__rule=rule.pk, state__in=("waiting", "running")).first(),
    }
