"""Wagtail hooks that add the practice views and menu item to the admin."""

from network.agencies.guard.menu import mount_screens

mount_screens({"mo-hinh/": "network.practices.desk.urls"})
