"""Screens in the admin and their places in its menus; who finds them there."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .guard.rules import UrlAudience, rule_of
from .scope import scope_now


class AudienceMenuItem(MenuItem):
    """Shown to those whom the guard lets through to the screen."""

    def __init__(self, label: Any, url_name: str, **kwargs: Any) -> None:
        name = url_name.removesuffix(":index").replace(":", "-")
        super().__init__(label, reverse_lazy(url_name), name=name, **kwargs)
        self.url_name = url_name

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether one of the person's roles of this moment may use the screen."""
        return may_open(request, self.url_name)


def add_to_menu(menu: str, *items: MenuItem) -> None:
    """Add items to a menu: "admin" (the main one), "reports" or "help"."""
    for item in items:
        hooks.register(f"register_{menu}_menu_item", partial(_same, item))


def mount_screens(screens: Mapping[str, str]) -> None:
    """Mount modules of addresses below /admin/, each at its path."""
    hooks.register("register_admin_urls", partial(_addresses, screens))


def may_open(request: HttpRequest, url_name: str) -> bool:
    """Return whether the guard lets who is signed in through to a screen."""
    rule = rule_of(url_name)
    audience = rule.audience if rule else UrlAudience.NOBODY
    return not audience.value.isdisjoint(roles_now(request))


def roles_now(request: HttpRequest) -> frozenset[str]:
    return scope_now(request).roles


def _same(item: MenuItem) -> MenuItem:
    return item


def _addresses(screens: Mapping[str, str]) -> list[URLResolver]:
    return [path(place, include(module)) for place, module in screens.items()]
