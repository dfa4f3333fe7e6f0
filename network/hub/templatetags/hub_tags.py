"""What the front page shows besides its own context."""

from functools import cache
from typing import NamedTuple

from django import template
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from network.core.freshness.keeping import kept
from network.core.freshness.tags import shows

from .. import selectors
from ..situations import selectors as selectors_of_situations
from ..situations.models import Situation

register = template.Library()
_MENU = {
    "legal_updates:index": _("Documents of law"),
    "hub:policies": _("New policies"),
    "questions:answers": _("Questions and answers"),
    "hub:directory": _("Agencies"),
    "hub:search": _("Search"),
}


class MenuEntry(NamedTuple):
    """A place the main menu leads to."""

    address: str
    label: Promise


@register.simple_tag
def main_menu() -> list[MenuEntry]:
    """Return the entries of the main menu."""
    return [MenuEntry(reverse(name), label) for name, label in _MENU.items()]


@register.filter
def in_menu(path: str) -> str:
    """Return the path if the main menu leads to it, "" otherwise: all that tells headers apart."""
    return path if path in _addresses_in_menu() else ""


@cache
def _addresses_in_menu() -> frozenset[str]:
    return frozenset(entry.address for entry in main_menu())


@register.simple_tag
def agency_kinds() -> list[selectors.KindCount]:
    """Return the kinds of agency that have a section, with their number; one query at most."""
    return kept(("agency kinds",), _agency_kinds)


@register.simple_tag
def situations() -> list[Situation]:
    """Return what people need, in its order; one query at most."""
    return selectors_of_situations.situations()


def _agency_kinds() -> list[selectors.KindCount]:
    shows("sections", "agencies")
    return selectors.agency_kinds()
