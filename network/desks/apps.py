from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DesksConfig(AppConfig):
    name = "network.desks"
    label = "desks"
    verbose_name = _("Desks")

    def ready(self) -> None:
        """Register with the floors below."""
        from . import registrations

        registrations.register()
