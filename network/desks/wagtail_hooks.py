"""Wagtail hooks that add the worklist view and menu item to the admin."""

from django.utils.translation import gettext_lazy as _

from network.agencies.guard.menu import AudienceMenuItem, add_to_menu, mount_screens

mount_screens({"viec-phai-lam/": "network.desks.urls"})
add_to_menu(
    "admin", AudienceMenuItem(_("What is to be done"), "work:index", icon_name="tasks", order=1)
)
