from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ModerationConfig(AppConfig):
    name = "network.moderation"
    label = "moderation"
    verbose_name = _("Moderation")

    def ready(self) -> None:
        """Register with the floors below; listen to Wagtail's workflow; keep the one workflow in
        place after each migrate."""
        from . import registrations, signal_handlers

        registrations.register()
        signal_handlers.connect()
        post_migrate.connect(_ensure_workflow)


def _ensure_workflow(*, app_config: AppConfig, **kwargs: Any) -> None:
    from wagtail.models import Site

    from .workflow import ensure_workflow

    # Content types of the task models appear with the signal of this app itself.
    if app_config is [config for config in apps.get_app_configs() if config.models_module][-1]:
        site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
        # No Site: the migrations were run back or in part, there is no hub to hang it on.
        if site:
            ensure_workflow(hub=site.root_page)
