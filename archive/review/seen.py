"""What a reviewer saw of an article, as a short mark that goes with everything they send.

If it no longer fits, somebody or something changed the article meanwhile, and nothing is written: neither of two
reviewers overwrites what the other decided without having seen it. Regrouping, which raises an article's revision as
well, changes nothing a reviewer judges, and so not the mark.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from archive.models import Article, Finding

_LENGTH = 24


def mark_seen(article: Article, findings: Iterable[Finding]) -> str:
    """The mark of an article with all its findings, rejected ones too."""
    stated = [
        article.title, article.claimed_source, article.dateline, article.publisher_id, article.state,
        article.doubt, article.current_version_id, article.published, article.original_published, article.authors,
    ]  # fmt: skip
    judged = [
        [row.pk, row.value, row.role, row.quote, row.state, row.doubt]
        for row in sorted(findings, key=lambda row: row.pk)
    ]
    return hashlib.sha256(json.dumps([stated, judged]).encode()).hexdigest()[:_LENGTH]
