from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CapacityConfig(AppConfig):
    name = "network.capacity"
    label = "capacity"
    verbose_name = _("People's competence and resources")

    def ready(self) -> None:
        """Register with the floors below."""
        from . import registrations

        registrations.register()
