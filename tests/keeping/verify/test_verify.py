from __future__ import annotations

import gzip
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F
from haystack import connections

from archive.grouping.candidates import COMMON, forget_clues
from archive.ingest.originals import original_path
from archive.keeping.repair import ASIDE
from archive.models import (
    Anchor,
    AnchorCount,
    Article,
    ArticleState,
    ArticleVersion,
    Event,
    Finding,
    IngestRun,
    SavedFile,
)
from archive.search.labels import forget_labels
from tests.ingest.factories import make_body

STORY = (
    "7月7日上午，武汉市江岸区百步亭社区志愿服务工作推进会召开，来自全区12个街道的110名志愿者代表参加会议。\n"
    "会议听取了百步亭社区的经验介绍，表彰了20个先进集体，当地企业向志愿服务站捐赠物资100万元，供各社区在暑期使用。"
)


@pytest.fixture
def kept(db, settings, tmp_path: Path):
    """Four articles in the archive, the second a copy of the first, all indexed."""
    settings.DATA_DIR = tmp_path
    settings.FILES_DIR = tmp_path / "files"
    backend = connections["default"].get_backend()
    before, backend.path = backend.path, str(tmp_path / "index")
    forget_labels()
    pages = [
        {"title": "百步亭社区召开推进会", "text": STORY, "url": "http://a.example/1.html", "published": "2013-07-08"},
        {
            "title": "百步亭社区召开推进会",
            "text": STORY + "\n（完）",
            "url": "http://b.example/2.html",
            "published": "2013-07-09",
        },
        {"title": "第三篇报道", "text": make_body(3), "url": "http://c.example/3.html", "published": "2014-01-01"},
        {"title": "第四篇报道", "text": make_body(4), "url": "http://d.example/4.html", "published": "2015-01-01"},
    ]
    file = tmp_path / "pages.jsonl"
    file.write_text("".join(json.dumps(page, ensure_ascii=False) + "\n" for page in pages), encoding="utf-8")
    call_command("ingest", str(file), stdout=io.StringIO())
    yield list(Article.objects.order_by("pk"))
    backend.path = before
    forget_labels()


def verify(*words: str) -> tuple[int, dict]:
    """Exit code and what it said."""
    out = io.StringIO()
    try:
        call_command("verify_archive", "--json", *words, stdout=out, stderr=io.StringIO())
    except CommandError as error:
        return error.returncode, json.loads(out.getvalue())
    return 0, json.loads(out.getvalue())


def found(said: dict) -> set[tuple[str, str]]:
    return {(problem["part"], problem["code"]) for problem in said["problems"]}


def test_an_archive_as_it_should_be_is_clean(kept):
    assert [article.reprint_of_id for article in kept] == [None, kept[0].pk, None, None]
    assert verify() == (
        0,
        {
            "clean": True,
            "repaired": 0,
            "counts": dict.fromkeys(("database", "files", "events", "index"), 0),
            "problems": [],
        },
    )


def first_original() -> Path:
    return original_path(SavedFile.objects.earliest("pk").sha256)


def lose_original(_kept) -> None:
    first_original().unlink()


def cut_original(_kept) -> None:
    first_original().write_bytes(first_original().read_bytes()[:-9])


def swap_original(_kept) -> None:
    first_original().write_bytes(gzip.compress(b"something else"))


def misstate_size(_kept) -> None:
    SavedFile.objects.update(size=3)


def lose_version(kept) -> None:
    Article.objects.filter(pk=kept[0].pk).update(current_version=None)


def point_to_older_version(kept) -> None:
    file = SavedFile.objects.create(sha256="0" * 64, media_type="text/plain", size=0, name="x")
    original_path("0" * 64).parent.mkdir(parents=True)
    ArticleVersion.objects.create(article=kept[0], number=2, saved_file=file, body="x", draft={})


def skip_version_number(kept) -> None:
    ArticleVersion.objects.filter(article=kept[0]).update(number=3)


def add_file_without_version(_kept) -> None:
    SavedFile.objects.create(sha256="1" * 64, media_type="text/plain", size=0, name="x")


