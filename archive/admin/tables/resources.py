"""What each vocabulary's table holds: its columns, which of them tell a row, and what follows from a change.

A table adds rows and changes those there are; it never deletes one. Rows that stay the same are not written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.resources import ModelResource
from import_export.widgets import IntegerWidget

from archive.admin.tables.cells import Choice, Reference, Year
from archive.extract.sites import PARTS
from archive.jobs.bulk.following import submit_following
from archive.jobs.house_rules import submit_trial
from archive.models import (
    AuditAction,
    EventType,
    FindingKind,
    HouseRule,
    HouseRuleKind,
    NameAlias,
    NameKind,
    Region,
    RegionName,
    ServiceField,
    Source,
    SourceHost,
    SourceKind,
)
from archive.review.audit import changes_between, fields_of, record
from archive.review.decisions import touch_articles_with
from archive.review.house_rules import complete_rule
from archive.review.names import touch_articles_named
from archive.text.name_code import name_code


@dataclass(frozen=True, kw_only=True)
class RowChange:
    """What a row of the file does: `before` and `after` are the columns that differ, as the audit log keeps them.

    `cells` tells the same as the table has it: (heading, before, after).
    """

    line: int
    name: str
    is_new: bool
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    cells: Sequence[tuple[str, str, str]]


class Vocabulary(ModelResource):
    """One vocabulary. `lines` are those of the rows in the file; `changes` fill up as rows are taken."""

    unlogged: tuple[str, ...] = ()
    """Columns that are not copied into the audit log."""

    class Meta:
        skip_unchanged = True
        report_skipped = True
        skip_html_diff = True
        clean_model_instances = True
        use_transactions = True

    def __init__(self, *, by: AbstractBaseUser | None = None, batch: str = "", lines: Sequence[int] = ()) -> None:
        super().__init__()
        self._by, self._batch, self._lines = by, batch, lines
        self._seen: dict[tuple[str, ...], int] = {}
        self._stored: Model | None = None
        self.changes: list[RowChange] = []
        self.touched = 0

    @classmethod
    def headings(cls) -> dict[str, str]:
        """Every heading a file may have -> the one it is kept under."""
        fields = cls().fields
        return {key: field.column_name for name, field in fields.items() for key in (field.column_name, name)}

    @classmethod
    def needed(cls) -> list[str]:
        """The headings of the columns that tell a row."""
        resource = cls()
        return [resource.fields[name].column_name for name in resource.get_import_id_fields()]

    def before_import_row(self, row: dict[str, Any], **kwargs: Any) -> None:
        self.tidy(row)
        fields = {name: self.fields[name] for name in self.get_import_id_fields()}
        wrong = {}
        for name, field in fields.items():
            try:
                field.clean(row)
                if not row[field.column_name]:
                    wrong[name] = _("不能为空")
            except ValueError as error:
                wrong[name] = str(error)
        if wrong:
            raise ValidationError(wrong)
        key = tuple(row[field.column_name] for field in fields.values())
        line = self._lines[kwargs["row_number"] - 1]
        if self._seen.setdefault(key, line) != line:
            raise ValidationError({next(iter(fields)): _("与第 %(line)d 行重复") % {"line": self._seen[key]}})

    def tidy(self, row: dict[str, Any]) -> None:
        """Bring the cells that tell a row into the form the database has them in."""

    def before_save_instance(self, instance: Model, row: Any, **kwargs: Any) -> None:
        self._stored = type(instance)._default_manager.filter(pk=instance.pk).first() if instance.pk else None

    def after_save_instance(self, instance: Model, row: Any, **kwargs: Any) -> None:
        stored, is_new = self._stored, self._stored is None
        was, now = changes_between(
            fields_of(stored, self.unlogged) if stored else {}, fields_of(instance, self.unlogged)
        )
        line = self._lines[kwargs["row_number"] - 1]
        change = RowChange(
            line=line, name=str(instance), is_new=is_new, before=was, after=now, cells=self._cells(stored, instance)
        )
        self.changes.append(change)
        if not kwargs.get("dry_run"):
            action = AuditAction.ADD if is_new else AuditAction.CHANGE
            record(action, instance, by=self._by, before=was, after=now, batch=self._batch)
        self.remember(instance, was, is_new)

    def after_import(self, dataset: Any, result: Any, **kwargs: Any) -> None:
        self.touched = self.follow() if self.changes else 0

    def _cells(self, stored: Model | None, instance: Model) -> list[tuple[str, str, str]]:
        both = (
            (field.column_name, str(field.export(stored)) if stored else "", str(field.export(instance)))
            for field in self.fields.values()
        )
        return [cells for cells in both if cells[1] != cells[2]]

    def remember(self, instance: Any, was: Mapping[str, Any], is_new: bool) -> None:
        """Remember of a row that was written what `follow` needs."""

    def follow(self) -> int:
        """What has to be done after all rows were written, in a trial too; how many articles change by it."""
        return 0


class _Term(Vocabulary):
    kind: FindingKind
    code = Field("code", "代码")
    label = Field("label", "名称")
    label_en = Field("label_en", "英文名称")
    description = Field("description", "说明")
    position = Field("position", "次序", widget=IntegerWidget())

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self._renamed: list[str] = []

    def remember(self, instance: Any, was: Mapping[str, Any], is_new: bool) -> None:
        if not is_new and {"label", "label_en"} & was.keys():
            self._renamed.append(instance.pk)

    def follow(self) -> int:
        return sum(touch_articles_with(self.kind, code) for code in self._renamed)


class EventTypes(_Term):
    kind = FindingKind.EVENT_TYPE

    class Meta(Vocabulary.Meta):
        model = EventType
        import_id_fields = ["code"]
        fields = ["code", "label", "label_en", "description", "position"]


class ServiceFields(_Term):
    kind = FindingKind.SERVICE_FIELD

    class Meta(Vocabulary.Meta):
        model = ServiceField
        import_id_fields = ["code"]
        fields = ["code", "label", "label_en", "description", "position"]


class RegionNames(Vocabulary):
    region = Field("region", "行政区划代码", widget=Reference(Region, "code"))
    name = Field("name", "名称")
    kind = Field("kind", "类别", widget=Choice(RegionName.Kind))
    valid_from = Field("valid_from", "起始年份", widget=Year())
    valid_to = Field("valid_to", "终止年份", widget=Year())

    class Meta(Vocabulary.Meta):
        model = RegionName
        import_id_fields = ["region", "name", "kind"]
        fields = ["region", "name", "kind", "valid_from", "valid_to"]


class Sources(Vocabulary):
    name = Field("name", "名称")
    kind = Field("kind", "类别", widget=Choice(SourceKind))
    home_region = Field("home_region", "所在地区代码", widget=Reference(Region, "code"))
    note = Field("note", "备注")

    class Meta(Vocabulary.Meta):
        model = Source
        import_id_fields = ["name"]
        fields = ["name", "kind", "home_region", "note"]


class SourceHosts(Vocabulary):
    host = Field("host", "主机名")
    source = Field("source", "来源", widget=Reference(Source, "name"))

    class Meta(Vocabulary.Meta):
        model = SourceHost
        import_id_fields = ["host"]
        fields = ["host", "source"]

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self._hosts: list[str] = []

    def tidy(self, row: dict[str, Any]) -> None:
        row["主机名"] = str(row["主机名"]).lower()

    def remember(self, instance: Any, was: Mapping[str, Any], is_new: bool) -> None:
        self._hosts.append(instance.host)

    def follow(self) -> int:
        job = submit_following(self._hosts, by=self._by)
        return job.total if job else 0


class NameAliases(Vocabulary):
    kind = Field("kind", "种类", widget=Choice(NameKind))
    name = Field("name", "写法")
    main = Field("main", "归入")

    class Meta(Vocabulary.Meta):
        model = NameAlias
        import_id_fields = ["kind", "name"]
        fields = ["kind", "name", "main"]

    def tidy(self, row: dict[str, Any]) -> None:
        for heading in ("写法", "归入"):
            row[heading] = name_code(str(row.get(heading, "")))

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self._names: dict[str, list[str]] = {}

    def remember(self, instance: Any, was: Mapping[str, Any], is_new: bool) -> None:
        self._names.setdefault(instance.kind, []).append(instance.name)

    def follow(self) -> int:
        return sum(touch_articles_named(kind, *names) for kind, names in self._names.items())


class DataField(Field):
    """A key of a JSON column, as text."""

    def __init__(self, key: str, column_name: str) -> None:
        super().__init__("data", column_name)
        self._key = key

    def get_value(self, instance: Any) -> str:
        return str(instance.data.get(self._key, ""))

    def save(self, instance: Any, row: Any, is_m2m: bool = False, **_more: Any) -> None:
        data = {**instance.data, self._key: str(row.get(self.column_name, "")).strip()}
        instance.data = {key: value for key, value in data.items() if value}


class HouseRules(Vocabulary):
    """Rules come in not in force; each is tried, as one that was entered by hand."""

    unlogged = ("preview",)
    kind = Field("kind", "种类", widget=Choice(HouseRuleKind))
    key = Field("key", "网页上的写法")
    value = Field("value", "意为")
    note = Field("note", "缘由")
    site_kind = DataField("kind", "网站的种类")
    source_kind = DataField("source_kind", "来源的类别")
    home_region = DataField("home_region", "所在地区")
    title_selector = DataField("title_selector", "标题选择器")
    body_selector = DataField("body_selector", "正文选择器")
    date_selector = DataField("date_selector", "发布日期选择器")
    source_selector = DataField("source_selector", "标注来源选择器")
    author_selector = DataField("author_selector", "作者选择器")
    editor_selector = DataField("editor_selector", "编辑选择器")

    class Meta(Vocabulary.Meta):
        model = HouseRule
        import_id_fields = ["kind", "key"]
        fields = [
            *("kind", "key", "value", "note", "site_kind", "source_kind", "home_region"),
            *(f"{part}_selector" for part in PARTS),
        ]

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self._rules: list[HouseRule] = []

    def validate_instance(self, instance: HouseRule, *args: Any, **more: Any) -> None:
        if instance.active:
            raise ValidationError({"key": _("生效中的规则要先撤下再改")})
        instance.preview, instance.made_by_id = {}, instance.made_by_id or (self._by.pk if self._by else None)
        complete_rule(instance)
        super().validate_instance(instance, *args, **more)

    def remember(self, instance: Any, was: Mapping[str, Any], is_new: bool) -> None:
        self._rules.append(instance)

    def follow(self) -> int:
        for rule in self._rules:
            submit_trial(rule, by=self._by)
        return 0
