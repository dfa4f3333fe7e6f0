from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LegalUpdatesConfig(AppConfig):
    name = "legal_updates"
    label = "legal_updates"
    verbose_name = _("Legal updates")

    def ready(self) -> None:
        """Let the guard know the screens, listen to pages, whose citations are indexed, and open
        the files of documents to everybody: all records are public."""
        from network.media.selectors import register_public_use

        from . import guarding
        from .citing import signal_handlers
        from .public.selectors import shows_file

        guarding.register()
        signal_handlers.connect()
        register_public_use(shows_file)
