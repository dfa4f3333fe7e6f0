from django.utils.translation import gettext_lazy as _

from network.core import rooms


class DesksConfig(rooms.RoomConfig):
    name = "network.desks"
    label = "desks"
    verbose_name = _("Desks")
