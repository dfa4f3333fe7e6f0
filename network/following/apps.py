from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FollowingConfig(AppConfig):
    name = "network.following"
    label = "following"
    verbose_name = _("Following by mail")

    def ready(self) -> None:
        from . import registrations

        registrations.register()
