from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommuneStandardConfig(AppConfig):
    name = "network.commune_standard"
    label = "commune_standard"
    verbose_name = _("Commune standard of access to law")

    def ready(self) -> None:
        """Register this app's contributions."""
        from . import registrations

        registrations.register()
