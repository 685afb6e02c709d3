"""What a page says is made fit for the columns it goes into."""

from __future__ import annotations

from archive.ingest.fit import LONGEST, clean_text, fit_draft
from archive.models import Article, Source
from tests.ingest.factories import make_draft

COLUMNS = {"original_source": "claimed_source"}


def test_every_limit_is_that_of_its_column() -> None:
    for field, longest in LONGEST.items():
        column = (
            Source._meta.get_field("name")
            if field == "publisher"
            else Article._meta.get_field(COLUMNS.get(field, field))
        )
        assert column.max_length == longest, field


def test_what_is_too_long_is_cut_and_said() -> None:
    draft = fit_draft(make_draft(title="志" * 501, editor="长" * 101))
    assert (len(draft.title), len(draft.editor or "")) == (500, 100)
    assert draft.warnings == ("title_cut", "editor_cut")


def test_characters_no_database_takes_are_removed_everywhere() -> None:
    draft = fit_draft(make_draft(title="标\x00题\ud800", authors=("吴\x00慧",), quotes={"editor": "编辑\x00:丁"}))
    assert (draft.title, draft.authors, dict(draft.quotes)) == ("标题", ("吴慧",), {"editor": "编辑:丁"})
    assert draft.warnings == ()


def test_an_impossible_number_of_views_is_dropped() -> None:
    draft = fit_draft(make_draft(views=10**15))
    assert (draft.views, draft.warnings) == (None, ("views_out_of_range",))


def test_a_draft_that_fits_is_left_as_it_is() -> None:
    draft = make_draft(views=950, channel="公益新闻")
    assert fit_draft(draft) is draft


def test_clean_text_keeps_rare_characters() -> None:
    assert clean_text("𠮷野家\n\t龘") == "𠮷野家\n\t龘"
