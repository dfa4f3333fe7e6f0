from typing import Any

from django.apps import AppConfig, apps
from django.db import connection
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class HubConfig(AppConfig):
    name = "network.hub"
    label = "hub"
    verbose_name = _("Hub")

    def ready(self) -> None:
        """Register with the floors below; let each migrate see to the triggers; forget what
        others' caches hold by names."""
        from network.core.freshness.hearing import HEARING

        from . import registrations

        registrations.register()
        HEARING.listeners.append(_forget)
        post_migrate.connect(_install_triggers)


def _install_triggers(*, app_config: AppConfig, **kwargs: Any) -> None:
    from network.core.freshness.telling import install

    from .changes import FUNCTIONS, RULES

    # With the signal of the last app all tables are there, unless migrations were run back.
    if app_config is not [config for config in apps.get_app_configs() if config.models_module][-1]:
        return
    present = set(connection.introspection.table_names())
    if present.issuperset(rule.table for rule in RULES):
        with connection.cursor() as cursor:
            install(cursor, functions=FUNCTIONS, rules=RULES)


def _forget(change: str) -> None:
    """Empty what Wagtail keeps in this process for an hour."""
    from django.core.cache import caches
    from wagtail.models import Site

    if change in ("pictures", "everything"):
        caches["renditions"].clear()
    if change == "everything" or change.startswith("page:"):
        Site.clear_site_root_paths_cache()
