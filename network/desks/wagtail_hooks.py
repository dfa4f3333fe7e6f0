"""Wagtail hooks that add the worklist view and menu item to the admin."""

from network.agencies.guard.menu import mount_screens

mount_screens({"viec-phai-lam/": "network.desks.urls"})
