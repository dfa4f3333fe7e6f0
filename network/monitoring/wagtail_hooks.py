"""Brings the screens of monitoring into Wagtail's admin."""

from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks

from network.agencies.guard.menu import mount_screens

mount_screens(
    {
        "tinh-trang-he-thong/": "network.monitoring.urls",
        "viec-nen-bi-loi/": "network.monitoring.failed_jobs.urls",
    }
)


@hooks.register("insert_global_admin_css")
def style_sheet() -> str:
    """Add the style of the list of findings."""
    return format_html('<link rel="stylesheet" href="{}">', static("monitoring/status.css"))
