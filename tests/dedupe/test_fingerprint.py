"""The same story gives the same fingerprint, whatever a site does to its characters."""

from __future__ import annotations

from archive.dedupe.fingerprint import SHORTEST_TELLING, fingerprint

STORY = (
    "7月7日上午,社区志愿服务工作推进会在江城召开。来自12个城市的110名代表参加会议,听取了A社区的经验介绍,"
    "并参观了志愿服务站。会上为20个先进集体颁奖,企业向联络总站捐款100万元。"
)


def test_it_ignores_punctuation_spaces_and_line_breaks() -> None:
    spaced = STORY.replace(",", ", \n").replace("。", ".　")
    assert fingerprint(spaced) == fingerprint(STORY) != ""


def test_it_ignores_script_width_and_case() -> None:
    traditional = STORY.replace("务", "務").replace("会", "會").replace("A", "Ａ").replace("12", "１２")
    assert traditional != STORY
    assert fingerprint(traditional) == fingerprint(STORY)
    assert fingerprint(STORY.replace("A", "a")) == fingerprint(STORY)


def test_another_figure_is_another_story() -> None:
    assert fingerprint(STORY.replace("110", "111")) != fingerprint(STORY)


def test_a_text_too_short_to_tell_apart_has_none() -> None:
    assert fingerprint("志" * (SHORTEST_TELLING - 1)) == ""
    assert fingerprint("志" * SHORTEST_TELLING) != ""
    assert fingerprint("---,。 \n" * 100) == ""


def test_a_damaged_character_is_no_error() -> None:
    assert fingerprint(STORY + "\ud83d") == fingerprint(STORY)
