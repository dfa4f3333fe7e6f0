"""Wagtail hooks of the diary and reporters: screens and menu items."""

from django.utils.translation import gettext_lazy as _

from network.agencies.guard.menu import AudienceMenuItem, add_to_menu, mount_screens

mount_screens(
    {
        "nhat-ky-hoat-dong/": "network.activities.desk.urls",
        "bao-cao-vien/": "network.activities.reporters.urls",
    }
)
add_to_menu(
    "admin",
    AudienceMenuItem(
        _("Diary of activities"), "activities:index", icon_name="calendar-alt", order=61
    ),
    AudienceMenuItem(_("List of reporters"), "reporters:index", icon_name="group", order=62),
)
