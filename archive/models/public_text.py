"""What readers may see of an article's text: personal data masked, unless staff decided that it is none.

The one place that masks, for pages, index, exports and answers alike. Masked text has the length of the stored one, so
offsets of findings hold in both. Works on the text as it is now, not on the offsets found when it came in: text that
staff mended, or that older rules read, is as safe as new text. A datum hidden once is hidden wherever it stands.

Deliberately not here: the rules (`archive.text.personal_data`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from archive.models.article import Article
from archive.models.finding import Finding, FindingKind, FindingState, Origin, StoredFact, effective_findings
from archive.models.name_alias import under_main_names
from archive.text.personal_data import PersonalKind, PersonalSpan, find_personal_data, mask

_NAMED = (FindingKind.PERSON, FindingKind.ORGANISATION, FindingKind.PROGRAMME)
_NAME_KINDS = ("minor", "aid_recipient")
_KEPT_LENGTH = 20_000
"""Texts up to this many characters have their spans remembered: a list of hits reads the same articles again."""

Hidden = tuple[tuple[str, PersonalKind], ...]


@dataclass(frozen=True, kw_only=True)
class PublicText:
    """An article's words as readers see them.

    `shown` are the words staff released: personal by rule, not in fact. `hidden` are the words masked, with their kind.
    """

    title: str
    body: str
    captions: tuple[str, ...]
    original: str
    shown: frozenset[str] = frozenset()
    hidden: Hidden = ()

    @property
    def text(self) -> str:
        """Title and body as one string: what offsets of findings index."""
        return f"{self.title}\n{self.body}"

    def quote(self, quote: str) -> str:
        """A finding's quote as readers may see it, of the same length."""
        at = self.original.find(quote) if quote else -1
        return self.text[at : at + len(quote)] if at >= 0 else self.words(quote)

    def words(self, words: str) -> str:
        """Any other words of or about the article (a byline, its stored original), of the same length."""
        return mask_words(words, shown=self.shown, hidden=self.hidden)

    def data(self, value: Any) -> Any:
        """JSON about the article with every string in it masked."""
        if isinstance(value, str):
            return self.words(value)
        if isinstance(value, list | tuple):
            return [self.data(part) for part in value]
        return {key: self.data(part) for key, part in value.items()} if isinstance(value, dict) else value


def public_text(article: Article, findings: Iterable[StoredFact]) -> PublicText:
    """`findings` are all rows of the article, rejected ones too: what staff rejected as personal data is shown.

    Words staff marked (the quote of an accepted finding of the kind) are masked as well, wherever they stand.
    """
    rows = [row for row in findings if row.kind == FindingKind.PERSONAL_DATA]
    original = article.text
    shown = frozenset(_released(rows, article))
    captions = [str(caption) for caption in article.captions]
    hidden = _hidden((original, *captions), _marked(rows, original), shown)
    masked = mask_words(original, shown=shown, hidden=hidden)
    return PublicText(
        title=masked[: len(article.title)],
        body=masked[len(article.title) + 1 :],
        captions=tuple(mask_words(caption, shown=shown, hidden=hidden) for caption in captions),
        original=original,
        shown=shown,
        hidden=hidden,
    )


def public_findings(findings: Iterable[Finding], text: PublicText) -> list[Finding]:
    """The findings that count for readers, under main names: none about personal data, none whose very name is masked."""
    return under_main_names([row for row in effective_findings(findings) if is_public(row, text)])


def is_public(row: Finding, text: PublicText) -> bool:
    """Whether readers may know of a finding at all; its quote is still to be masked."""
    if row.kind == FindingKind.PERSONAL_DATA:
        return False
    return row.kind not in _NAMED or text.words(row.value) == row.value


def mask_words(words: str, *, shown: frozenset[str] = frozenset(), hidden: Hidden = ()) -> str:
    """Any other words for readers (a caption, a text of the stored original): personal data masked but for `shown`,
    and what is `hidden` elsewhere masked here as well."""
    spans = [span for span in _find(words) if words[span.start : span.end] not in shown]
    for datum, kind in hidden:
        at = words.find(datum)
        while at >= 0:
            spans.append(PersonalSpan(start=at, end=at + len(datum), kind=kind))
            at = words.find(datum, at + len(datum))
    return mask(words, spans) if spans else words


def _hidden(texts: Iterable[str], marked: Iterable[str], shown: frozenset[str]) -> Hidden:
    """What is masked somewhere in the texts, and what staff marked."""
    found: dict[str, PersonalKind] = dict.fromkeys(marked, "account")
    for text in texts:
        for span in _find(text):
            datum = text[span.start : span.end]
            if datum not in shown and not _is_nickname(datum, span.kind):
                found.setdefault(datum, span.kind)
    return tuple(found.items())


def _is_nickname(datum: str, kind: PersonalKind) -> bool:
    """小雨, 阿明: where nothing marks it as a child's name it tells nobody, and may be rain."""
    return kind in _NAME_KINDS and len(datum) <= 2 and datum[0] in "小阿老"


def _find(text: str) -> tuple[PersonalSpan, ...]:
    return _remembered(text) if len(text) <= _KEPT_LENGTH else find_personal_data(text)


_remembered = lru_cache(maxsize=1024)(find_personal_data)


def _released(rows: Iterable[StoredFact], article: Article) -> Iterator[str]:
    """The words of rejected findings, wherever in the article they stand: the decision is about the datum."""
    for row in rows:
        if row.state != FindingState.REJECTED:
            continue
        text, start, end = article.text, row.start, row.end
        if start is None or end is None:
            captions, number = article.captions, row.data.get("caption", -1)
            if not isinstance(number, int) or not 0 <= number < len(captions):
                continue
            text, start, end = str(captions[number]), row.data.get("start", 0), row.data.get("end", 0)
        # Only where the words are still such a datum: after a change of the text other words may stand there.
        spans = {(span.start, span.end): span.kind for span in find_personal_data(text)}
        if spans.get((start, end)) == row.value:
            yield text[start:end]


def _marked(rows: Iterable[StoredFact], text: str) -> Iterator[str]:
    """The words, not their place: they stay masked in a new version, where other words may stand at the offsets."""
    for row in rows:
        if row.origin == Origin.STAFF and row.state == FindingState.ACCEPTED:
            is_placed = row.start is not None and row.end is not None
            if words := row.quote or (text[row.start : row.end] if is_placed else ""):
                yield words
