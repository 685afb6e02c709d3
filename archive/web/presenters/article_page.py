"""Everything the article page prints, ready-made: marked text, facts, four dates, three names, reprints, reference.

In the words readers may see: personal data is masked (`archive.models.public_text`).
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from archive.export.gbt7714 import Citable, cite_gbt7714
from archive.models import Article, PublicText, public_findings, public_text
from archive.search.similar import similar_articles
from archive.web.presenters.article_head import article_head
from archive.web.presenters.chain import Report, first_reports, text_lang
from archive.web.presenters.evidence import mark_lines
from archive.web.presenters.fact_list import FactGroup, list_facts
from archive.web.presenters.flags import describe_flags
from archive.web.presenters.hit_rows import HitRow, present_hits
from archive.web.presenters.links import web_address
from archive.web.presenters.page_head import PageHead
from archive.web.presenters.stated_rows import Row, date_rows, name_rows

_CHAIN_SHOWN = 8


@dataclass(frozen=True, kw_only=True)
class ArticlePage:
    article: Article
    head: PageHead
    title: SafeString
    """With its marks; `plain_title` without."""
    plain_title: str
    subtitle: str
    byline: tuple[tuple[str, str], ...]
    captions: tuple[str, ...]
    paragraphs: tuple[SafeString, ...]
    lang: str
    gist: tuple[str, ...]
    """When, where and what, in a line."""
    groups: tuple[FactGroup, ...]
    dates: tuple[Row, ...]
    names: tuple[Row, ...]
    chain: tuple[Report, ...]
    chain_total: int
    similar: tuple[HitRow, ...]
    versions: int
    flags: tuple[str, ...]
    citation: str
    address: str
    """The page's own address as text."""
    source_address: str | None
    """The same if it may be linked."""
    original_is_open: bool
    """Whether everybody may have the very bytes."""


def present_article(article: Article, site: str) -> ArticlePage:
    """Reads findings, reports of the same event, articles like it and the number of versions: twelve queries at most.

    `article` comes with `publisher` and its current version's file joined. `site` is where the archive is served,
    `https://archive.example`.
    """
    rows = list(article.findings.all())
    text = public_text(article, rows)
    facts = list_facts(public_findings(rows, text), text)
    title, *paragraphs = mark_lines(text.text, facts.marks)
    chain, chain_total = first_reports(article, limit=_CHAIN_SHOWN)
    address = text.words(article.url)
    return ArticlePage(
        article=article,
        head=article_head(article, text, rows, site),
        title=title,
        plain_title=text.title,
        subtitle=text.words(article.subtitle),
        byline=_byline(article, text),
        captions=text.captions,
        paragraphs=tuple(line for line in paragraphs if line.strip()),
        lang=text_lang(article.script),
        gist=_gist(facts.groups),
        groups=facts.groups,
        dates=date_rows(article, text, facts.groups[0]),
        names=name_rows(article, text),
        chain=chain,
        chain_total=chain_total,
        similar=present_hits(similar_articles(article)),
        versions=article.versions.count(),
        flags=tuple(describe_flags(article.flags)),
        citation=_citation(article, text, site),
        address=address,
        source_address=web_address(address),
        original_is_open=not text.hidden,
    )


def _gist(groups: tuple[FactGroup, ...]) -> tuple[str, ...]:
    labels = (fact.label for group in groups[:3] for block in group.main[:3] for fact in block.facts[:3])
    return tuple(dict.fromkeys(labels))


def _byline(article: Article, text: PublicText) -> tuple[tuple[str, str], ...]:
    rows = (
        (_("来源"), article.claimed_source),
        (_("作者"), " ".join(str(name) for name in article.authors)),
        (_("编辑"), article.editor),
        (_("栏目"), article.channel),
    )
    return tuple((name, text.words(value)) for name, value in rows if value)


def _citation(article: Article, text: PublicText, site: str) -> str:
    """A reference to the page where the reader reads it: the saved page itself may be long gone."""
    return cite_gbt7714(
        Citable(
            title=text.title,
            authors=[text.words(str(name)) for name in article.authors],
            publication=article.publisher.name if article.publisher else text.words(article.claimed_source),
            published=article.published or article.original_published,
            address=site + article.get_absolute_url(),
            accessed=timezone.localdate(),
        )
    )
