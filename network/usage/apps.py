from django.utils.translation import gettext_lazy as _

from network.core import rooms


class UsageConfig(rooms.RoomConfig):
    name = "network.usage"
    label = "usage"
    verbose_name = _("Views of pages")
