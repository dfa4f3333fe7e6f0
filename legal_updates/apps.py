from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LegalUpdatesConfig(AppConfig):
    name = "legal_updates"
    label = "legal_updates"
    verbose_name = _("Legal updates")

    def ready(self) -> None:
        """Register with the floors below; listen to pages, whose citations are indexed."""
        from . import registrations
        from .citing import signal_handlers

        registrations.register()
        signal_handlers.connect()
