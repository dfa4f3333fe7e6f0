"""Template tags for names registered by higher floors, for public pages."""

from functools import cache
from typing import NamedTuple

from django import template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ..frame import MAIN_MENU, NAMES

register = template.Library()


class MenuPlace(NamedTuple):
    """An entry of the main menu with its URL."""

    address: str
    label: Promise
    sign: str
    hint: Promise


@register.filter
def registered(wanted: str) -> str:
    """Return a registered name, as in {% url "topic"|registered topic.slug %}. Also for include."""
    return NAMES[wanted]


@register.simple_tag
def main_menu() -> list[MenuPlace]:
    entries = sorted(MAIN_MENU.items(), key=lambda item: item[1].order)
    return [
        MenuPlace(reverse(name), entry.label, entry.sign, entry.hint) for name, entry in entries
    ]


@register.simple_tag
def sign(name: str) -> SafeString:
    """Return an icon from core/signs.svg, hidden from screen readers because text beside it says
    the same."""
    return format_html(
        '<svg class="sign" width="24" height="24" aria-hidden="true"><use href="{}#{}"/></svg>',
        static("core/signs.svg"),
        name,
    )


@register.filter
def in_menu(path: str) -> str:
    """Return the path if it is in the main menu, else "". The key for caching page headers."""
    return path if path in _addresses_in_menu() else ""


@cache
def _addresses_in_menu() -> frozenset[str]:
    return frozenset(place.address for place in main_menu())
