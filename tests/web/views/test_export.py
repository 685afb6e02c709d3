"""A search taken home: each format is opened by a program made for it and compared with the search."""

from __future__ import annotations

import csv
import io
import json
import re

import openpyxl
import pytest
import rispy
from pybtex.database import parse_string

from archive.models import Article, ArticleState
from archive.review.decisions import withdraw
from archive.search.indexing import index_stale
from tests.factories import make_article, make_event, make_event_type, make_hubei, make_source
from tests.schemas import schema_errors

pytestmark = pytest.mark.django_db

HOSTILE = '=HYPERLINK("http://x.example","志愿") & {50%} $5 #1_a \\end ~^ </title>\u202e'
PHONE = "13912345678"


@pytest.fixture
def archive():
    make_hubei()
    make_event_type("meeting", "会议")
    make_event_type("training", "培训")
    source = make_source("长江日报")
    make_article(
        "志愿服务推进会",
        f"志愿服务在武汉。\n联系电话{PHONE}。",
        venues=["420102", "420500"],
        types=["meeting", "training"],
        date=("2013-07-07", "2013-07-09"),
        published="2013-07-10",
        publisher=source,
        authors=["吴慧", "李姗"],
        organisations=["江岸区志愿者协会"],
        url="http://news.example/1.html?a=1&b=2",
        event=make_event(),
    )
    make_article(HOSTILE, "志愿服务。\x0b\x00尾", date="2014-03", published="2014", authors=["=cmd|'/c calc'!A1"])
    make_article("无关", "别的事。")
    index_stale()


def download(client, address: str) -> bytes:
    response = client.get(address)
    assert response.status_code == 200, response.content[:300]
    assert response.headers["X-Robots-Tag"] == "noindex"
    return b"".join(response.streaming_content)


def found(client, address: str) -> list[int]:
    return [hit["id"] for hit in client.get(address).json()["hits"]]


@pytest.mark.usefixtures("archive")
class TestTables:
    def test_a_csv_file_lists_what_the_screen_lists_in_its_order(self, client):
        data = download(client, "/search.csv?q=志愿&sort=oldest")
        assert data.startswith(b"\xef\xbb\xbf")
        rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
        assert [int(row["编号"]) for row in rows] == found(client, "/search.json?q=志愿&sort=oldest")
        assert data.count(b"\r\n") == len(rows) + 1
        first = rows[0]
        assert first["地区代码"] == "420102; 420500"
        assert first["举办地区"] == "湖北省/武汉市/江岸区; 湖北省/宜昌市"
        assert (first["事件类型代码"], first["事件类型"]) == ("meeting; training", "会议; 培训")
        assert (first["事件日期（EDTF）"], first["事件日期精度"]) == ("2013-07-07/2013-07-09", "day")
        assert (first["本页发布日期"], first["本页发布日期精度"]) == ("2013-07-10", "day")
        assert first["原网址"] == "http://news.example/1.html?a=1&b=2"

    def test_every_row_of_a_csv_file_tells_where_it_comes_from(self, client):
        row = next(csv.DictReader(io.StringIO(download(client, "/search.csv?q=志愿").decode("utf-8-sig"), newline="")))
        assert row["检索"] == "http://testserver/search/?q=%E5%BF%97%E6%84%BF"
        assert row["档案地址"] == f"http://testserver/articles/{row['编号']}/"
        assert row["导出时间"][:2] == "20"
        assert row["索引状态"]

    def test_no_cell_of_a_csv_file_is_a_formula(self, client):
        rows = list(csv.reader(io.StringIO(download(client, "/search.csv").decode("utf-8-sig"), newline="")))
        assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
        assert any(cell.startswith("'=HYPERLINK") for row in rows for cell in row)

    def test_a_workbook_holds_the_same_rows_and_says_where_they_come_from(self, client):
        book = openpyxl.load_workbook(io.BytesIO(download(client, "/search.xlsx?q=志愿&sort=oldest")))
        rows = list(book.worksheets[0].iter_rows(values_only=True))
        assert [row[0] for row in rows[1:]] == found(client, "/search.json?q=志愿&sort=oldest")
        text = list(csv.reader(io.StringIO(download(client, "/search.csv?q=志愿&sort=oldest").decode("utf-8-sig"))))
        assert [cell or "" for cell in rows[1][1:6]] == text[1][1:6]
        notes = dict(book.worksheets[1].iter_rows(values_only=True))
        assert notes["检索"] == "http://testserver/search/?q=%E5%BF%97%E6%84%BF&sort=oldest"
        assert notes["检索结果"] == 2

    def test_no_cell_of_a_workbook_is_a_formula_or_a_link(self, client):
        sheet = openpyxl.load_workbook(io.BytesIO(download(client, "/search.xlsx"))).worksheets[0]
        cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
        assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}
        assert not [cell for cell in cells if cell.hyperlink]
        assert any(str(cell.value).startswith("=HYPERLINK") for cell in cells)

    def test_english_readers_get_english_headings(self, client, english):
        client.cookies["django_language"] = "en"
        heading = download(client, "/search.csv").decode("utf-8-sig").split("\r\n", 1)[0]
        assert heading.isascii(), heading


