"""Wagtail hooks that add the views and menu item of rights requests to the admin."""

from django.utils.translation import gettext_lazy as _

from network.agencies.guard.menu import AudienceMenuItem, add_to_menu, mount_screens

mount_screens({"yeu-cau-du-lieu/": "network.rights_requests.desk.urls"})
add_to_menu(
    "admin",
    AudienceMenuItem(_("Rights and data"), "rights_desk:index", icon_name="lock", order=57),
)
