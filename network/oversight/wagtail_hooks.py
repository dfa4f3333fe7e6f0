"""Wagtail hooks of oversight: admin URLs, menu items, style sheet."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail_modeladmin.options import modeladmin_register

from network.agencies.guard.menu import AudienceMenuItem, add_to_menu, mount_screens

from .lists.viewsets import ListsGroup

modeladmin_register(ListsGroup)
mount_screens({"giam-sat/": "network.oversight.urls"})
add_to_menu(
    "admin",
    AudienceMenuItem(
        _("How the agencies stand"), "oversight:situation", icon_name="view", order=40
    ),
    AudienceMenuItem(_("Matrix 1510"), "oversight:matrix", icon_name="table", order=41),
    AudienceMenuItem(_("Reminders"), "oversight:reminders", icon_name="mail", order=59),
    AudienceMenuItem(_("Dispatch 1510"), "oversight:own", icon_name="tasks", order=58),
    AudienceMenuItem(
        _("Making the section known"), "oversight:own_outreach", icon_name="group", order=257
    ),
    AudienceMenuItem(
        _("New policies to post"), "oversight:own_policies", icon_name="globe", order=256
    ),
)
add_to_menu(
    "reports",
    AudienceMenuItem(_("Quality of content"), "oversight:quality_all", icon_name="edit", order=5),
    AudienceMenuItem(
        _("Quality of our content"), "oversight:own_quality", icon_name="edit", order=5
    ),
    AudienceMenuItem(
        _("How sections are made known"), "oversight:outreach_all", icon_name="group", order=6
    ),
)
add_to_menu(
    "help",
    AudienceMenuItem(
        _("Ask Sở Tư pháp for help"), "oversight:ask_help", icon_name="help", order=20
    ),
    AudienceMenuItem(_("Requests for help"), "oversight:help", icon_name="list-ul", order=21),
)


@hooks.register("insert_global_admin_css")
def style_sheet() -> str:
    """Return the link to the style sheet of tables, signs and charts."""
    return format_html('<link rel="stylesheet" href="{}">', static("oversight/oversight.css"))
