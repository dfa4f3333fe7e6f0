"""Wagtail hooks that add the views and menu item of rights requests to the admin."""

from network.agencies.guard.menu import mount_screens

mount_screens({"yeu-cau-du-lieu/": "network.rights_requests.desk.urls"})
