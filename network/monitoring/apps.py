from django.utils.translation import gettext_lazy as _

from network.core import rooms


class MonitoringConfig(rooms.RoomConfig):
    name = "network.monitoring"
    label = "monitoring"
    verbose_name = _("Monitoring")
