from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    default = True
    name = "network.accounts"
    label = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        """Listen to what allauth announces; importing the mails registers them."""
        from . import notifications, signal_handlers  # noqa: F401


class UsersConfig(WagtailUsersAppConfig):
    """Wagtail's app for accounts, without its screens over them."""

    default = False
    user_viewset = "network.accounts.viewsets.ClosedUserViewSet"
