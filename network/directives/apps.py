from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectivesConfig(AppConfig):
    name = "network.directives"
    label = "directives"
    verbose_name = _("Dispatches and plans")

    def ready(self) -> None:
        """Register this app's contributions."""
        from . import registrations

        registrations.register()
