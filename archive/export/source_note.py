"""Where a download came from, for the file itself: the search in words and as an address, the time, the index's state."""

from __future__ import annotations

from dataclasses import dataclass

from archive.export.selection import Selection


@dataclass(frozen=True, kw_only=True)
class SourceNote:
    """`site` is the archive's name, `home` its address without a closing slash, `search` the whole address of the search."""

    site: str
    home: str
    search: str
    made_at: str
    index_state: str
    total: int
    listed: int

    def address(self, path: str) -> str:
        """A whole address within the archive."""
        return self.home + path


def note_of(selection: Selection, *, site: str, home: str, search_path: str) -> SourceNote:
    """The note of a selection; `search_path` is the path of the search page."""
    parameters = selection.query.to_querystring()
    return SourceNote(
        site=site,
        home=home,
        search=f"{home}{search_path}{'?' if parameters else ''}{parameters}",
        made_at=selection.made_at.isoformat(timespec="seconds"),
        index_state=selection.index_state,
        total=selection.total,
        listed=len(selection.ids),
    )
