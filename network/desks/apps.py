from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DesksConfig(AppConfig):
    name = "network.desks"
    label = "desks"
    verbose_name = _("Desks")

    def ready(self) -> None:
        """Register this app with the lower floors."""
        from . import registrations

        registrations.register()
