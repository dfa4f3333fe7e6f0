"""Screen of the officers' list."""

from network.agencies.guard.menu import mount_screens

mount_screens({"danh-gia/": "network.feedback.report_urls"})
