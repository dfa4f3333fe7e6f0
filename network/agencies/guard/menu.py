"""Mount admin screens, and tell which of them a user may open.

The entries of the menu are in `network.navigation.entries`.
"""

from collections.abc import Mapping
from functools import partial

from django.http import HttpRequest
from django.urls import URLResolver, include, path
from wagtail import hooks

from ..scope import scope_now
from .rules import UrlAudience, rule_of


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


def _addresses(screens: Mapping[str, str]) -> list[URLResolver]:
    return [path(place, include(module)) for place, module in screens.items()]
