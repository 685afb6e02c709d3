"""What is asked for each change in bulk; `values_of` gives what the job keeps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from archive.models import Article, EventType, Region, Source, WithdrawalReason

PREFIX = "bulk"
"""Before the names of its fields, which share an address with the filters of the list."""


def _pick(model: type[Model], field: str) -> AutocompleteSelect:
    """The type-ahead that a foreign key of this name has in the admin."""
    return AutocompleteSelect(model._meta.get_field(field), admin.site)


class _Note(forms.Form):
    note = forms.CharField(
        label=_("说明"),
        required=False,
        max_length=2000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
        help_text=_("仅工作人员可见，写入审计记录"),
    )


class TypeForm(forms.Form):
    value = forms.ModelChoiceField(EventType.objects.all(), label=_("事件类型"), widget=UnfoldAdminSelectWidget)


class RegionForm(forms.Form):
    value = forms.ModelChoiceField(
        Region.objects.filter(successor=None),
        label=_("地区"),
        help_text=_("按代码、名称、别名或拼音查找"),
        widget=_pick(Region, "parent"),
    )


class SourceForm(forms.Form):
    value = forms.ModelChoiceField(Source.objects.all(), label=_("来源"), widget=_pick(Article, "publisher"))


class PublishForm(_Note):
    all_states = forms.BooleanField(
        label=_("已撤回和待定的也公开"),
        required=False,
        help_text=_("不选时，撤回的决定仍然有效，只公开机器认为不是报道的页面"),
    )
    field_order = ["all_states", "note"]


class WithdrawForm(_Note):
    reason = forms.ChoiceField(
        label=_("原因"), choices=WithdrawalReason, widget=UnfoldAdminSelectWidget, help_text=_("读者会看到")
    )
    field_order = ["reason", "note"]


FORMS: Mapping[str, type[forms.Form]] = {
    "set_type": TypeForm,
    "set_region": RegionForm,
    "set_source": SourceForm,
    "publish": PublishForm,
    "withdraw": WithdrawForm,
    "follow_host": forms.Form,
    "reextract": forms.Form,
}


def values_of(form: forms.Form) -> dict[str, Any]:
    """The cleaned values as JSON keeps them: of a chosen row its key."""
    return {name: value.pk if isinstance(value, Model) else value for name, value in form.cleaned_data.items()}
