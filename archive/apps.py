"""The one Django app of the project."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ArchiveConfig(AppConfig):
    name = "archive"
    verbose_name = "志愿新闻档案"

    def ready(self) -> None:
        from archive import checks  # noqa: F401  registers the system checks
        from archive.accounts.roles import grant_rights

        post_migrate.connect(grant_rights, sender=self)
