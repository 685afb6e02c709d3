"""The score that tells Chinese from wrongly decoded Chinese."""

import pytest

from archive.text.plausibility import score_chinese

HANS = "会议指出，要进一步提高对推进全民志愿服务的认识，各县区逐一进行了交流发言。"
HANT = "會議指出，要進一步提高對推進全民志願服務的認識，各縣區逐一進行了交流發言。"


@pytest.mark.parametrize("text", [HANS, HANT])
def test_running_chinese_scores_high(text: str) -> None:
    assert score_chinese(text) > 0.5


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        (HANS, "gb18030", "big5hkscs"),
        (HANT, "big5hkscs", "gb18030"),
        (HANS, "utf-8", "gb18030"),
        (HANS, "gb18030", "latin-1"),
        (HANS, "gb18030", "utf-16-le"),
        (HANS, "utf-16-le", "gb18030"),
    ],
)
def test_wrongly_decoded_chinese_scores_low(text: str, right: str, wrong: str) -> None:
    assert score_chinese(text.encode(right).decode(wrong, "replace")) < 0.25


def test_ascii_says_nothing() -> None:
    assert score_chinese("plain words\n") == 0
