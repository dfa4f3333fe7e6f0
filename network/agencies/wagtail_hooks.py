"""Wagtail hooks of the agencies app: screens, menu items and styles."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .guard.menu import AudienceMenuItem, add_to_menu, mount_screens

mount_screens(
    {
        "nguoi-dung/": "network.agencies.people.urls",
        "nhat-ky/": "network.agencies.log.urls",
        "thu-chua-gui-duoc/": "network.agencies.undelivered.urls",
        "lam-thay/": "network.agencies.acting.urls",
        "bao-cao-trang/": "network.agencies.explorer.urls",
    }
)
add_to_menu(
    "reports",
    AudienceMenuItem(_("Oldest pages"), "agencies_reports:aging", icon_name="time", order=1),
    AudienceMenuItem(
        _("History of pages"), "agencies_reports:history", icon_name="history", order=2
    ),
)
add_to_menu(
    "admin",
    AudienceMenuItem(_("People"), "agencies_people:index", icon_name="group", order=800),
    AudienceMenuItem(
        _("People and roles"), "agencies_people:overview", icon_name="group", order=803
    ),
    AudienceMenuItem(_("Network roles"), "agencies_people:network", icon_name="group", order=805),
    AudienceMenuItem(_("Audit log"), "agencies_audit:index", icon_name="history", order=810),
    AudienceMenuItem(
        _("Undelivered mail"), "agencies_undelivered:index", icon_name="mail", order=812
    ),
    AudienceMenuItem(_("Act for an agency"), "agencies_acts:index", icon_name="key", order=820),
)


@hooks.register("insert_global_admin_css")
def style_sheet() -> str:
    """Add the styles of lists on narrow screens, of the act banner and of Wagtail's frame."""
    sheets = ("agencies/admin.css", "agencies/admin_frame.css")
    return format_html_join(
        "", '<link rel="stylesheet" href="{}">', ((static(sheet),) for sheet in sheets)
    )


@hooks.register("construct_reports_menu")
def own_reports_only(request: HttpRequest, items: list[MenuItem]) -> None:
    """Remove Wagtail's reports from the menu, since the guard refuses them to everybody but
    superusers."""
    if not request.user.is_superuser:
        items[:] = [item for item in items if isinstance(item, AudienceMenuItem)]
