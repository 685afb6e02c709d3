"""Addresses for programs. A version's documentation lies beside it, for people."""

from django.urls import path

from archive.api.application import api
from archive.api.documentation import api_docs
from archive.api.oai.view import oai_pmh
from archive.api.routes.search import search_json

urlpatterns = [
    path("search.json", search_json, name="search_json"),
    path("api/v1/", api.urls),
    path("api/docs", api_docs, name="api_docs"),
    path("oai", oai_pmh, name="oai"),
]
