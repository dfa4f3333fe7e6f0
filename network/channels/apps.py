from django.utils.translation import gettext_lazy as _

from network.core import rooms


class ChannelsConfig(rooms.RoomConfig):
    name = "network.channels"
    label = "channels"
    verbose_name = _("Pages on social networks")
