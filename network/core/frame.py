"""URLs, templates and menu entries of higher floors that public pages of lower floors use.

Lower floors use an abstract name ("search"). The higher floor registers the URL or template name
for it ("hub:search").
"""

from typing import NamedTuple

from django.urls import reverse
from django.utils.functional import Promise

from .registry import Registry

# Abstract name to URL or template name.
NAMES = Registry[str]("names that lower floors ask for")


def registered_url(wanted: str, *args: object) -> str:
    """Return the URL registered for an abstract name."""
    return reverse(NAMES[wanted], args=args)


class MenuEntry(NamedTuple):
    """An entry of the main menu: label, position, hint, and the icon from signs.svg."""

    label: Promise
    order: int
    sign: str
    hint: Promise


# By URL name.
MAIN_MENU = Registry[MenuEntry]("entries of the main menu")
