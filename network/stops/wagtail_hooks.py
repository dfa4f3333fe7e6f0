"""Screens of the network admin."""

from network.agencies.guard.menu import mount_screens

mount_screens({"tam-dung/": "network.stops.desk_urls"})
