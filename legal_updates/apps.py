from django.utils.translation import gettext_lazy as _

from network.core import rooms


class LegalUpdatesConfig(rooms.RoomConfig):
    name = "legal_updates"
    label = "legal_updates"
    verbose_name = _("Legal updates")