@pytest.mark.usefixtures("archive")
class TestLinesAndReferences:
    def test_json_lines_carry_the_text_with_personal_data_masked(self, client):
        lines = download(client, "/search.jsonl?q=推进会").decode().splitlines()
        record = json.loads(lines[0])
        assert record["title"] == "志愿服务推进会"
        assert record["body"].startswith("志愿服务在武汉。")
        assert PHONE not in lines[0]
        assert record["export"]["search"].startswith("http://testserver/search/?q=")

    def test_a_reference_manager_reads_the_ris_file(self, client):
        references = rispy.loads(download(client, "/search.ris?q=志愿&sort=oldest").decode())
        assert [int(one["accession_number"]) for one in references] == found(client, "/search.json?q=志愿&sort=oldest")
        first, second = references
        assert (first["type_of_reference"], first["title"]) == ("NEWS", "志愿服务推进会")
        assert first["authors"] == ["吴慧", "李姗"]
        assert (first["year"], first["date"]) == ("2013", "2013/07/10")
        assert first["urls"][0] == "http://news.example/1.html?a=1&b=2"
        assert second["title"].startswith('=HYPERLINK("http://x.example"')

    def test_tex_reads_the_bibtex_file_and_no_title_is_a_command(self, client):
        entries = parse_string(download(client, "/search.bib?q=志愿").decode(), "bibtex").entries
        assert len(entries) == 2
        meeting = next(entry for entry in entries.values() if "推进会" in entry.fields["title"])
        assert meeting.fields["eventdate"] == "2013-07-07/2013-07-09"
        assert [str(person) for person in meeting.persons["author"]] == ["{吴慧}", "{李姗}"]
        hostile = next(entry for entry in entries.values() if "HYPERLINK" in entry.fields["title"])
        assert r"\{50\%\} \$5 \#1\_a \textbackslash{}end" in hostile.fields["title"]

    def test_a_list_of_references_follows_the_national_standard(self, client):
        lines = download(client, "/search.txt?q=志愿&sort=oldest").decode("utf-8-sig").split("\r\n")
        numbers = found(client, "/search.json?q=志愿&sort=oldest")
        assert re.fullmatch(
            rf"\[1\] 吴慧, 李姗\. 志愿服务推进会\[N/OL\]\. 长江日报, 2013-07-10\[\d{{4}}-\d\d-\d\d\]\. "
            rf"http://testserver/articles/{numbers[0]}/",
            lines[0],
        )
        assert [line[:4] for line in lines] == ["[1] ", "[2] ", ""]

    def test_a_feed_is_valid_and_lists_the_newest_first(self, client):
        response = client.get("/search.atom?q=志愿")
        assert response.headers["Content-Type"].startswith("application/atom+xml")
        assert schema_errors(response.content, "atom") == []
        text = response.content.decode()
        assert text.index("HYPERLINK") < text.index("志愿服务推进会")
        assert PHONE not in text

    def test_a_feed_of_nothing_is_valid_too(self, client):
        assert schema_errors(client.get("/search.atom?q=没有的词语").content, "atom") == []


@pytest.mark.usefixtures("archive")
class TestDownloads:
    def test_the_file_name_tells_what_was_looked_for(self, client):
        response = client.get('/search.csv?q=志愿/"服务')
        name = response.headers["Content-Disposition"]
        assert name.startswith("attachment; filename*=utf-8''%E5%BF%97%E6%84%BF%E6%96%B0%E9%97%BB")
        assert "/" not in name.split("''")[1]
        assert name.endswith(".csv")

    def test_events_are_exported_once_each_as_the_screen_lists_them(self, client):
        event = Article.objects.get(title="志愿服务推进会").event
        make_article("志愿服务推进会在汉举行", "志愿服务在武汉。", event=event)
        index_stale()
        lines = download(client, "/search.jsonl?view=events&q=推进会").splitlines()
        assert len(lines) == 1

    @pytest.mark.parametrize("suffix", ["csv", "jsonl", "ris", "bib", "txt", "atom"])
    def test_a_withdrawn_article_is_gone_at_once_with_no_indexer_running(self, client, suffix):
        withdraw(Article.objects.get(title="志愿服务推进会"), "测试")
        assert Article.objects.get(title="志愿服务推进会").state == ArticleState.WITHDRAWN
        response = client.get(f"/search.{suffix}")
        data = b"".join(response.streaming_content) if response.streaming else response.content
        assert "推进会" not in data.decode("utf-8-sig")

    def test_without_an_index_the_answer_is_not_an_empty_file(self, client, settings, tmp_path):
        from haystack import connections

        connections["default"].get_backend().path = str(tmp_path / "nowhere")
        response = client.get("/search.csv")
        assert response.status_code == 503
        assert response.headers["Retry-After"]

    def test_many_articles_take_a_few_queries_a_batch(self, client, django_assert_max_num_queries):
        for number in range(250):
            make_article(f"志愿{number}", "志愿服务。")
        index_stale()
        with django_assert_max_num_queries(12):
            assert len(download(client, "/search.jsonl?q=志愿").splitlines()) == 252


@pytest.mark.usefixtures("archive")
def test_the_search_page_leads_to_files_feed_and_snapshot_of_the_same_search(client):
    html = client.get("/search/?q=志愿&type=meeting").content.decode()
    for suffix in ("csv", "xlsx", "jsonl", "ris", "bib", "txt", "atom"):
        assert f'/search.{suffix}?q=%E5%BF%97%E6%84%BF&amp;type=meeting"' in html
    assert '<input type="hidden" name="query" value="q=%E5%BF%97%E6%84%BF&amp;type=meeting">' in html
    assert "/search.csv" not in client.get("/search/?q=没有的词语").content.decode()
