"""A rule tried over the whole archive, and put in force or out of it: two kinds of job.

Both look at the articles the rule can touch, resolve each with the rule and without it, by the same program, and so see
the rule's own doing alone. The trial writes down how many would change how, with samples; the other changes them. Staff's
decisions stand, and an article the rule makes no difference to is left alone.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable

from django.contrib.auth.models import AbstractBaseUser
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from archive.dedupe.address import host_of
from archive.errors import ArchiveError
from archive.ingest.again import Difference, find_differences, process_again, read_again, take_again
from archive.ingest.house_rules import rules_in_force
from archive.ingest.turns import wait_for_turn
from archive.jobs.bulk.source import decided_publishers
from archive.jobs.queue import submit_job
from archive.jobs.running import Run
from archive.models import (
    Article,
    AuditAction,
    HouseRule,
    HouseRuleKind,
    Job,
    Region,
    Source,
    SourceHost,
)
from archive.review import audit
from archive.review.decisions import touch_article

logger = logging.getLogger(__name__)

TRY, APPLY = "rule_try", "rule_apply"
_AT_ONCE = 10
_ADOPTED_AT_ONCE = 500
_SAMPLES = 20
_LONGEST = 120


@transaction.atomic
def submit_trial(rule: HouseRule, *, by: AbstractBaseUser | None) -> Job:
    """Find out what a rule would change; nothing is changed."""
    job = submit_job(TRY, {"rule": rule.pk}, by=by)
    rule.preview = {"job": job.pk}
    rule.save(update_fields=["preview"])
    return job


def submit_application(rule: HouseRule, *, active: bool, by: AbstractBaseUser | None) -> Job:
    """Put a rule in force, or out of it, and resolve anew what it makes a difference to."""
    return submit_job(APPLY, {"rule": rule.pk, "active": active}, by=by)


def perform_trial(run: Run) -> None:
    """Count and sample; the rule keeps what was found."""

    def look_at(article: Article, rule: HouseRule) -> None:
        differences = _judge(article, rule, turned_on=True, take=False)
        run.advance(**{_outcome(differences): 1})
        if differences:
            _remember(rule, article, differences)

    _work_through(run, look_at)


def perform_application(run: Run) -> None:
    """The rule counts for new pages from the first step on; then the stored ones follow."""
    active = bool(run.parameters["active"])

    def follow(article: Article, rule: HouseRule) -> None:
        differences = _judge(article, rule, turned_on=active, take=True)
        run.advance(**{_outcome(differences): 1})
        if differences:
            told = {"rule": str(rule), "changes": _shortened(differences)}
            audit.record(AuditAction.CHANGE, article, by=run.by, after=told, batch=run.batch)

    _work_through(run, follow, first=_switch)


def candidates(rule: HouseRule) -> QuerySet[Article]:
    """The articles a rule can make a difference to: those of the host, or whose text has the words."""
    rows = Article.objects.exclude(current_version=None)
    if rule.kind == HouseRuleKind.SITE:
        return rows.filter(url__contains=rule.key)
    if rule.kind == HouseRuleKind.SOURCE_ALIAS:
        return rows.filter(publisher__name=rule.key)
    words = rule.key.strip("?!").split("…")[0]
    return rows.filter(Q(title__contains=words) | Q(body__contains=words))


def _work_through(
    run: Run, act: Callable[[Article, HouseRule], None], first: Callable[[Run, HouseRule], None] | None = None
) -> None:
    """The candidates in their order, a few in each step; `first` in a step of its own before them."""
    if "after" not in run.cursor:
        with wait_for_turn(), run.step():
            rule = _rule(run)
            run.cursor["after"] = 0
            run.advance(0, total=candidates(rule).count())
            if first is not None:
                first(run, rule)
    while True:
        with wait_for_turn(), run.step():
            rule = _rule(run)
            rows = candidates(rule).filter(pk__gt=run.cursor["after"]).order_by("pk")
            articles = list(rows.select_related("publisher", "event", "current_version__saved_file")[:_AT_ONCE])
            for article in articles:
                act(article, rule)
                run.cursor["after"] = article.pk
        if not articles:
            return


def _outcome(differences: list[Difference] | None) -> str:
    return "failed" if differences is None else "changed" if differences else "unchanged"


def _remember(rule: HouseRule, article: Article, differences: list[Difference]) -> None:
    fields = rule.preview.setdefault("fields", {})
    for name, _was, _now in differences:
        fields[name] = fields.get(name, 0) + 1
    samples = rule.preview.setdefault("samples", [])
    if len(samples) < _SAMPLES:
        samples.append({"article": article.pk, "title": article.title, "changes": _shortened(differences)})
    rule.save(update_fields=["preview"])


def _rule(run: Run) -> HouseRule:
    return HouseRule.objects.get(pk=run.parameters["rule"])


def _judge(article: Article, rule: HouseRule, *, turned_on: bool, take: bool) -> list[Difference] | None:
    """What the rule changes about an article, which is done if `take`; None where the article cannot be read again."""
    if rule.kind == HouseRuleKind.SOURCE_ALIAS:
        return _rename(article, rule, take=take) if turned_on else []
    if rule.kind == HouseRuleKind.SITE and not _is_of(host_of(article.url), rule.key):
        return []
    try:
        page = read_again(article)
        on, off = (process_again(page, rules) for rules in (rules_in_force(beside=rule), rules_in_force(without=rule)))
        before, after = (off, on) if turned_on else (on, off)
        differences = find_differences(before, after)
        if differences and take:
            with transaction.atomic():
                take_again(article, page, after)
    except ArchiveError:
        return None
    except (OperationalError, InterfaceError):  # the next would fail too
        raise
    except Exception:  # one page costs only itself
        logger.exception("the rule %s failed on article %s", rule.pk, article.pk)
        return None
    return differences


def _rename(article: Article, rule: HouseRule, *, take: bool) -> list[Difference]:
    if decided_publishers([article.pk]):
        return []
    source = Source.objects.get(pk=rule.value)
    if take:
        article.publisher = source
        article.save(update_fields=["publisher", "changed_at"])
        touch_article(article)
    return [("publisher", rule.key, source.name)]


def _switch(run: Run, rule: HouseRule) -> None:
    rule.active = bool(run.parameters["active"])
    rule.save(update_fields=["active"])
    audit.record(AuditAction.CHANGE, rule, by=run.by, after={"active": rule.active}, batch=run.batch)
    if rule.kind == HouseRuleKind.SITE and rule.active:
        _adopt(rule)
    if rule.kind == HouseRuleKind.SOURCE_ALIAS and rule.active:
        SourceHost.objects.filter(source__name=rule.key).update(source=rule.value)


def _adopt(rule: HouseRule) -> None:
    """The host is the source's from now on, and so are the pages that were its former owner's by their host alone.

    An article whose publisher staff set stays as they set it.
    """
    region = Region.objects.filter(code=rule.data.get("home_region") or "").first()
    source, _made = Source.objects.get_or_create(name=rule.value)
    source.kind = rule.data.get("source_kind") or source.kind
    source.home_region = region or source.home_region
    source.save()
    owner = SourceHost.objects.filter(host=rule.key).first()
    if owner is not None and owner.source_id != source.pk:
        own = Article.objects.filter(publisher=owner.source_id, url__contains=rule.key).values_list("pk", "url")
        keys = [pk for pk, url in own if host_of(url) == rule.key]
        for start in range(0, len(keys), _ADOPTED_AT_ONCE):
            part = keys[start : start + _ADOPTED_AT_ONCE]
            moved = Article.objects.filter(pk__in=set(part) - decided_publishers(part))
            moved.update(publisher=source, revision=F("revision") + 1, changed_at=timezone.now())
    SourceHost.objects.update_or_create(host=rule.key, defaults={"source": source})


def _is_of(host: str, site: str) -> bool:
    return host == site or host.endswith(f".{site}")


def _shortened(differences: Iterable[Difference]) -> list[list[str]]:
    return [[name, _short(was), _short(now)] for name, was, now in differences]


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
