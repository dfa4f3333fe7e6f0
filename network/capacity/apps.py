from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CapacityConfig(AppConfig):
    name = "network.capacity"
    label = "capacity"
    verbose_name = _("People's competence and resources")

    def ready(self) -> None:
        """Register this app's contributions."""
        from . import registrations

        registrations.register()
