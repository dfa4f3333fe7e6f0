from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LegalUpdatesConfig(AppConfig):
    name = "legal_updates"
    label = "legal_updates"
    verbose_name = _("Legal updates")

    def ready(self) -> None:
        """Register this app's contributions, and connect the signals that index the citations of
        pages."""
        from . import registrations
        from .citing import signal_handlers

        registrations.register()
        signal_handlers.connect()
