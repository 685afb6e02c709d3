"""The WSGI entry point gunicorn loads."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
application = get_wsgi_application()

from archive.search.warm import warm_up  # noqa: E402  (needs the settings)

warm_up()
