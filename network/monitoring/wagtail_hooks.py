"""Brings the screens of monitoring into Wagtail's admin."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from network.agencies.guard.menu import AudienceMenuItem, add_to_menu, mount_screens

mount_screens(
    {
        "tinh-trang-he-thong/": "network.monitoring.urls",
        "viec-nen-bi-loi/": "network.monitoring.failed_jobs.urls",
    }
)
add_to_menu(
    "admin",
    AudienceMenuItem(_("State of the system"), "monitoring:status", icon_name="cogs", order=60),
    AudienceMenuItem(
        _("Failed background jobs"), "failed_jobs:index", icon_name="warning", order=813
    ),
)


@hooks.register("insert_global_admin_css")
def style_sheet() -> str:
    """Add the style of the list of findings."""
    return format_html('<link rel="stylesheet" href="{}">', static("monitoring/status.css"))
