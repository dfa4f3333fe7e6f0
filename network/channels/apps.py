from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChannelsConfig(AppConfig):
    name = "network.channels"
    label = "channels"
    verbose_name = _("Pages on social networks")

    def ready(self) -> None:
        """Register this app's contributions."""
        from . import registrations

        registrations.register()
