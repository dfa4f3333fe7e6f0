from django.utils.translation import gettext_lazy as _

from network.core import rooms


class LegalUpdatesConfig(rooms.RoomConfig):
    name = "legal_updates"
    label = "legal_updates"
    verbose_name = _("Legal updates")

    def ready(self) -> None:
        """Register this app's contributions, and connect the signals that index the citations of
        pages."""
        from .citing import signal_handlers

        super().ready()
        signal_handlers.connect()
