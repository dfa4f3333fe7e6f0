from django.utils.translation import gettext_lazy as _

from network.core import rooms


class CommuneStandardConfig(rooms.RoomConfig):
    name = "network.commune_standard"
    label = "commune_standard"
    verbose_name = _("Commune standard of access to law")
