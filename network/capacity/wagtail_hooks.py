"""Wagtail hooks of capacity: admin URLs and menu items."""

from network.agencies.guard.menu import mount_screens

mount_screens({"nang-luc/": "network.capacity.urls"})
