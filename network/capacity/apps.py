from django.utils.translation import gettext_lazy as _

from network.core import rooms


class CapacityConfig(rooms.RoomConfig):
    name = "network.capacity"
    label = "capacity"
    verbose_name = _("People's competence and resources")
