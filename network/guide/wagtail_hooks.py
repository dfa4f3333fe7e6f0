"""Wagtail hooks of the guide: admin URLs and a permanent menu item."""

from network.agencies.guard.menu import mount_screens

mount_screens({"bat-dau/": "network.guide.urls"})
