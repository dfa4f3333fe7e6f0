from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PracticesConfig(AppConfig):
    name = "network.practices"
    label = "practices"
    verbose_name = _("Good practices")

    def ready(self) -> None:
        """Register this app with the lower floors."""
        from . import registrations

        registrations.register()
