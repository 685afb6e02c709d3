"""What staff say of names found in articles: this spelling is that organisation, or that programme.

Findings keep the name as their page has it. Wherever readers see names (pages, facets, search, exports) the main name
stands for all its spellings, by `under_main_names`; so a merge holds for pages taken in later, and its undoing is the
deletion of one row. Spellings are kept as `name_code` has them, which is how the index files names.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models.finding import Finding, FindingRow, StoredFact
from archive.models.kept import Kept
from archive.text.name_code import MAX_NAME, name_code

_MOST_STEPS = 20
"""Of A is B, B is C …: no chain that means something is longer."""


class NameKind(models.TextChoices):
    ORGANISATION = "organisation", _("机构")
    PROGRAMME = "programme", _("项目与品牌")


class NameAlias(models.Model):
    """One spelling that stands for another name. The other may be merged into a third in its turn."""

    kind = models.CharField(_("种类"), max_length=16, choices=NameKind)
    name = models.CharField(_("写法"), max_length=MAX_NAME, help_text=_("网页上的名称"))
    main = models.CharField(_("归入"), max_length=MAX_NAME, db_index=True, help_text=_("读者看到的名称"))
    created_at = models.DateTimeField(_("归并时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("名称归并")
        verbose_name_plural = _("名称归并")
        ordering = ["kind", "main", "name"]
        constraints = [models.UniqueConstraint(fields=["kind", "name"], name="one_main_name_a_spelling")]

    def __str__(self) -> str:
        return f"{self.name} → {self.main}"

    def clean(self) -> None:
        """Bring both names into the form they are filed under.

        Raises:
            ValidationError: one is empty, or the main name is merged into this one already.
        """
        self.name, self.main = name_code(self.name), name_code(self.main)
        if not self.name or not self.main:
            raise ValidationError({"name" if not self.name else "main": _("不能为空")})
        others = dict(NameAlias.objects.filter(kind=self.kind).exclude(pk=self.pk).values_list("name", "main"))
        if _end_of(others, self.main) == self.name:
            raise ValidationError({"main": _("“%(main)s”已归入“%(name)s”") % {"main": self.main, "name": self.name}})


def _read() -> Mapping[str, Mapping[str, str]]:
    steps: dict[str, dict[str, str]] = {}
    for kind, name, main in NameAlias.objects.order_by().values_list("kind", "name", "main"):
        steps.setdefault(kind, {})[name] = main
    return {kind: {name: _end_of(of_kind, name) for name in of_kind} for kind, of_kind in steps.items()}


def _end_of(steps: Mapping[str, str], name: str) -> str:
    for _step in range(_MOST_STEPS):
        if name not in steps:
            break
        name = steps[name]
    return name


merged_names = Kept(_read, NameAlias)
"""Kind -> spelling -> main name."""


def main_name(kind: str, name: str) -> str:
    """The main name of a spelling; a name that was not merged is returned as it is."""
    return merged_names.get().get(kind, {}).get(name_code(name), name)


_Fact = TypeVar("_Fact", bound=StoredFact)


def under_main_names(findings: Sequence[_Fact]) -> list[_Fact]:
    """The findings with main names, each once a kind; `data["named"]` of a changed one is the name on the page.

    Changed ones are copies that are never to be saved.
    """
    table = merged_names.get()
    if not table:
        return list(findings)
    shown: list[_Fact] = []
    merged: set[tuple[str, str]] = set()
    seen: set[tuple[str, str]] = set()
    for finding in findings:
        main = table.get(finding.kind, {}).get(name_code(finding.value)) if finding.kind in table else None
        key = (finding.kind, main or name_code(finding.value))
        # One article may name it in several spellings; two findings of one spelling (in two roles) were two before.
        if key in seen and (main is not None or key in merged):
            continue
        seen.add(key)
        if main is None:
            shown.append(finding)
        else:
            merged.add(key)
            shown.append(_renamed(finding, main))
    return shown


def _renamed(finding: _Fact, main: str) -> _Fact:
    data = {**finding.data, "named": finding.value}
    if isinstance(finding, FindingRow):
        return finding._replace(value=main, data=data)
    assert isinstance(finding, Finding)
    row = copy.copy(finding)
    row.value, row.data = main, data
    return row
