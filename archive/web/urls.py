"""Readers' pages. Names are without a namespace: models' `get_absolute_url` reverse `article` and `event`."""

from django.urls import path

from archive.web.views.about import about_page
from archive.web.views.article import article_page
from archive.web.views.browse import regions_page, types_page
from archive.web.views.corrections import correction_status, find_correction, new_correction
from archive.web.views.event import event_page
from archive.web.views.facet import facet_page
from archive.web.views.health import healthz, robots
from archive.web.views.home import home_page
from archive.web.views.map import map_page
from archive.web.views.original import original_page
from archive.web.views.search import search_page

urlpatterns = [
    path("", home_page, name="home"),
    path("search/", search_page, name="search"),
    path("search/facets/<slug:name>/", facet_page, name="facet"),
    path("articles/<int:pk>/", article_page, name="article"),
    path("articles/<int:pk>/original/", original_page, name="original"),
    path("events/<int:pk>/", event_page, name="event"),
    path("corrections/", find_correction, name="corrections"),
    path("corrections/new", new_correction, name="new_correction"),
    path("corrections/<str:ticket>/", correction_status, name="correction"),
    path("regions/", regions_page, name="regions"),
    path("types/", types_page, name="types"),
    path("map/", map_page, name="map"),
    path("about/", about_page, name="about"),
    path("healthz", healthz, name="healthz"),
    path("robots.txt", robots, name="robots"),
]
