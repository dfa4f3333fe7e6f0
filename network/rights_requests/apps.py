from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RightsRequestsConfig(AppConfig):
    name = "network.rights_requests"
    label = "rights_requests"
    verbose_name = _("Requests about rights and data")

    def ready(self) -> None:
        """Register this app with the lower floors."""
        from . import registrations

        registrations.register()
