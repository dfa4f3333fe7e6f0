from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActivitiesConfig(AppConfig):
    name = "network.activities"
    label = "activities"
    verbose_name = _("Activities and reporters")

    def ready(self) -> None:
        """Register this app's contributions."""
        from . import registrations

        registrations.register()
