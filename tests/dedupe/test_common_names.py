"""The lists of what tells no event."""

from archive.dedupe.common_names import common_names, common_places
from archive.dedupe.plain import plain_text


def test_names_are_plain_and_places_are_codes():
    assert len(common_names()) > 300
    assert all(name == plain_text(name) != "" for name in common_names())
    assert "110102" in common_places()
    assert all(len(code) == 6 and code.isdigit() for code in common_places())