def offsets_beyond_the_text(kept) -> None:
    Finding.objects.create(article=kept[2], kind="event_type", value="training", start=5, end=10_000, position=9)


def offsets_of_other_words(kept) -> None:
    Finding.objects.create(
        article=kept[2], kind="event_type", value="training", quote="没有的话", start=5, end=9, position=9
    )


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (lose_original, ("files", "missing")),
        (cut_original, ("files", "damaged")),
        (swap_original, ("files", "damaged")),
        (misstate_size, ("files", "size")),
        (lose_version, ("database", "version")),
        (point_to_older_version, ("database", "version")),
        (skip_version_number, ("database", "version_numbers")),
        (add_file_without_version, ("database", "no_version")),
        (offsets_beyond_the_text, ("database", "offsets")),
        (offsets_of_other_words, ("database", "offsets")),
    ],
)
def test_what_cannot_be_derived_is_found_and_stays_found_after_a_repair(
    kept, spoil: Callable, expected: tuple[str, str]
):
    spoil(kept)
    code, said = verify()
    assert code == 1
    assert expected in found(said)
    code, said = verify("--repair")
    assert code == 1
    assert expected in found(said)
    assert not any(problem["repairable"] for problem in said["problems"])


def other_event_date(kept) -> None:
    Article.objects.filter(pk=kept[0].pk).update(event_edtf="1999-01-01", event_start="1999-01-01")


def other_fingerprint(kept) -> None:
    Article.objects.filter(pk=kept[2].pk).update(fingerprint="f" * 64)


def leave_event(kept) -> None:
    Article.objects.filter(pk=kept[2].pk).update(event=None)


def lose_lead(kept) -> None:
    Event.objects.filter(pk=kept[2].event_id).update(lead=None)


def lead_of_another(kept) -> None:
    Event.objects.filter(pk=kept[2].event_id).update(lead=kept[3])


def close_event(kept) -> None:
    Event.objects.filter(pk=kept[2].event_id).update(merged_into=kept[3].event_id)


def two_leads(kept) -> None:
    Article.objects.filter(pk=kept[1].pk).update(relation="lead", reprint_of=None)


def copy_of_nothing(kept) -> None:
    Article.objects.filter(pk=kept[1].pk).update(reprint_of=None)


def copy_of_another_event(kept) -> None:
    Article.objects.filter(pk=kept[1].pk).update(reprint_of=kept[3])


def lose_anchors(kept) -> None:
    Anchor.objects.filter(article=kept[2]).delete()


def wrong_anchors(kept) -> None:
    Anchor.objects.filter(article=kept[2]).update(hash=F("hash") + 1)


def wrong_count(kept) -> None:
    AnchorCount.objects.filter(article=kept[2]).update(number=1)


def remove_index(_kept) -> None:
    for file in Path(connections["default"].get_backend().path).glob("current"):
        file.unlink()


def stale_index(kept) -> None:
    Article.objects.filter(pk=kept[3].pk).update(revision=9)


def missing_from_index(kept) -> None:
    connections["default"].get_backend().remove(kept[3])


def extra_in_index(kept) -> None:
    Article.objects.filter(pk=kept[3].pk).update(state=ArticleState.REJECTED)


def gone_from_database(kept) -> None:
    article = kept[3]
    Event.objects.filter(pk=article.event_id).delete()
    Article.objects.filter(pk=article.pk).update(current_version=None)
    files = list(SavedFile.objects.filter(version__article=article))
    article.delete()
    for file in files:
        original_path(file.sha256).unlink()
        file.delete()


