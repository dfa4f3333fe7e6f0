from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig

from network.core import rooms


class AccountsConfig(rooms.RoomConfig):
    default = True
    name = "network.accounts"
    label = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        """Register this app's contributions and connect to allauth's signals."""
        from . import signal_handlers  # noqa: F401

        super().ready()


class UsersConfig(WagtailUsersAppConfig):
    """Wagtail's app for user accounts, with its account screens closed."""

    default = False
    user_viewset = "network.accounts.viewsets.ClosedUserViewSet"
