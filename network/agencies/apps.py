from typing import Any

from django.apps import AppConfig, apps
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AgenciesConfig(AppConfig):
    name = "network.agencies"
    label = "agencies"
    verbose_name = _("Agencies")

    def ready(self) -> None:
        """Register with the floors below and keep pages in their sections.

        After each migrate, make the groups of the network roles and the triggers that keep rows
        with their agency.
        """
        from django.core.checks import Tags, register

        from . import registrations, sections
        from .guard.faults import check_table

        registrations.register()
        sections.connect()
        register(check_table, Tags.security)
        post_migrate.connect(_ensure_network_groups)
        post_migrate.connect(_keep_rows_with_their_agency, sender=self)


def _ensure_network_groups(*, app_config: AppConfig, **kwargs: Any) -> None:
    from wagtail.models import Site

    from .services import ensure_network_groups

    # The permissions of an app appear with its own signal; the last signal sees them all.
    if app_config is [config for config in apps.get_app_configs() if config.models_module][-1]:
        site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
        # No Site: the migrations were run back or in part, there is no hub to give rights on.
        if site:
            ensure_network_groups(hub=site.root_page)


def _keep_rows_with_their_agency(*, using: str, **kwargs: Any) -> None:
    from .transfer import install

    with connections[using].cursor() as cursor:
        # After migrating backwards some tables are missing.
        install(cursor, set(connections[using].introspection.table_names(cursor)))
