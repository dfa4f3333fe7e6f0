"""Brings questions and reports into Wagtail's admin: screens, menu, start page."""

from django.urls import URLResolver, include, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from network.agencies.wagtail_hooks import AudienceMenuItem


@hooks.register("register_admin_urls")
def register_screens() -> list[URLResolver]:
    return [
        path("cau-hoi/", include("network.questions.desk.urls")),
        path("bao-loi/", include("network.questions.problems.desk_urls")),
    ]


@hooks.register("register_admin_menu_item")
def questions_menu_item() -> MenuItem:
    """Lead to the questions of citizens."""
    name = "question_desk:index"
    return AudienceMenuItem(_("Citizens' questions"), name, icon_name="help", order=56)


@hooks.register("register_admin_menu_item")
def problems_menu_item() -> MenuItem:
    """Lead to the problems that readers report."""
    name = "problem_desk:index"
    return AudienceMenuItem(_("Reported problems"), name, icon_name="warning", order=57)
