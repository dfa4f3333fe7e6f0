from django.utils.translation import gettext_lazy as _

from network.core import rooms


class FollowingConfig(rooms.RoomConfig):
    name = "network.following"
    label = "following"
    verbose_name = _("Following by mail")
