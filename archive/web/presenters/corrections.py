"""The pages about corrections, ready to print: nothing of what their senders wrote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive.models import Article, ArticleState, Correction, CorrectionState, mask_words, public_text
from archive.web.presenters.chain import headline, text_lang
from archive.web.presenters.dates import format_moment

_STEPS = (CorrectionState.OPEN, CorrectionState.REVIEWING)


@dataclass(frozen=True, kw_only=True)
class AboutArticle:
    """The article a correction is about, as a link."""

    address: str
    title: str
    lang: str


@dataclass(frozen=True, kw_only=True)
class CorrectionFormPage:
    article: AboutArticle | None
    notices: tuple[str, ...]
    too_many: str
    """Why the correction was not taken, or an empty string."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """A state on the way; `here` is the present one."""

    name: str
    here: bool
    day: str = ""


@dataclass(frozen=True, kw_only=True)
class CorrectionPage:
    ticket: str
    """With a gap in the middle, to be read out."""
    kind: str
    article: AboutArticle | None
    gone: bool
    """Whether the article it was about is public no longer."""
    steps: tuple[Step, ...]
    answer: str
    is_closed: bool


def present_form(article: Article | None, notices: Sequence[str], *, wait: int) -> CorrectionFormPage:
    """`wait` is in seconds; 0 where the correction may be sent."""
    minutes = -(-wait // 60)
    told = ngettext(
        "这个网络地址提交得太频繁，请 %(minutes)d 分钟后再试；已填的内容还在下面。",
        "这个网络地址提交得太频繁，请 %(minutes)d 分钟后再试；已填的内容还在下面。",
        minutes,
    )
    return CorrectionFormPage(
        article=_about(article), notices=tuple(notices), too_many=told % {"minutes": minutes} if wait else ""
    )


def present_correction(correction: Correction) -> CorrectionPage:
    """`correction` comes with `article` joined."""
    article = correction.article
    is_public = article is not None and article.state == ArticleState.PUBLIC
    return CorrectionPage(
        ticket=f"{correction.ticket[:4]} {correction.ticket[4:]}",
        kind=str(Correction.Kind(correction.kind).label),
        article=_about(article) if is_public else None,
        gone=article is not None and not is_public,
        steps=_steps(correction),
        answer=mask_words(correction.answer),
        is_closed=correction.is_closed,
    )


def _steps(correction: Correction) -> tuple[Step, ...]:
    """The way of every correction, up to the state it is in."""
    now = CorrectionState(correction.state)
    states = [*_STEPS, now if correction.is_closed else CorrectionState.ACCEPTED]
    names = {CorrectionState.OPEN: _("已收到")}
    days = {CorrectionState.OPEN: format_moment(correction.created_at)}
    if now is not CorrectionState.OPEN:
        days[now] = format_moment(correction.answered_at)
    return tuple(
        Step(
            name=names.get(state) or (str(state.label) if correction.is_closed or state in _STEPS else _("有结果")),
            here=state is now,
            day=days.get(state, ""),
        )
        for state in states
    )


def _about(article: Article | None) -> AboutArticle | None:
    if article is None:
        return None
    text = public_text(article, article.findings.all())
    return AboutArticle(address=article.get_absolute_url(), title=headline(text), lang=text_lang(article.script))
