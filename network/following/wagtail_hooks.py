"""Menu item of the report, for overseers and network admins."""

from network.agencies.guard.menu import mount_screens

mount_screens({"nguoi-theo-doi/": "network.following.report_urls"})
