from django.utils.translation import gettext_lazy as _

from network.core import rooms


class FeedbackConfig(rooms.RoomConfig):
    name = "network.feedback"
    label = "feedback"
    verbose_name = _("Ratings of pages")
