from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AggregatorConfig(AppConfig):
    name = "aggregator"
    label = "aggregator"
    verbose_name = _("Aggregator")

    def ready(self) -> None:
        """Register with the floors below."""
        from . import registrations

        registrations.register()
