"""Readers' pages. Names are without a namespace: models' `get_absolute_url` reverse `article` and `event`."""

from django.contrib.sitemaps.views import index as sitemap_index
from django.contrib.sitemaps.views import sitemap
from django.urls import path, re_path, register_converter
from django.urls.converters import StringConverter

from archive.export.formats import FORMAT_BY_SUFFIX
from archive.web.sitemaps import SITEMAPS
from archive.web.views.about import about_page
from archive.web.views.article import article_page
from archive.web.views.changes import changes_page
from archive.web.views.corrections import correction_status, find_correction, new_correction
from archive.web.views.event import event_page
from archive.web.views.export import search_feed, search_file
from archive.web.views.facet import facet_page
from archive.web.views.health import healthz, readyz
from archive.web.views.home import home_page
from archive.web.views.machines import opensearch, robots
from archive.web.views.map import map_page
from archive.web.views.metrics import metrics
from archive.web.views.names import organisations_page, programmes_page, source_page, sources_page
from archive.web.views.original import original_page
from archive.web.views.regions import region_page, regions_page
from archive.web.views.search import search_page
from archive.web.views.snapshot import make_snapshot, snapshot_file, snapshot_page
from archive.web.views.timeline import span_page, timeline_page
from archive.web.views.types import field_page, type_page, types_page
from archive.web.views.versions import versions_page


class FormatConverter(StringConverter):
    """The suffix of a format a search can be taken home in."""

    regex = "|".join(FORMAT_BY_SUFFIX)


register_converter(FormatConverter, "format")

urlpatterns = [
    path("", home_page, name="home"),
    path("search/", search_page, name="search"),
    path("search.atom", search_feed, name="search_feed"),
    path("search.<format:suffix>", search_file, name="search_file"),
    path("search/facets/<slug:name>/", facet_page, name="facet"),
    path("articles/<int:pk>/", article_page, name="article"),
    path("articles/<int:pk>/original/", original_page, name="original"),
    path("articles/<int:pk>/versions/", versions_page, name="article_versions"),
    path("articles/<int:pk>/changes/", changes_page, name="article_changes"),
    path("events/<int:pk>/", event_page, name="event"),
    path("snapshots/", make_snapshot, name="make_snapshot"),
    path("snapshots/<slug:key>/", snapshot_page, name="snapshot"),
    path("snapshots/<slug:key>.<format:suffix>", snapshot_file, name="snapshot_file"),
    path("corrections/", find_correction, name="corrections"),
    path("corrections/new", new_correction, name="new_correction"),
    path("corrections/<str:ticket>/", correction_status, name="correction"),
    path("regions/", regions_page, name="regions"),
    re_path(r"^regions/(?P<code>[0-9]{6})/$", region_page, name="region"),
    path("types/", types_page, name="types"),
    path("types/<slug:code>/", type_page, name="type"),
    path("fields/<slug:code>/", field_page, name="field"),
    path("sources/", sources_page, name="source_list"),
    path("sources/<int:pk>/", source_page, name="source"),
    path("programmes/", programmes_page, name="programme_list"),
    path("organisations/", organisations_page, name="org_list"),
    path("timeline/", timeline_page, name="timeline"),
    re_path(r"^timeline/(?P<span>[0-9]{4}(?:-[0-9]{2})?)/$", span_page, name="timeline_span"),
    path("map/", map_page, name="map"),
    path("about/", about_page, name="about"),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("robots.txt", robots, name="robots"),
    path("opensearch.xml", opensearch, name="opensearch"),
    path("sitemap.xml", sitemap_index, {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap_section"}, name="sitemap"),
    path("sitemap-<section>.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap_section"),
]
