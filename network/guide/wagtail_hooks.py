"""Wagtail hooks of the guide: admin URLs and a permanent menu item."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from network.agencies.guard.menu import add_to_menu, mount_screens

mount_screens({"bat-dau/": "network.guide.urls"})
add_to_menu(
    "help",
    MenuItem(
        _("Begin"), reverse_lazy("guide:begin"), name="begin", icon_name="info-circle", order=10
    ),
)
