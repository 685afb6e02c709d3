"""Settings for Haystack's own tests of its Whoosh backend, with our engine in its place (`haystack_suite`)."""

from __future__ import annotations

from test_haystack.settings import *  # noqa: F403
from test_haystack.settings import HAYSTACK_CONNECTIONS as _CONNECTIONS
from test_haystack.settings import INSTALLED_APPS as _APPS

_ENGINE = "archive.search.engines.whoosh.backend.ArchiveWhooshEngine"

# The engine notes which revision of an article is indexed: its table has to be there, and stays empty.
# Models of the archive refer to those of the second factor.
INSTALLED_APPS = [*_APPS, "django_otp", "django_otp.plugins.otp_totp", "django_otp.plugins.otp_static", "archive"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
HAYSTACK_CONNECTIONS = {
    name: {**connection, "ENGINE": _ENGINE} if "whoosh" in name else connection
    for name, connection in _CONNECTIONS.items()
    if name not in {"elasticsearch", "solr"}
}
