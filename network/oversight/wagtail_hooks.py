"""Wagtail hooks of oversight: admin URLs, menu items, style sheet."""

from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks

from network.agencies.guard.menu import mount_screens

mount_screens({"giam-sat/": "network.oversight.urls"})


@hooks.register("insert_global_admin_css")
def style_sheet() -> str:
    """Return the link to the style sheet of tables, signs and charts."""
    return format_html('<link rel="stylesheet" href="{}">', static("oversight/oversight.css"))
