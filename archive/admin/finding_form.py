"""The form for a finding entered by staff: `archive.review.staff_findings` checks and completes it."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from archive.models import Finding
from archive.review.staff_findings import complete_finding


class StaffFindingForm(forms.ModelForm):
    class Meta:
        model = Finding
        fields = ["kind", "value", "role", "quote", "position"]
        help_texts = {
            "value": _("地区填行政区划代码，日期填 EDTF，类型与领域填代码"),
            "quote": _("须与正文一字不差；可留空"),
        }
        widgets = {"quote": forms.Textarea(attrs={"rows": 2})}

    def _post_clean(self) -> None:
        """The rules need several fields and the article at once, all on the instance by now.

        A row nobody touched is left alone: its quote may stem from an earlier version of the page.
        """
        super()._post_clean()  # type: ignore[misc]  # Django's own hook, which its stubs leave out
        if self.errors or not self.has_changed() or self.instance.article_id is None:
            return
        try:
            complete_finding(self.instance)
        except ValidationError as error:
            self.add_error(None, error)
