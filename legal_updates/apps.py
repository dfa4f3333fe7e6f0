from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LegalUpdatesConfig(AppConfig):
    name = "legal_updates"
    label = "legal_updates"
    verbose_name = _("Legal updates")

    def ready(self) -> None:
        """Listen to what becomes of pages: the index of citations follows them."""
        from .citing import signal_handlers

        signal_handlers.connect()
