"""The WSGI entry point gunicorn loads."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
os.environ["ARCHIVE_SERVING"] = "1"  # before the settings are read: connections of a server are pooled
application = get_wsgi_application()
del os.environ["ARCHIVE_SERVING"]  # programs that a serving process starts do not serve

from django.db import connections  # noqa: E402  (these need the settings)

from archive.search.warm import warm_up  # noqa: E402

warm_up()
connections.close_all()
for connection in connections.all(initialized_only=True):
    if hasattr(connection, "close_pool"):
        connection.close_pool()  # its threads would not be there in the workers that are forked from here
