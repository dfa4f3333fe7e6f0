from django.utils.translation import gettext_lazy as _

from network.core import rooms


class OversightConfig(rooms.RoomConfig):
    name = "network.oversight"
    label = "oversight"
    verbose_name = _("Oversight")
