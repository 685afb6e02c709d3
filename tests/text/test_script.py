"""Simplified and traditional characters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text.script import detect_script, to_simplified


def test_it_rewrites_traditional_characters() -> None:
    assert to_simplified("臨沂市志願服務聯合會") == "临沂市志愿服务联合会"


def test_it_knows_the_variants_of_taiwan_and_hong_kong() -> None:
    assert to_simplified("這裡的群眾為愛心捐獻") == "这里的群众为爱心捐献"


def test_it_leaves_simplified_text_alone() -> None:
    assert to_simplified("著名的志愿者在后台") == "著名的志愿者在后台"


@given(st.text())
def test_the_length_never_changes(text: str) -> None:
    assert len(to_simplified(text)) == len(text)


def test_it_tells_the_scripts_apart() -> None:
    assert detect_script("志愿服务走进社区") == "hans"
    assert detect_script("志願服務走進社區") == "hant"
    assert detect_script("志愿服务走进社区，志願服務走進社區") == "mixed"
    assert detect_script("Volunteers") == "latn"
    assert detect_script("12:30") == "unknown"


def test_characters_common_to_both_scripts_decide_nothing() -> None:
    assert detect_script("人大后里") == "hans"
    assert detect_script("後里志工協會在台中市公益活動") == "hant"


def test_one_name_in_the_other_script_does_not_turn_a_page() -> None:
    assert detect_script("这是一篇关于志愿服务与公益活动的报道，记者为陳先生，来自广东省惠州市文明办") == "hans"


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("存著、摸著、走著瞧、隨著、有著重要意義", "存着、摸着、走着瞧、随着、有着重要意义"),
        ("著作、著名、顯著、名著、土著、有著名的", "著作、著名、显著、名著、土著、有著名的"),
    ],
)
def test_the_particle_of_taiwan_is_told_from_the_word_for_writing(written: str, folded: str) -> None:
    assert to_simplified(written) == folded
