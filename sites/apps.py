from django.utils.translation import gettext_lazy as _

from network.core import rooms


class SitesConfig(rooms.RoomConfig):
    name = "sites"
    label = "agency_sites"
    verbose_name = _("Agency sections")

    def ready(self) -> None:
        """Register this app's contributions, and connect the signal for published articles."""
        from . import signal_handlers

        super().ready()
        signal_handlers.connect()
