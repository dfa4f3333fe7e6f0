"""Wagtail hooks that add the practice views and menu item to the admin."""

from django.utils.translation import gettext_lazy as _

from network.agencies.guard.menu import AudienceMenuItem, add_to_menu, mount_screens

mount_screens({"mo-hinh/": "network.practices.desk.urls"})
add_to_menu(
    "admin",
    AudienceMenuItem(_("Good practices"), "practices_desk:index", icon_name="pick", order=60),
)
