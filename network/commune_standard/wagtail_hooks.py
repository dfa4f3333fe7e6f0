"""Wagtail hooks of the commune standard: its admin URLs."""

from network.agencies.guard.menu import mount_screens

mount_screens({"chuan-xa/": "network.commune_standard.urls"})
