"""A stranger's page made harmless: what may be shown of it without loading, running or imitating anything.

Gives HTML from a fixed set of tags without classes, styles, images, forms or frames. Does not judge what is article
and what is menu (`archive.extract`).
"""

from __future__ import annotations

import nh3

# Structure and emphasis only. No img, video, link, style, svg, form: nothing that loads or asks. No id or class:
# nothing that could dress up as part of the archive's own page.
_TAG_NAMES = (
    "address article aside blockquote br caption center dd details div dl dt figcaption figure footer h1 h2 h3 h4 h5 "
    "h6 header hr li main ol p pre section summary table tbody td tfoot th thead tr ul "
    "a abbr b cite code del em i ins kbd mark q rp rt ruby s small span strong sub sup time u"
)
_TAGS = frozenset(_TAG_NAMES.split())
_ATTRIBUTES = {"a": {"href", "title"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}}
# Dropped with what they hold; of every other unknown tag the text stays.
_EMPTIED = frozenset(("script", "style", "template", "noscript", "iframe", "object", "svg", "math", "head", "title"))


def make_harmless(markup: str) -> str:
    """Safe HTML; links keep http(s) targets only and are marked as strangers'."""
    return nh3.clean(
        markup,
        tags=set(_TAGS),
        clean_content_tags=set(_EMPTIED),
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https"},
        link_rel="noopener nofollow ugc",
        strip_comments=True,
    )
