"""Register admin screens and menu items, visible to the users who may open them."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from ..scope import scope_now
from .rules import UrlAudience, rule_of


class AudienceMenuItem(MenuItem):
    """Menu item shown to users whom the guard admits to the screen."""

    def __init__(self, label: Any, url_name: str, **kwargs: Any) -> None:
        name = url_name.removesuffix(":index").replace(":", "-")
        super().__init__(label, reverse_lazy(url_name), name=name, **kwargs)
        self.url_name = url_name

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether one of the user's current roles may open the screen."""
        return may_open(request, self.url_name)


def add_to_menu(menu: str, *items: MenuItem) -> None:
    """Add items to a menu: "admin" (the main one), "reports" or "help"."""
    for item in items:
        hooks.register(f"register_{menu}_menu_item", partial(_same, item))


def mount_screens(screens: Mapping[str, str]) -> None:
    """Include URL modules below /admin/; `screens` maps a path to a module name."""
    hooks.register("register_admin_urls", partial(_addresses, screens))


def may_open(request: HttpRequest, url_name: str) -> bool:
    """Return whether the guard admits the signed-in user to a screen."""
    rule = rule_of(url_name)
    audience = rule.audience if rule else UrlAudience.NOBODY
    return not audience.value.isdisjoint(roles_now(request))


def roles_now(request: HttpRequest) -> frozenset[str]:
    return scope_now(request).roles


def _same(item: MenuItem) -> MenuItem:
    return item


def _addresses(screens: Mapping[str, str]) -> list[URLResolver]:
    return [path(place, include(module)) for place, module in screens.items()]
