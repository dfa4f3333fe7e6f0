from django.utils.translation import gettext_lazy as _

from network.core import rooms


class RetentionConfig(rooms.RoomConfig):
    name = "network.retention"
    label = "retention"
    verbose_name = _("Retention")
