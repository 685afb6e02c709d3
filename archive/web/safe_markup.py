"""A stranger's page made harmless: what may be shown of it without loading, running or imitating anything.

Gives HTML from a fixed set of tags without classes, styles, images, forms or frames; of a picture the words that stand
for it stay. Does not judge what is article and what is menu (`archive.extract`).
"""

from __future__ import annotations

import re

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


# nh3 gives attributes in double quotes with quotes inside escaped: nothing can end one early.
_PICTURE = re.compile(r'<img(?: alt="([^"]*)")?>')


def make_harmless(markup: str) -> str:
    """Safe HTML; links keep http(s) targets only and are marked as strangers', pictures become 〔words〕."""
    cleaned = nh3.clean(
        markup,
        tags={*_TAGS, "img"},
        clean_content_tags=set(_EMPTIED),
        attributes={**_ATTRIBUTES, "img": {"alt"}},
        url_schemes={"http", "https"},
        link_rel="noopener nofollow ugc",
        strip_comments=True,
    )
    return _PICTURE.sub(_in_words, cleaned)


def _in_words(picture: re.Match[str]) -> str:
    words = (picture[1] or "").strip().replace("<", "&lt;").replace(">", "&gt;")
    return f"<i>〔{words}〕</i>" if words else ""
