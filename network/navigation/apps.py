from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NavigationConfig(AppConfig):
    name = "network.navigation"
    label = "navigation"
    verbose_name = _("Menu and search for screens")

    def ready(self) -> None:
        from . import registrations

        registrations.register()
