"""Vocabularies as CSV: what goes out comes in again, what a file would do is shown first, hostile files change nothing."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from archive.admin.tables.reading import TableError, read_table
from archive.admin.tables.resources import EventTypes
from archive.models import Article, AuditEntry, EventType, NameAlias, RegionName, Source, SourceHost
from tests.factories import make_article, make_event_type, make_hubei, make_service_field, make_source

pytestmark = pytest.mark.django_db

TYPES, HOSTS, NAMES = "eventtype", "sourcehost", "namealias"


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(User.objects.create(username="editor", is_staff=True, is_superuser=True))
    return client


def address(model: str, page: str) -> str:
    return reverse(f"admin:archive_{model}_{page}")


def send(client: Client, model: str, content: str | bytes) -> str:
    """The page that a file leads to."""
    data = content.encode() if isinstance(content, str) else content
    response = client.post(address(model, "import"), {"file": SimpleUploadedFile("t.csv", data)})
    assert response.status_code == 200
    return response.content.decode()


def confirm(client: Client, model: str, shown: str) -> Any:
    hidden = dict(re.findall(r'type="hidden" name="(seen|table)" value="([^"]*)"', shown))
    return client.post(address(model, "import"), hidden)


def take(client: Client, model: str, content: str | bytes) -> None:
    assert confirm(client, model, send(client, model, content)).status_code == 302


def export(client: Client, model: str) -> bytes:
    response = client.get(address(model, "export"))
    assert "attachment" in response.headers["Content-Disposition"]
    return response.content


def test_a_table_opens_in_a_spreadsheet_with_chinese_headings(staff: Client) -> None:
    make_event_type("meeting", "会议", label_en="Meeting")
    out = export(staff, TYPES)
    assert out.startswith(b"\xef\xbb\xbf")
    assert out.decode("utf-8-sig") == "代码,名称,英文名称,说明,次序\r\nmeeting,会议,Meeting,,0\r\n"


def test_what_goes_out_comes_in_again_and_changes_nothing(staff: Client) -> None:
    make_event_type("meeting", "会议", description="-1+1\n=2,“引号”")
    make_service_field("environment", "环保")
    RegionName.objects.create(region=make_hubei(), name="鄂", kind="abbreviation", valid_from=1990)
    SourceHost.objects.create(source=make_source("武汉文明网", home_region=make_hubei()), host="wh.example")
    NameAlias.objects.create(kind="organisation", name="志协(武汉)", main="武汉市志愿者协会")
    for model in (TYPES, "servicefield", "regionname", "source", HOSTS, NAMES):
        assert "没有要更改的行" in send(staff, model, export(staff, model)), model


def test_no_cell_is_a_formula_and_the_guard_is_taken_off_again(staff: Client) -> None:
    make_event_type("meeting", "会议", description="=HYPERLINK(1)")
    assert ",'=HYPERLINK(1)," in export(staff, TYPES).decode()
    take(staff, TYPES, "代码,说明\nmeeting,'=HYPERLINK(2)\n")
    assert EventType.objects.get().description == "=HYPERLINK(2)"
    for value in ("'=1", "''-1", "'说'", "-"):
        EventType.objects.update(description=value)
        assert "没有要更改的行" in send(staff, TYPES, export(staff, TYPES)), value


def test_a_preview_names_every_row_and_writes_nothing(staff: Client) -> None:
    make_event_type("meeting", "会议", label_en="Meeting")
    make_event_type("award", "表彰", label_en="Award")
    shown = send(staff, TYPES, "代码,名称,英文名称\nmeeting,会议,Meeting\naward,表彰嘉许,Award\nlaunch,启动,Launch\n")
    assert "新增 1 行，更改 1 行，1 行不变" in shown
    assert "<del>表彰</del> → 表彰嘉许" in shown
    assert set(EventType.objects.values_list("label", flat=True)) == {"会议", "表彰"}
    assert not AuditEntry.objects.exists()


def test_only_changed_rows_are_written_each_in_the_audit_log_under_one_batch(staff: Client) -> None:
    make_event_type("meeting", "会议", label_en="Meeting")
    make_event_type("award", "表彰", label_en="Award")
    take(staff, TYPES, "代码,名称,英文名称\nmeeting,会议,Meeting\naward,表彰嘉许,Award\nlaunch,启动,Launch\n")
    entries = AuditEntry.objects.order_by("id")
    assert [(entry.subject, entry.action) for entry in entries] == [("award", "change"), ("launch", "add")]
    assert entries[0].before == {"label": "表彰"} and entries[0].after == {"label": "表彰嘉许"}
    assert len({entry.batch for entry in entries}) == 1 and entries[0].actor_name == "editor"


def test_rows_and_columns_that_are_not_in_the_file_stay(staff: Client) -> None:
    make_event_type("meeting", "会议", description="说明")
    make_event_type("award", "表彰")
    take(staff, TYPES, "代码,英文名称\nmeeting,Gathering\n")
    assert EventType.objects.get(pk="meeting").description == "说明" and EventType.objects.count() == 2


def test_articles_that_show_a_label_are_indexed_anew(staff: Client) -> None:
    make_event_type("meeting", "会议")
    article = make_article(types=["meeting"])
    take(staff, TYPES, "代码,名称\nmeeting,集会\n")
    assert Article.objects.get().revision > article.revision


def test_a_table_that_chinese_excel_saved_is_read(staff: Client) -> None:
    shown = send(staff, TYPES, "代码;名称;英文名称\r\nlaunch;启动;Launch\r\n".encode("gb18030"))
    assert "按 GB 18030 读取" in shown and "新增 1 行" in shown


def test_wrong_cells_are_named_by_line_and_column(staff: Client) -> None:
    make_source("武汉文明网")
    content = "主机名,来源\n\na.example,武汉文明网\nb.example,无此来源\n,武汉文明网\nA.EXAMPLE,武汉文明网\n"
    shown = send(staff, HOSTS, content)
    assert "有 3 处不能导入" in shown
    assert "第 4 行“来源”：没有这样的来源：无此来源" in shown
    assert "第 5 行“主机名”：不能为空" in shown
    assert "第 6 行“主机名”：与第 3 行重复" in shown
    assert 'name="seen"' not in shown and not SourceHost.objects.exists()


def test_lines_are_those_of_the_file_where_cells_hold_line_breaks(staff: Client) -> None:
    shown = send(staff, TYPES, '代码,名称,说明\na,甲,"一\n二\n三"\nB b,乙,\n')
    assert "第 5 行“代码”" in shown


def test_a_choice_is_named_by_its_label(staff: Client) -> None:
    take(staff, NAMES, "种类,写法,归入\n机构,武汉志协,武汉市志愿者协会\nprogramme,暖冬,暖冬行动\n")
    assert set(NameAlias.objects.values_list("kind", "name")) == {("organisation", "武汉志协"), ("programme", "暖冬")}
    shown = send(staff, NAMES, "种类,写法,归入\n公司,甲,乙\n")
    assert "第 2 行“种类”：没有“公司”；可填：机构、项目与品牌" in shown


def test_a_circle_within_a_file_is_found(staff: Client) -> None:
    shown = send(staff, NAMES, "种类,写法,归入\n机构,甲,乙\n机构,乙,甲\n")
    assert "第 3 行“归入”" in shown and not NameAlias.objects.exists()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "文件里没有数据行"),
        ("代码,名称\n".encode(), "文件里没有数据行"),
        ("名称,说明\n会议,\n".encode(), "第 1 行：缺少列“代码”"),
        ("代码,颜色\na,b\n".encode(), "第 1 行第 2 列“颜色”：没有这样的列"),
        ("代码,代码\na,b\n".encode(), "这一列出现了两次"),
        ("代码,名称\na,b,c\n".encode(), "第 2 行：有 3 列，表头有 2 列"),
        ('代码,名称\na,"b\n'.encode(), "不是有效的 CSV"),
        (("代码,说明\na," + "长" * 6000 + "\n").encode(), "第 2 行“说明”：超过 5000 个字符"),
        (("代码,说明\na," + "x" * 140_000 + "\n").encode(), "第 2 行：不是有效的 CSV"),
        ("代码,名称\n会议,x\n".encode("utf-16"), "无法识别文件的编码"),
        (b"\xff\xfe\x00\x81\x00", "无法识别文件的编码"),
        (b"PK\x03\x04\x00\x00\x00", "无法识别文件的编码"),
        ("代码,名称\n".encode() + b"a,b\n" * 2001, "超过 2000 行"),
        (b"x" * (1024 * 1024 + 1), "文件超过 1024 KB"),
    ],
)
def test_a_file_that_is_no_table_is_told_so(content: bytes, told: str) -> None:
    with pytest.raises(TableError) as raised:
        read_table(content, EventTypes.headings(), EventTypes.needed())
    assert told in str(raised.value)


@pytest.mark.parametrize(
    ("content", "told"), [(b"PK\x03\x04\x00\x00", "无法识别文件的编码"), (b"x" * (1024 * 1024 + 1), "文件超过 1024 KB")]
)
def test_the_page_says_why_and_takes_nothing(staff: Client, content: bytes, told: str) -> None:
    shown = send(staff, TYPES, content)
    assert told in shown and 'name="seen"' not in shown
    assert not EventType.objects.exists()


def test_hostile_cells_are_words(staff: Client) -> None:
    shown = send(staff, TYPES, "代码,名称,英文名称\nx,<script>alert(1)</script>,X\n")
    assert "<script>alert(1)" not in shown and "&lt;script&gt;" in shown


def test_a_vocabulary_that_changed_after_the_preview_is_previewed_again(staff: Client) -> None:
    make_event_type("meeting", "会议")
    shown = send(staff, TYPES, "代码,名称\nmeeting,集会\n")
    EventType.objects.filter(pk="meeting").update(label="大会")
    response = confirm(staff, TYPES, shown)
    assert response.status_code == 200 and "词表在预览之后变了" in response.content.decode()
    assert EventType.objects.get().label == "大会" and not AuditEntry.objects.exists()


@pytest.mark.parametrize(
    "sent",
    [{"seen": "x"}, {"seen": "x", "table": "%%%"}, {"seen": "x", "table": "YWJj"}, {"seen": "x", "table": "中"}, {}],
)
def test_a_confirmation_that_means_nothing_writes_nothing(staff: Client, sent: dict[str, str]) -> None:
    assert staff.post(address(TYPES, "import"), sent).status_code == 200
    assert not EventType.objects.exists()


def test_a_source_is_told_by_its_name(staff: Client) -> None:
    make_hubei()
    take(staff, "source", "名称,类别,所在地区代码\n武汉文明网,党政机关,420100\n")
    source = Source.objects.get()
    assert (source.kind, source.home_region_id) == ("government", "420100")
    assert "第 2 行“所在地区代码”：没有这样的地区" in send(staff, "source", "名称,所在地区代码\n武汉文明网,999999\n")
