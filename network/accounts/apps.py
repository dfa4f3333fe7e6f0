from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    default = True
    name = "network.accounts"
    label = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        """Register this app's contributions and connect to allauth's signals."""
        from . import registrations, signal_handlers  # noqa: F401

        registrations.register()


class UsersConfig(WagtailUsersAppConfig):
    """Wagtail's app for user accounts, with its account screens closed."""

    default = False
    user_viewset = "network.accounts.viewsets.ClosedUserViewSet"
