from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    default = True
    name = "network.accounts"
    label = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        """Register with the floors below; listen to what allauth announces."""
        from . import registrations, signal_handlers  # noqa: F401

        registrations.register()


class UsersConfig(WagtailUsersAppConfig):
    """Wagtail's app for accounts, without its screens over them."""

    default = False
    user_viewset = "network.accounts.viewsets.ClosedUserViewSet"
