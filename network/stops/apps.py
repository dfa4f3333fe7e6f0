from django.utils.translation import gettext_lazy as _

from network.core import rooms


class StopsConfig(rooms.RoomConfig):
    name = "network.stops"
    label = "stops"
    verbose_name = _("Stops of the system")
