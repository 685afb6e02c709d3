"""Articles like one article: those in which the words of its title stand, other reports of its own event left out.

Gives `similar_articles`. One search by its rarest words; no article is compared with another's text.
"""

from __future__ import annotations

from archive.models import Article, public_text
from archive.search.documents import lede_length, searched_text
from archive.search.hits import read_hits
from archive.search.results import Hit
from archive.search.run import find_any
from archive.search.words import cut_words

MOST_WORDS = 8
_LEAST_WORDS = 3
_LEAST_LENGTH = 2
_LEAST_SCORE = 0.3
"""Part of its own score under its own words: an article that reaches less shares only everyday ones."""
_MORE = 12
"""Reports of the article's own event that may come before any others."""


def similar_articles(article: Article, limit: int = 5) -> tuple[Hit, ...]:
    """At most `limit` articles, one an event, the likest first; none where no words tell the article from others."""
    words = telling_words(article)
    if not words:
        return ()
    found = find_any(words, limit + _MORE)
    own = next((score for pk, score in found if pk == article.pk), found[0][1] if found else 0.0)
    near = [(pk, score) for pk, score in found if pk != article.pk and score >= own * _LEAST_SCORE]
    events = dict(Article.public.filter(pk__in=[pk for pk, _score in near]).values_list("pk", "event_id"))
    others = [(pk, score) for pk, score in near if pk in events and not _is_same(events[pk], article.event_id)]
    return read_hits(others[:limit], ())


def telling_words(article: Article) -> list[str]:
    """The longest words of the title as readers may see it; of the lede as well where the title has too few."""
    seen = public_text(article, article.findings.all())
    words = _words(seen.title)
    if len(words) < _LEAST_WORDS:
        subtitle = seen.words(article.subtitle)
        words += _words(searched_text(seen, subtitle)[: lede_length(seen, subtitle)])
    return list(dict.fromkeys(words))[:MOST_WORDS]


def _words(text: str) -> list[str]:
    return sorted((word for word in cut_words(text) if len(word) >= _LEAST_LENGTH), key=len, reverse=True)


def _is_same(event: int | None, other: int | None) -> bool:
    return event is not None and event == other
