"""Wagtail hooks of questions and problem reports: screens and menu items."""

from django.utils.translation import gettext_lazy as _

from network.agencies.guard.menu import AudienceMenuItem, add_to_menu, mount_screens

mount_screens(
    {"cau-hoi/": "network.questions.desk.urls", "bao-loi/": "network.questions.problems.desk_urls"}
)
add_to_menu(
    "admin",
    AudienceMenuItem(_("Citizens' questions"), "question_desk:index", icon_name="help", order=56),
    AudienceMenuItem(_("Reported problems"), "problem_desk:index", icon_name="warning", order=57),
)
