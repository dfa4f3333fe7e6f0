from typing import Any

from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _

from network.core import rooms


class HubConfig(rooms.RoomConfig):
    name = "network.hub"
    label = "hub"
    verbose_name = _("Hub")

    def ready(self) -> None:
        """Register this app's contributions and the cache invalidation; recreate the triggers after
        migrations.

        The triggers are removed before `migrate`, so that migrations can change the tables.
        """
        from network.core.freshness.listening import LISTENER

        super().ready()
        LISTENER.receivers.append(_forget)
        pre_migrate.connect(_remove_triggers, sender=self)
        post_migrate.connect(_install_triggers, sender=self)


def _remove_triggers(*, using: str, plan: list[Any], **kwargs: Any) -> None:
    from network.core.freshness.triggers import remove

    if plan:
        with connections[using].cursor() as cursor:
            remove(cursor)


def _install_triggers(*, using: str, **kwargs: Any) -> None:
    from network.core.freshness.triggers import install

    from .changes import RULES
    from .search.models import SearchEntry
    from .tasks import rebuild_search

    with connections[using].cursor() as cursor:
        # After a backward migration some tables do not exist.
        present = set(connections[using].introspection.table_names(cursor))
        if not present.issuperset(rule.table for rule in RULES):
            return
        if install(cursor, RULES) and SearchEntry.objects.using(using).exists():
            # Changes made by migrations are not recorded for the search, because the triggers are
            # removed meanwhile.
            rebuild_search.defer()


def _forget(name: str) -> None:
    """Clear Wagtail's per-process caches when the dependency `name` has changed."""
    from django.core.cache import caches
    from wagtail.models import Site

    if name in ("pictures", "everything"):
        caches["renditions"].clear()
    if name == "everything":
        Site.clear_site_root_paths_cache()
