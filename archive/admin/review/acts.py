"""What a reviewer can do with an article, by the name the form sends. Each returns the number of the card acted on.

Called in a transaction, with the article locked and found unchanged since the reviewer saw it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from archive.admin.review.cards import main_undecided
from archive.models import Article, Correction, CorrectionState, Finding, FindingKind, ReviewReason, Source
from archive.review import decisions, judging
from archive.review.corrections import answer_correction
from archive.review.doubts import confirm_articles
from archive.review.stated import read_stated
from archive.review.values import SOURCE, read_value
from archive.triage.items import settle

Act = Callable[[Article, QueryDict, AbstractBaseUser], int | None]
LARGEST_ID = 2**63 - 1


def _accept(article: Article, sent: QueryDict, by: AbstractBaseUser) -> int | None:
    finding = _finding(article, sent)
    judging.accept([finding], by=by)
    return finding.pk


def _reject(article: Article, sent: QueryDict, by: AbstractBaseUser) -> int | None:
    finding = _finding(article, sent)
    number = finding.pk
    judging.reject(finding, by=by)
    return number


def _choose(article: Article, sent: QueryDict, by: AbstractBaseUser) -> int | None:
    finding = _finding(article, sent)
    judging.choose(finding, by=by)
    return finding.pk


def _restore(article: Article, sent: QueryDict, by: AbstractBaseUser) -> int | None:
    finding = _finding(article, sent)
    judging.restore(finding, by=by)
    return finding.pk


def _correct(article: Article, sent: QueryDict, by: AbstractBaseUser) -> int | None:
    finding = _finding(article, sent)
    value = read_value(finding.kind, sent.get("value", ""))
    return judging.correct(finding, value, sent.get("role", ""), _quote(sent), by=by).pk


def _add(article: Article, sent: QueryDict, by: AbstractBaseUser) -> int | None:
    kind = sent.get("kind", "")
    if kind not in FindingKind.values:
        raise ValidationError({"kind": _("请选择种类")})
    value = read_value(kind, sent.get("value", ""))
    return judging.add(article, kind, value, sent.get("role", ""), _quote(sent), by=by).pk


def _restate(article: Article, sent: QueryDict, by: AbstractBaseUser) -> int | None:
    columns = read_stated(article, {name: str(value) for name, value in sent.items()})
    if "publisher" in sent:
        columns["publisher"] = _source(sent.get("publisher", ""))
    decisions.restate(article, columns, by=by)
    return None


def _confirm(article: Article, sent: QueryDict, by: AbstractBaseUser) -> int | None:
    """A new version changes nothing of what staff decided."""
    confirm_articles(Article.objects.filter(pk=article.pk), by=by)
    return None


def _answer(article: Article, sent: QueryDict, by: AbstractBaseUser) -> int | None:
    ticket, state = sent.get("ticket", ""), sent.get("state", "")
    correction = Correction.objects.filter(article=article, ticket=ticket).first()
    if correction is None or state not in CorrectionState.values:
        raise ValidationError(_("没有这条更正"))
    correction.state, correction.answer = state, sent.get("answer", "").strip()
    answer_correction(correction, by=by)
    return None


def _set_aside(article: Article, sent: QueryDict, by: AbstractBaseUser) -> int | None:
    decisions.set_aside(article, by=by)
    _finish(article, sent, by)
    return None


def _take_back(article: Article, sent: QueryDict, by: AbstractBaseUser) -> int | None:
    if article.state != "rejected":
        raise ValidationError(_("已撤回的文章由编辑公开"))
    decisions.publish(article, by=by)
    return None


def _finish(article: Article, sent: QueryDict, by: AbstractBaseUser) -> int | None:
    left = settle(article.pk, by=by)
    if left:
        told = _("还不能完成：%(reasons)s 须先逐条答复或确认")
        raise ValidationError(told % {"reasons": "、".join(str(reason.label) for reason in left)})
    return None


def _accept_all(article: Article, sent: QueryDict, by: AbstractBaseUser) -> int | None:
    """All main facts nobody has judged, what is in doubt, and done. Of rivals the reviewer says first which is right."""
    if article.review_items.filter(reason=ReviewReason.CANDIDATES, settled_at=None).exists():
        raise ValidationError(_("地点或日期有几个差不多可能的候选：先用 C 留下对的那个，都对就逐条认可"))
    judging.accept(main_undecided(list(article.findings.all())), by=by)
    _confirm(article, sent, by)
    return _finish(article, sent, by)


ACTS: Mapping[str, Act] = {
    "accept": _accept,
    "reject": _reject,
    "choose": _choose,
    "restore": _restore,
    "correct": _correct,
    "add": _add,
    "restate": _restate,
    "confirm": _confirm,
    "answer": _answer,
    "set_aside": _set_aside,
    "take_back": _take_back,
    "finish": _finish,
    "accept_all": _accept_all,
}
LEAVING = frozenset({"set_aside", "finish", "accept_all"})
"""After these the reviewer goes on to the next article."""


def _finding(article: Article, sent: QueryDict) -> Finding:
    number = sent.get("finding", "")
    known = number.isdecimal() and int(number) <= LARGEST_ID
    finding = Finding.objects.filter(article=article, pk=number).first() if known else None
    if finding is None:
        raise ValidationError(_("这条事实已经不在了"))
    finding.article = article
    return finding


def _quote(sent: QueryDict) -> str:
    """Browsers send line ends as CR LF; the text has LF."""
    return sent.get("quote", "").replace("\r\n", "\n").strip("\n")


def _source(typed: str) -> Source | None:
    value = read_value(SOURCE, typed)
    if not value:
        return None
    source = Source.objects.filter(pk=value).first() if value.isdecimal() and int(value) <= LARGEST_ID else None
    if source is None:
        raise ValidationError({"publisher": _("没有这个来源；新的来源由编辑添加")})
    return source
