from typing import Any

from django.apps import AppConfig, apps
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from network.core import rooms


class AgenciesConfig(rooms.RoomConfig):
    name = "network.agencies"
    label = "agencies"
    verbose_name = _("Agencies")

    def ready(self) -> None:
        """Register this app's contributions, and connect the page signals.

        After each `migrate`, create the groups of the network roles and the triggers that keep rows
        with their agency.
        """
        from . import sections

        super().ready()
        sections.connect()
        post_migrate.connect(_ensure_network_groups)
        post_migrate.connect(_keep_rows_with_their_agency, sender=self)


def _ensure_network_groups(*, app_config: AppConfig, **kwargs: Any) -> None:
    from wagtail.models import Site

    from .services import ensure_network_groups

    # Permissions are created by each app's own post_migrate signal; only after the last one do all
    # exist.
    if app_config is [config for config in apps.get_app_configs() if config.models_module][-1]:
        site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
        # Without a Site the migrations were reversed or only partly applied; there is no hub page
        # for the permissions.
        if site:
            ensure_network_groups(hub=site.root_page)


def _keep_rows_with_their_agency(*, using: str, **kwargs: Any) -> None:
    from .transfer import install

    with connections[using].cursor() as cursor:
        # After a backward migration some tables do not exist.
        install(cursor, set(connections[using].introspection.table_names(cursor)))
