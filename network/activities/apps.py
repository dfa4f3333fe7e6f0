from django.utils.translation import gettext_lazy as _

from network.core import rooms


class ActivitiesConfig(rooms.RoomConfig):
    name = "network.activities"
    label = "activities"
    verbose_name = _("Activities and reporters")
