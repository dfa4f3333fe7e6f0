"""A way from the person's page in the admin to the safety of the account."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks


@hooks.register("register_account_menu_item")
def link_to_safety(request: HttpRequest) -> dict[str, str]:
    """Return the entry under "More actions"."""
    return {
        "url": reverse("mfa_index"),
        "label": _("Safety of your account"),
        "help_text": _("Password, second factor, last sign-ins"),
    }
