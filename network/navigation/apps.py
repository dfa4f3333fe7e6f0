from django.utils.translation import gettext_lazy as _

from network.core import rooms


class NavigationConfig(rooms.RoomConfig):
    name = "network.navigation"
    label = "navigation"
    verbose_name = _("Menu and search for screens")
