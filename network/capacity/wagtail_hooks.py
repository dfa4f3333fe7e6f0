"""Wagtail hooks of capacity: admin URLs and menu items."""

from network.agencies.menu import mount_screens

mount_screens({"nang-luc/": "network.capacity.urls"})
