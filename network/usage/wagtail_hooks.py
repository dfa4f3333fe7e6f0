"""Screens of the views of pages."""

from network.agencies.guard.menu import mount_screens

mount_screens({"luot-xem/": "network.usage.desk.urls"})
