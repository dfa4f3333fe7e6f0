from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MediaConfig(AppConfig):
    name = "network.media"
    label = "media"
    verbose_name = _("Media")

    def ready(self) -> None:
        """Let the guard know which files are moved and deleted together."""
        from . import guarding

        guarding.register()
