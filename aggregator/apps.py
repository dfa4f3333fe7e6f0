from django.utils.translation import gettext_lazy as _

from network.core import rooms


class AggregatorConfig(rooms.RoomConfig):
    name = "aggregator"
    label = "aggregator"
    verbose_name = _("Aggregator")
