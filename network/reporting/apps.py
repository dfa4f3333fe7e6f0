from django.utils.translation import gettext_lazy as _

from network.core import rooms


class ReportingConfig(rooms.RoomConfig):
    name = "network.reporting"
    label = "reporting"
    verbose_name = _("Periodic reports")
