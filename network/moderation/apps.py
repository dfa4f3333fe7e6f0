from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from network.core import rooms


class ModerationConfig(rooms.RoomConfig):
    name = "network.moderation"
    label = "moderation"
    verbose_name = _("Moderation")

    def ready(self) -> None:
        """Register this app's contributions, connect its signal handlers, and create the workflow
        after each `migrate`."""
        from . import signal_handlers

        super().ready()
        signal_handlers.connect()
        post_migrate.connect(_ensure_workflow)


def _ensure_workflow(*, app_config: AppConfig, **kwargs: Any) -> None:
    from wagtail.models import Site

    from .workflow import ensure_workflow

    # Run once, for the last app with models: the content types of the task models exist only after
    # the post_migrate signal of this app.
    if app_config is [config for config in apps.get_app_configs() if config.models_module][-1]:
        site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
        # Without a Site the migrations were reversed or only partly applied; there is no hub page
        # to attach the workflow to.
        if site:
            ensure_workflow(hub=site.root_page)
