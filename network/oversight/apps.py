from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OversightConfig(AppConfig):
    name = "network.oversight"
    label = "oversight"
    verbose_name = _("Oversight")

    def ready(self) -> None:
        """Register this app's contributions."""
        from . import registrations

        registrations.register()
