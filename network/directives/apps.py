from django.utils.translation import gettext_lazy as _

from network.core import rooms


class DirectivesConfig(rooms.RoomConfig):
    name = "network.directives"
    label = "directives"
    verbose_name = _("Dispatches and plans")
