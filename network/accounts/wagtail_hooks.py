"""Wagtail hooks: account menu item, and the dialog for signing in again."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from wagtail import hooks


@hooks.register("register_account_menu_item")
def link_to_safety(request: HttpRequest) -> dict[str, str]:
    """Return the menu item of the account's safety page."""
    return {
        "url": reverse("mfa_index"),
        "label": _("Safety of your account"),
        "help_text": _("Password, second factor, last sign-ins"),
    }


@hooks.register("insert_global_admin_css")
def sign_in_again_style() -> str:
    """Return the link to the style sheet of templates/accounts/sign_in_again.html."""
    return format_html('<link rel="stylesheet" href="{}">', static("accounts/sign_in_again.css"))


@hooks.register("insert_global_admin_js")
def writing_scripts() -> str:
    """Return the scripts that open this dialog when the session has ended, keep typed text in the
    browser until the server has stored it, and say that the server does not answer a button."""
    names = ("sign_in_again", "kept_text", "server_away")
    scripts = [(static(f"accounts/{name}.js"),) for name in names]
    return format_html_join("\n", '<script src="{}" defer></script>', scripts)
