"""What readers may see of an article's text: personal data masked, unless staff decided that it is none.

The one place that masks, for pages, index, exports and answers alike. Masked text has the length of the stored one, so
offsets of findings hold in both. Works on the text as it is now, not on the offsets found when it came in: text that
staff mended, or that older rules read, is as safe as new text. Deliberately not here: the rules
(`archive.text.personal_data`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from archive.models.article import Article
from archive.models.finding import Finding, FindingKind, FindingState, Origin
from archive.text.personal_data import PersonalSpan, find_personal_data, mask


@dataclass(frozen=True, kw_only=True)
class PublicText:
    """An article's words as readers see them. `shown` are the words staff released: personal by rule, not in fact."""

    title: str
    body: str
    captions: tuple[str, ...]
    original: str
    shown: frozenset[str] = frozenset()

    @property
    def text(self) -> str:
        """Title and body as one string: what offsets of findings index."""
        return f"{self.title}\n{self.body}"

    def quote(self, quote: str) -> str:
        """A finding's quote as readers may see it, of the same length."""
        at = self.original.find(quote) if quote else -1
        return self.text[at : at + len(quote)] if at >= 0 else mask_words(quote, shown=self.shown)


def public_text(article: Article, findings: Iterable[Finding]) -> PublicText:
    """`findings` are all rows of the article, rejected ones too: what staff rejected as personal data is shown.

    A span staff added (an accepted finding of the kind with offsets) is masked as well.
    """
    rows = [row for row in findings if row.kind == FindingKind.PERSONAL_DATA]
    original = article.text
    shown = frozenset(_released(rows, article))
    spans = [span for span in find_personal_data(original) if original[span.start : span.end] not in shown]
    hidden = mask(mask(original, spans), _added(rows))
    return PublicText(
        title=hidden[: len(article.title)],
        body=hidden[len(article.title) + 1 :],
        captions=tuple(mask_words(str(caption), shown=shown) for caption in article.captions),
        original=original,
        shown=shown,
    )


def mask_words(words: str, *, shown: frozenset[str] = frozenset()) -> str:
    """Any other words for readers (a caption, a text of the stored original): personal data masked but for `shown`."""
    return mask(words, [span for span in find_personal_data(words) if words[span.start : span.end] not in shown])


def _released(rows: Iterable[Finding], article: Article) -> Iterator[str]:
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


def _added(rows: Iterable[Finding]) -> list[PersonalSpan]:
    return [
        PersonalSpan(start=row.start, end=row.end, kind="account")
        for row in rows
        if row.origin == Origin.STAFF
        and row.state == FindingState.ACCEPTED
        and row.start is not None
        and row.end is not None
    ]
