"""What staff decided about an article, kept when its page changes, and asked about again where the text changed under it.

Staff's findings stay; what they said of the machine's (right, wrong, no personal data) goes over to the same fact found
in the new text; fields they edited keep their words. `Finding.doubt` and `Article.doubt` say what is to be looked at anew.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q

from archive.ingest.article_fields import FINDING_COLUMNS, finding_rows, state_for
from archive.ingest.new_articles import insert_findings
from archive.ingest.sources import Publishers
from archive.models import STATED_DATES, Article, Doubt, FindingKind, FindingState, Origin, date_columns, moved_span
from archive.models import Finding as FindingRow
from archive.records import Fact, Finding, StatedDate

_POSITION = FINDING_COLUMNS.index("position")

# Column of the article that staff may edit -> what its draft called it.
_EDITED = {"title": "title", "claimed_source": "original_source", "dateline": "dateline"}


@dataclass(frozen=True, kw_only=True)
class Decided:
    """What staff set on the article itself, and its words as they were then."""

    columns: Mapping[str, Any]
    text: str
    captions: Sequence[str]


def decided_columns(article: Article) -> Decided:
    """What of an article's columns is not as its current version gave it. Ask before the new version is filled in."""
    version = article.current_version
    stated: Mapping[str, Any] = version.draft if version else {}
    columns = {
        column: getattr(article, column)
        for column, name in _EDITED.items()
        if version and getattr(article, column) != (stated.get(name) or "")
    }
    for name in STATED_DATES if version else ():
        given = date_columns(name, _stated_date(stated.get(name)))
        if getattr(article, name) != given[name]:
            columns |= {column: getattr(article, column) for column in given}
    if version and article.authors != list(stated.get("authors") or ()):
        columns["authors"] = article.authors
    if article.state != state_for(article.page_class):
        columns["state"] = article.state
    found = Publishers([article.url]).find(article.url, stated.get("publisher"))
    if version and article.publisher != found:
        columns["publisher"] = article.publisher
    return Decided(columns=columns, text=article.text, captions=tuple(map(str, article.captions)))


def _stated_date(stored: Mapping[str, Any] | None) -> StatedDate | None:
    """As a version's draft holds it, by whatever release it was stored."""
    if not stored:
        return None
    return StatedDate(value=stored["value"], precision=stored["precision"], quote="", rule="")


def keep_columns(article: Article, decided: Decided) -> None:
    """Put back what staff set, over what the new version says; saves nothing."""
    for column, value in decided.columns.items():
        setattr(article, column, value)
    if decided.columns and article.text != decided.text:
        article.doubt = Doubt.CHANGED


def replace_findings(article: Article, findings: Sequence[Finding], stated_title: str, decided: Decided) -> None:
    """Put the findings of a new version in the place of the machine's old ones, decisions kept.

    `article` has its new text; offsets of `findings` count from `stated_title`, which staff may have changed.
    """
    article.findings.filter(origin=Origin.MACHINE, state=FindingState.PROPOSED).delete()
    rows = list(article.findings.filter(~Q(origin=Origin.STAFF)).order_by("position", "id"))
    findings = [_shifted(finding, stated_title, article) for finding in findings]
    known: defaultdict[_Key, list[FindingRow]] = defaultdict(list)
    for row in rows:
        known[_key(row, decided.text, decided.captions)].append(row)
    new = []
    for values, finding in zip(finding_rows(article.pk, findings), findings, strict=True):
        same = known[_key(finding, article.text, article.captions)]
        if same:
            _renew(same.pop(0), finding, values)
        else:
            new.append(values)
    insert_findings(new)
    _leave([row for same in known.values() for row in same], Counter(finding.kind for finding in findings))
    if article.text != decided.text:
        _question_staff_rows(article)


_Key = tuple[str, str, str, str]


def _key(fact: Fact, text: str, captions: Sequence[str]) -> _Key:
    """What makes it the same fact in another version. Of personal data the value is but the kind: its words count."""
    words = _datum(fact, text, captions) if fact.kind == FindingKind.PERSONAL_DATA else ""
    return fact.kind, fact.value, fact.role, words


def _datum(fact: Fact, text: str, captions: Sequence[str]) -> str:
    if fact.start is not None and fact.end is not None:
        return text[fact.start : fact.end]
    number = fact.data.get("caption", -1)
    if not isinstance(number, int) or not 0 <= number < len(captions):
        return ""
    return str(captions[number])[fact.data.get("start", 0) : fact.data.get("end", 0)]


def _shifted(finding: Finding, stated_title: str, article: Article) -> Finding:
    if article.title == stated_title or finding.start is None or finding.end is None:
        return finding
    start, end = moved_span((finding.start, finding.end), finding.quote, stated_title, article.title)
    return replace(finding, start=start, end=end)


def _renew(row: FindingRow, finding: Finding, values: tuple[Any, ...]) -> None:
    """Give a decided row the evidence of the new version; asked about again only where that is another."""
    if row.quote != finding.quote:
        row.doubt = Doubt.CHANGED
    row.quote, row.start, row.end, row.data = finding.quote, finding.start, finding.end, dict(finding.data)
    row.rule, row.rule_version, row.confidence = finding.rule, finding.rule_version, finding.confidence
    row.position = values[_POSITION]
    row.save()


def _leave(rows: Sequence[FindingRow], numbers: Counter[str]) -> None:
    """Keep decisions about what is not found any more, behind what is. A wrong finding that is gone asks nothing."""
    for row in rows:
        row.start = row.end = None
        row.position = numbers[row.kind]
        numbers[row.kind] += 1
        row.doubt = Doubt.GONE if row.state == FindingState.ACCEPTED else Doubt.NONE
        row.save()


def _question_staff_rows(article: Article) -> None:
    for row in article.findings.filter(origin=Origin.STAFF):
        at = article.text.find(row.quote) if row.quote else -1
        row.start, row.end = (at, at + len(row.quote)) if at >= 0 else (None, None)
        row.doubt = Doubt.GONE if row.quote and at < 0 else Doubt.CHANGED
        row.save()
