from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChannelsConfig(AppConfig):
    name = "network.channels"
    label = "channels"
    verbose_name = _("Pages on social networks")

    def ready(self) -> None:
        """Register with the floors below."""
        from . import registrations

        registrations.register()
