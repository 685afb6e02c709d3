"""Sources and the hosts they publish from; several hosts of one publisher are joined here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from unfold.admin import TabularInline

from archive.admin.audited import Audited
from archive.admin.foreseen import Effect, Foreseen
from archive.admin.model_admin import ModelAdmin
from archive.admin.read_only import NeverDeleted, staff_of
from archive.admin.tables.pages import AsTable
from archive.admin.tables.resources import SourceHosts, Sources
from archive.jobs.bulk.following import submit_following
from archive.jobs.bulk.host import FollowHost, articles_of_host
from archive.jobs.bulk.preview import preview_change
from archive.models import Article, Source, SourceHost
from archive.review.decisions import touch_articles_of_source


class SourceHostInline(TabularInline):
    model = SourceHost
    extra = 0


@admin.register(Source)
class SourceAdmin(AsTable, Foreseen, NeverDeleted, Audited, ModelAdmin):
    table = Sources
    list_display = ["name", "kind", "home_region", "host_names"]
    list_filter = ["kind"]
    search_fields = ["name", "hosts__host"]
    list_select_related = ["home_region"]
    autocomplete_fields = ["home_region"]
    inlines = [SourceHostInline]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("hosts")

    @admin.display(description=SourceHost._meta.verbose_name)
    def host_names(self, source: Source) -> str:
        return "、".join(host.host for host in source.hosts.all())

    def foresee(self, before: Source | None, form: Any, formsets: Sequence[Any]) -> Iterable[Effect]:
        if before is not None and "name" in form.changed_data:
            number = Article.objects.filter(publisher=before).count()
            told = _("%(n)d 篇文章的来源“%(was)s”改称“%(now)s”")
            yield Effect(articles=number, told=told % {"n": number, "was": before.name, "now": form.instance.name})
        hosts = [inner.instance.host for inner in _changed_hosts(formsets)]
        if before is not None and hosts:
            yield from moves({host: before.pk for host in hosts})

    def save_model(self, request: HttpRequest, obj: Source, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and "name" in form.changed_data:
            touch_articles_of_source(obj)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        follow_hosts(request, [inner.instance.host for inner in _changed_hosts(formsets)])


def _changed_hosts(formsets: Sequence[Any]) -> list[Any]:
    return [
        inner
        for formset in formsets
        if formset.model is SourceHost
        for inner in formset.forms
        if inner.has_changed() and inner.instance.host and inner not in formset.deleted_forms
    ]


@admin.register(SourceHost)
class SourceHostAdmin(AsTable, Foreseen, Audited, ModelAdmin):
    table = SourceHosts
    list_display = ["host", "source"]
    search_fields = ["host", "source__name"]
    list_select_related = ["source"]
    autocomplete_fields = ["source"]

    def foresee(self, before: SourceHost | None, form: Any, formsets: Sequence[Any]) -> Iterable[Effect]:
        return moves({form.instance.host: form.instance.source_id})

    def save_model(self, request: HttpRequest, obj: SourceHost, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        follow_hosts(request, [obj.host])


def moves(owners: Mapping[str, int]) -> Iterator[Effect]:
    """The articles that would be another source's if these hosts were given to it."""
    for host, owner in owners.items():
        preview = preview_change(FollowHost(owners={host: owner}), articles_of_host(host))
        for was, now, number in preview.moves:
            told = _("主机 %(host)s：%(n)d 篇由“%(was)s”改属“%(now)s”，在后台进行")
            yield Effect(articles=number, told=told % {"host": host, "n": number, "was": was, "now": now})
        for _why, stays, number in preview.skipped:
            told = _("主机 %(host)s：%(n)d 篇人工认定为“%(stays)s”，不动")
            yield Effect(articles=number, told=told % {"host": host, "n": number, "stays": stays})


def follow_hosts(request: HttpRequest, hosts: Iterable[str]) -> None:
    """Start the job that gives the articles of these hosts to their owner, where any is to move."""
    job = submit_following(hosts, by=staff_of(request))
    if job is not None:
        address = reverse("admin:archive_job_change", args=[job.pk])
        messages.info(request, format_html('<a href="{}">{}</a>', address, _("文章改属新的来源：在后台进行")))
