"""Wagtail hooks of questions and problem reports: screens and menu items."""

from network.agencies.guard.menu import mount_screens

mount_screens(
    {"cau-hoi/": "network.questions.desk.urls", "bao-loi/": "network.questions.problems.desk_urls"}
)
