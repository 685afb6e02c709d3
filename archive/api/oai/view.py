"""The door for harvesters of libraries: `/oai`."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from archive.api.oai.answer import Repository, answer, envelope
from archive.api.oai.protocol import OaiError, read_arguments


@csrf_exempt  # the protocol asks for POST as well; nothing is changed by it
@require_http_methods(["GET", "HEAD", "POST"])
def oai_pmh(request: HttpRequest) -> HttpResponse:
    """A request of the protocol; its errors are answers too, with status 200."""
    home = request.build_absolute_uri("/").rstrip("/")
    host = request.get_host().partition(":")[0]
    repository = Repository(
        name=settings.SITE_NAME,
        contact=settings.CONTACT_EMAIL or f"webmaster@{host}",  # the mailbox RFC 2142 sets aside for a site
        host=host,
        home=home,
        base=home + reverse("oai"),
    )
    understood: dict[str, str] = {}
    try:
        verb, arguments = read_arguments(dict((request.POST if request.method == "POST" else request.GET).lists()))
        understood = {"verb": verb, **arguments}
        document = envelope(repository, understood, answer(repository, verb, arguments))
    except OaiError as error:
        told = {} if error.code in ("badVerb", "badArgument") else understood
        document = envelope(repository, told, error)
    return HttpResponse(document, content_type="text/xml; charset=utf-8")
