from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GuideConfig(AppConfig):
    name = "network.guide"
    label = "guide"
    verbose_name = _("First-day guide")

    def ready(self) -> None:
        from . import registrations

        registrations.register()
