"""Wagtail hooks of the diary and reporters: screens and menu items."""

from network.agencies.guard.menu import mount_screens

mount_screens(
    {
        "nhat-ky-hoat-dong/": "network.activities.desk.urls",
        "bao-cao-vien/": "network.activities.reporters.urls",
    }
)
