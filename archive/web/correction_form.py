"""The form by which readers report an error or ask for a removal.

A field no reader sees catches programs that fill in every field. How many one address may send is bounded where
corrections are written (`archive.review.corrections`).
"""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.models import Article, Correction
from archive.web.presenters.fact_choices import FactChoices

_PARTS = {
    "title": gettext_lazy("标题"),
    "body": gettext_lazy("正文"),
    "captions": gettext_lazy("图片说明"),
    "dates": gettext_lazy("发布日期"),
    "source": gettext_lazy("来源与作者"),
    "event": gettext_lazy("所属事件与转载关系"),
    "original": gettext_lazy("存档原件"),
    "whole": gettext_lazy("整篇文章"),
}


class CorrectionForm(forms.ModelForm):
    about = forms.ChoiceField(label=gettext_lazy("所指内容"), required=False)
    website = forms.CharField(
        label=gettext_lazy("此栏请留空"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    class Meta:
        model = Correction
        fields = ["kind", "about", "message", "contact"]
        labels = {
            "kind": gettext_lazy("类别"),
            "message": gettext_lazy("哪里不对，应当怎样"),
            "contact": gettext_lazy("联系方式（可不填）"),
        }
        help_texts = {
            "message": gettext_lazy("请尽量写明依据，如原文出处或网址。只有工作人员能看到。"),
            "contact": gettext_lazy("邮箱或电话，只供工作人员核实时联系，不会公开。"),
        }
        widgets = {
            "kind": forms.RadioSelect,
            "message": forms.Textarea(attrs={"rows": 6, "maxlength": 4000}),
            "contact": forms.TextInput(attrs={"autocomplete": "email"}),
        }

    def __init__(self, *args: object, article: Article | None, choices: FactChoices, **kwargs: object) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})  # type: ignore[arg-type]
        self.article, self.facts = article, choices
        self._parts = {code: str(label) for code, label in _PARTS.items()}
        if article is None:
            del self.fields["about"]
            return
        groups: list[object] = [("", _("请选择")), (_("这一页的"), list(self._parts.items()))]
        if choices.options:
            groups.append((_("事实"), list(choices.options)))
        self.fields["about"].choices = groups  # type: ignore[attr-defined]

    def clean_website(self) -> str:
        """People leave the hidden field alone."""
        if self.cleaned_data["website"]:
            raise ValidationError(_("此栏请留空，然后重新提交。"))
        return ""

    def as_correction(self) -> Correction:
        """What was entered, as a row that is not saved yet."""
        correction: Correction = self.save(commit=False)
        chosen = self.cleaned_data.get("about", "")
        correction.article = self.article
        correction.finding_id = self.facts.numbers.get(chosen)
        correction.about = (dict(self.facts.options).get(chosen) or self._parts.get(chosen, ""))[:200]
        return correction
