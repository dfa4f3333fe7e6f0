from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from PIL import Image


class MediaConfig(AppConfig):
    name = "network.media"
    label = "media"
    verbose_name = _("Media")

    def ready(self) -> None:
        """Register with the floors below; let Pillow open no larger pictures than we take."""
        from . import registrations, signal_handlers

        registrations.register()
        signal_handlers.connect()
        # Pillow raises at twice this number.
        Image.MAX_IMAGE_PIXELS = max(settings.PICTURE_PIXELS.values()) // 2
