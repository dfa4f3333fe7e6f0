from django.conf import settings
from django.utils.translation import gettext_lazy as _
from PIL import Image

from network.core import rooms


class MediaConfig(rooms.RoomConfig):
    name = "network.media"
    label = "media"
    verbose_name = _("Media")

    def ready(self) -> None:
        """Register with the lower floors, validate profile pictures, and limit the size of images
        in Pillow."""
        from . import candidates, signal_handlers, uploads

        super().ready()
        signal_handlers.connect()
        uploads.check_faces()
        candidates.offer_each_width_once()
        # Pillow raises DecompressionBombError at twice this number.
        Image.MAX_IMAGE_PIXELS = max(settings.PICTURE_PIXELS.values()) // 2
