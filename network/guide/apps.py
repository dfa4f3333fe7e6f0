from django.utils.translation import gettext_lazy as _

from network.core import rooms


class GuideConfig(rooms.RoomConfig):
    name = "network.guide"
    label = "guide"
    verbose_name = _("First-day guide")
