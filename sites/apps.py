from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SitesConfig(AppConfig):
    name = "sites"
    label = "agency_sites"
    verbose_name = _("Agency sections")

    def ready(self) -> None:
        """Register this app's contributions, and connect the signal for published articles."""
        from . import registrations, signal_handlers

        registrations.register()
        signal_handlers.connect()
