"""Two texts beside each other: a copy and what it copies, ready to print. Personal data is masked in both."""

from __future__ import annotations

from dataclasses import dataclass

from archive.dedupe.changes import LONGEST_READ, find_changes
from archive.models import Article, PublicText, public_text
from archive.web.presenters.chain import headline, publisher_name, text_lang
from archive.web.presenters.change_list import ChangeLine, ChangeSummary, list_changes, summarise_changes
from archive.web.presenters.dates import format_iso


@dataclass(frozen=True, kw_only=True)
class Side:
    """One of the two texts. `address` leads to it."""

    title: str
    address: str
    name: str
    day: str
    lang: str


@dataclass(frozen=True, kw_only=True)
class Comparison:
    before: Side
    after: Side
    summary: ChangeSummary
    lines: tuple[ChangeLine, ...]
    is_cut: bool
    """Whether only the beginnings of the texts were compared."""
    most: int = LONGEST_READ


def compare_reports(original: Article, copy: Article) -> Comparison:
    """What the copy changed against the original; both with `publisher` joined."""
    before, after = (public_text(article, article.findings.all()) for article in (original, copy))
    changes = find_changes((before.title, before.body), (after.title, after.body))
    return Comparison(
        before=_side(original, before),
        after=_side(copy, after),
        summary=summarise_changes(changes, samples=0),
        lines=list_changes(changes),
        is_cut=max(len(before.body), len(after.body)) > LONGEST_READ,
    )


def _side(article: Article, text: PublicText) -> Side:
    return Side(
        title=headline(text),
        address=article.get_absolute_url(),
        name=publisher_name(article),
        day=format_iso((article.published or article.original_published)[:10]),
        lang=text_lang(article.script),
    )
