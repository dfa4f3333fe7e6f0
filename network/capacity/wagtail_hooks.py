"""Wagtail hooks of capacity: admin URLs and menu items."""

from django.utils.translation import gettext_lazy as _

from network.agencies.guard.menu import AudienceMenuItem, add_to_menu, mount_screens

mount_screens({"nang-luc/": "network.capacity.urls"})
add_to_menu(
    "admin",
    AudienceMenuItem(
        _("Qualifications and training"), "capacity:people", icon_name="group", order=801
    ),
    AudienceMenuItem(
        _("Resources by year"), "capacity:resources", icon_name="calendar-alt", order=802
    ),
)
