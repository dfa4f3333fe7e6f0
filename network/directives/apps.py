from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectivesConfig(AppConfig):
    name = "network.directives"
    label = "directives"
    verbose_name = _("Dispatches and plans")

    def ready(self) -> None:
        """Register with the floors below."""
        from . import registrations

        registrations.register()
