from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RetentionConfig(AppConfig):
    name = "network.retention"
    label = "retention"
    verbose_name = _("Retention")

    def ready(self) -> None:
        """Register with the layers below."""
        from . import registrations

        registrations.register()