def other_day_in_index(kept) -> None:
    Article.objects.filter(pk=kept[3].pk).update(published_on="2001-01-01")


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (other_event_date, ("database", "column")),
        (other_fingerprint, ("database", "column")),
        (leave_event, ("events", "no_event")),
        (lose_lead, ("events", "lead")),
        (lead_of_another, ("events", "lead")),
        (close_event, ("events", "closed_event")),
        (two_leads, ("events", "not_lead")),
        (copy_of_nothing, ("events", "no_first")),
        (copy_of_another_event, ("events", "strayed")),
        (lose_anchors, ("events", "anchors")),
        (wrong_anchors, ("events", "anchors")),
        (wrong_count, ("events", "anchors")),
        (remove_index, ("index", "missing")),
        (stale_index, ("index", "stale")),
        (missing_from_index, ("index", "missing")),
        (extra_in_index, ("index", "extra")),
        (gone_from_database, ("index", "extra")),
        (other_day_in_index, ("index", "stale")),
    ],
)
def test_what_is_derived_is_found_and_repaired(kept, spoil: Callable, expected: tuple[str, str]):
    spoil(kept)
    code, said = verify()
    assert code == 1
    assert expected in found(said)
    code, said = verify("--repair")
    assert said["problems"] == []
    assert code == 0
    assert said["repaired"] > 0
    assert verify()[0] == 0


def test_a_repair_of_events_gives_what_was_there_before(kept):
    before = list(Article.objects.order_by("pk").values_list("relation", "reprint_of", "event"))
    copy_of_another_event(kept)
    lead_of_another(kept)
    verify("--repair")
    assert list(Article.objects.order_by("pk").values_list("relation", "reprint_of", "event")) == before


@pytest.mark.parametrize("name", ["ab/cd/" + "ab" * 32 + ".gz", "ab/.0123.part", "notes.txt"])
def test_a_file_that_belongs_to_nothing_is_put_aside_and_not_deleted(kept, settings, name: str):
    stray = Path(settings.FILES_DIR) / name
    stray.parent.mkdir(parents=True, exist_ok=True)
    stray.write_bytes(b"bytes")
    code, said = verify()
    assert (code, said["counts"]["files"]) == (1, 1)
    assert verify("--repair")[0] == 0
    assert (settings.DATA_DIR / ASIDE / name).read_bytes() == b"bytes"


def test_a_file_whose_row_a_running_ingest_has_yet_to_write_is_no_stranger(kept, settings):
    IngestRun.objects.create(state=IngestRun.State.RUNNING)
    stray = original_path("ab" * 32)
    stray.parent.mkdir(parents=True)
    stray.write_bytes(b"bytes")
    assert verify()[0] == 0


@pytest.mark.skipif(connection.vendor == "postgresql", reason="PostgreSQL lets no row point nowhere")
def test_rows_that_point_nowhere_are_found(kept):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE archive_finding SET article_id = 99999 WHERE article_id = %s", [kept[0].pk])
        code, said = verify("--only", "database")
        assert code == 1
        assert ("database", "damage") in found(said)
        cursor.execute("UPDATE archive_finding SET article_id = %s WHERE article_id = 99999", [kept[0].pk])


def test_the_table_tells_what_is_wrong_and_that_nothing_else_can_mend_it(kept):
    lose_original(kept)
    out = io.StringIO()
    with pytest.raises(CommandError, match="1"):
        call_command("verify_archive", "--repair", stdout=out)
    said = out.getvalue()
    assert SavedFile.objects.earliest("pk").sha256 in said
    assert "备份恢复" in said
    assert "index      ok" in said


def test_anchors_too_common_to_be_written_are_not_missed(kept):
    hashes = list(Anchor.objects.filter(article=kept[2]).values_list("hash", flat=True))
    forget_clues([kept[2].pk])
    others = Article.objects.bulk_create(
        Article(title="", body="", state=ArticleState.REJECTED) for _number in range(COMMON)
    )
    Anchor.objects.bulk_create(Anchor(hash=value, article=other) for value in hashes for other in others)
    _code, said = verify("--only", "events")
    assert found(said) == set()
    Anchor.objects.filter(hash=hashes[0]).delete()
    _code, said = verify("--only", "events")
    assert [problem["article"] for problem in said["problems"]] == [kept[2].pk]


def test_a_trigger_that_guarded_the_audit_log_and_is_gone_is_told(kept) -> None:
    with connection.cursor() as cursor:
        on = " ON archive_auditentry" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER audit_entry_never_deleted{on}")
    code, said = verify("--only", "database")
    assert code == 1
    assert [(problem["code"], problem["subject"]) for problem in said["problems"]] == [
        ("guard", "audit_entry_never_deleted")
    ]
