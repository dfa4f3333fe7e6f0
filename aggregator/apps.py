from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AggregatorConfig(AppConfig):
    name = "aggregator"
    label = "aggregator"
    verbose_name = _("Aggregator")

    def ready(self) -> None:
        """Register this app's contributions."""
        from . import registrations

        registrations.register()
