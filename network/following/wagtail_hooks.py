"""Menu item of the report, for overseers and network admins."""

from django.utils.translation import gettext_lazy as _

from network.agencies.guard.menu import AudienceMenuItem, add_to_menu, mount_screens

mount_screens({"nguoi-theo-doi/": "network.following.report_urls"})
add_to_menu(
    "reports",
    AudienceMenuItem(_("Followers by mail"), "following_report:index", icon_name="mail", order=20),
)
