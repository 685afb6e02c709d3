"""The API, version 1. Its shapes are public (`archive.api.shapes`): people script against them."""

from django.urls import path, re_path

from archive.api.views.articles import article_json
from archive.api.views.events import event_json
from archive.api.views.facets import facet_json
from archive.api.views.missing import missing_json
from archive.api.views.search import search_json
from archive.api.views.suggest import suggest_json

urlpatterns = [
    path("search", search_json, name="api_search"),
    path("suggest", suggest_json, name="api_suggest"),
    path("facets/<slug:name>", facet_json, name="api_facet"),
    path("articles/<int:pk>", article_json, name="api_article"),
    path("events/<int:pk>", event_json, name="api_event"),
    re_path(r"^", missing_json),
]
