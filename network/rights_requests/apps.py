from django.utils.translation import gettext_lazy as _

from network.core import rooms


class RightsRequestsConfig(rooms.RoomConfig):
    name = "network.rights_requests"
    label = "rights_requests"
    verbose_name = _("Requests about rights and data")
