from django.utils.translation import gettext_lazy as _

from network.core import rooms


class OpenDataConfig(rooms.RoomConfig):
    name = "network.opendata"
    label = "opendata"
    verbose_name = _("Open data")
