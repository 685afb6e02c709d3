"""The API, version 1: routes with their documentation (django-ninja), errors as problems, one rate for everybody.

Read only; nothing depends on who asks. What an answer looks like is `archive.api.schemas`; what it holds is made in
`archive.api.shapes`. Parameters of searches are read by `archive.search.params`, which drops what it cannot understand
with a notice instead of refusing it.
"""

from __future__ import annotations

import json
import threading
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import Throttled
from ninja.openapi.docs import Swagger
from ninja.openapi.schema import OpenAPISchema
from ninja.renderers import BaseRenderer
from ninja.throttling import AnonRateThrottle

from archive.api.problems import Refused, problem
from archive.api.routes.articles import router as articles
from archive.api.routes.events import router as events
from archive.api.routes.search import router as searches
from archive.api.routes.vocabulary import router as vocabulary
from archive.search.engine import IndexUnusable

_DESCRIPTION = """Volunteer service and public welfare in China: what was held where and when, and who reported it.

Everything here is public and read only; any origin may read it. Errors are `application/problem+json` (RFC 9457).
Offsets count characters of `title + "\\n" + body`. Codes of regions are GB/T 2260.
"""


class _Readable(BaseRenderer):
    """JSON in readable characters."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> str:
        return json.dumps(data, ensure_ascii=False)


class _AddressRate(threading.local, AnonRateThrottle):
    """The rate of one address. It keeps what it looks at in itself, hence one for each thread."""


class _ArchiveAPI(NinjaAPI):
    """Documents errors as what they are."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        document = super().get_openapi_schema(**options)
        for path in document["paths"].values():
            for operation in path.values():
                for status, answer in operation["responses"].items():
                    if int(status) >= HTTPStatus.BAD_REQUEST:
                        answer["content"] = {"application/problem+json": answer["content"]["application/json"]}
        return document


api = _ArchiveAPI(
    title=settings.SITE_NAME,
    version="1",
    description=_DESCRIPTION,
    urls_namespace="api",
    docs=Swagger(settings={"deepLinking": True, "tryItOutEnabled": True}),
    docs_url=None,  # lies beside the versions, at /api/docs
    renderer=_Readable(),
    # Of one address; each serving process counts for itself.
    throttle=[_AddressRate(settings.API_RATE)] if settings.API_RATE else [],
)
api.add_router("", searches)
api.add_router("", articles)
api.add_router("", events)
api.add_router("", vocabulary)


@api.exception_handler(IndexUnusable)
def _without_index(request: HttpRequest, error: IndexUnusable) -> HttpResponse:
    refused = problem(HTTPStatus.SERVICE_UNAVAILABLE, f"The search index is {error.code} and will be built anew.")
    refused.headers["Retry-After"] = "30"
    return refused


@api.exception_handler(Throttled)
def _too_often(request: HttpRequest, error: Throttled) -> HttpResponse:
    refused = problem(HTTPStatus.TOO_MANY_REQUESTS, f"More than {settings.API_RATE} from one address.")
    refused.headers["Retry-After"] = str(max(1, round(error.wait or 1)))
    return refused


@api.exception_handler(Refused)
def _refused(request: HttpRequest, error: Refused) -> HttpResponse:
    return problem(error.status, error.detail, **error.more)


@api.exception_handler(Http404)
def _missing(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(HTTPStatus.NOT_FOUND, "There is nothing at this address.")
