#!/usr/bin/env python
"""Django's command line for the archive."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    from django.core.management import execute_from_command_line
    from django.db import OperationalError, connection

    try:
        execute_from_command_line(sys.argv)
    except OperationalError as error:
        if connection.vendor == "sqlite" or connection.is_usable():
            raise
        # Before there is a connection the message tells of server, user or name, and no traceback tells more.
        sys.exit(f"The database of the setting DATABASE_URL cannot be reached: {error}")


if __name__ == "__main__":
    main()
