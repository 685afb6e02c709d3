"""What is kept of lines is kept of short ones only, and changes no answer."""

from __future__ import annotations

from archive.extract.remembered import remember


def test_a_short_line_is_asked_about_once_and_a_long_one_each_time() -> None:
    asked: list[str] = []

    @remember
    def length(key: str) -> int:
        asked.append(key)
        return len(key)

    assert [length("志愿者"), length("志愿者"), length("志" * 500), length("志" * 500)] == [3, 3, 500, 500]
    assert asked == ["志愿者", "志" * 500, "志" * 500]
