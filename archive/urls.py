"""All addresses: readers' pages, the API, the admin."""

from django.contrib import admin
from django.urls import include, path
from django.views.i18n import set_language

from archive.admin.names import merge_page, names_page
from archive.admin.review.queue import next_page, queue_page
from archive.admin.review.screen import article_page
from archive.admin.review.values import values_page
from archive.admin.second_factor import enrol_page, second_factor_page, verify_page
from archive.admin.uploads import resume_upload, retry_upload, upload_page, upload_part
from archive.web.views.theme import set_theme

handler400 = "archive.web.views.errors.bad_request"
handler403 = "archive.web.views.errors.forbidden"
handler404 = "archive.web.views.errors.not_found"
handler500 = "archive.web.views.errors.server_error"

urlpatterns = [
    path("", include("archive.web.urls")),
    path("", include("archive.api.urls")),
    path("language/", set_language, name="set_language"),
    path("theme/", set_theme, name="set_theme"),
    path("admin/ingest/", admin.site.admin_view(upload_page), name="admin_upload"),
    path("admin/ingest/part/", admin.site.admin_view(upload_part), name="admin_upload_part"),
    path("admin/ingest/<int:pk>/again/", admin.site.admin_view(retry_upload), name="admin_upload_retry"),
    path("admin/ingest/<int:pk>/resume/", admin.site.admin_view(resume_upload), name="admin_upload_resume"),
    path("admin/second-factor/", second_factor_page, name="second_factor"),
    path("admin/second-factor/enrol/", enrol_page, name="second_factor_enrol"),
    path("admin/second-factor/verify/", verify_page, name="second_factor_verify"),
    path("admin/names/", admin.site.admin_view(names_page), name="admin_names"),
    path("admin/names/merge/", admin.site.admin_view(merge_page), name="admin_names_merge"),
    path("admin/review/", admin.site.admin_view(queue_page), name="admin_review"),
    path("admin/review/next/", admin.site.admin_view(next_page), name="admin_review_next"),
    path("admin/review/values/", admin.site.admin_view(values_page), name="admin_review_values"),
    path("admin/review/<int:pk>/", admin.site.admin_view(article_page), name="admin_review_article"),
    path("admin/", admin.site.urls),
]
