"""Readers report an error or ask for a removal, get a number, and see by it what became of it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from archive.errors import TooManyCorrections
from archive.models import Article, Correction
from archive.models.correction import TICKET_LENGTH, TICKET_SIGNS
from archive.review.corrections import file_correction
from archive.web.client_address import client_address
from archive.web.correction_form import CorrectionForm
from archive.web.presenters.corrections import present_correction, present_form
from archive.web.presenters.fact_choices import fact_choices


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_correction(request: HttpRequest) -> HttpResponse:
    """The form about `?article=`, with `?finding=` chosen; sent, it leads to the page of its number."""
    article, notices = _named_article(request.GET.get("article", ""))
    choices = fact_choices(article)
    initial = {"about": choices.code_of(request.GET.get("finding", ""))}
    form = CorrectionForm(request.POST or None, article=article, choices=choices, initial=initial)
    wait = 0
    if form.is_valid():
        try:
            correction = form.as_correction()
            file_correction(correction, address=client_address(request))
            return redirect(correction)
        except TooManyCorrections as error:
            wait = error.wait
    status = 429 if wait else 422 if form.is_bound else 200
    page = present_form(article, notices, wait=wait)
    response = render(request, "corrections/form.html", {"form": form, "page": page}, status=status)
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response


@never_cache
@require_safe
def correction_status(request: HttpRequest, ticket: str) -> HttpResponse:
    """What became of a correction: its state and staff's answer, nothing its sender wrote."""
    correction = Correction.objects.filter(ticket=_plain_ticket(ticket)).select_related("article").first()
    if correction is None:
        raise Http404
    return render(request, "corrections/status.html", {"page": present_correction(correction)})


@never_cache
@require_safe
def find_correction(request: HttpRequest) -> HttpResponse:
    """A field for the number; a known one leads to its page."""
    entered = request.GET.get("number", "").strip()
    ticket = _plain_ticket(entered)
    if ticket and Correction.objects.filter(ticket=ticket).exists():
        return redirect("correction", ticket=ticket)
    return render(request, "corrections/find.html", {"entered": entered[:40]}, status=404 if entered else 200)


def _named_article(value: str) -> tuple[Article | None, list[str]]:
    """The public article of an address's parameter; one that is none is told and left out."""
    if not value:
        return None, []
    known = (
        Article.public.filter(pk=int(value)).first()
        if value.isascii() and value.isdigit() and len(value) < 19
        else None
    )
    return known, [] if known else [
        _("没有编号为 %(value)s 的公开文章，以下是不针对某篇文章的表格。") % {"value": value[:20]}
    ]


def _plain_ticket(words: str) -> str:
    """A number as stored, however a reader wrote it; an empty string where it can be none."""
    plain = "".join(char for char in words.upper() if char not in " -—")
    return plain if len(plain) == TICKET_LENGTH and set(plain) <= set(TICKET_SIGNS) else ""
