from django.utils.translation import gettext_lazy as _

from network.core import rooms


class PracticesConfig(rooms.RoomConfig):
    name = "network.practices"
    label = "practices"
    verbose_name = _("Good practices")
