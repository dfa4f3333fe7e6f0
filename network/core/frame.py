"""What higher floors put into readers' pages that stand below them.

A template or a view that leads up asks by what it wants ("search"); the floor that has it says
what it is called there ("hub:search").
"""

from typing import NamedTuple

from django.urls import reverse
from django.utils.functional import Promise

from .registry import Registry

# Names of URLs and of templates.
NAMES = Registry[str]("names that lower floors ask for")


def registered_url(wanted: str, *args: object) -> str:
    """Return the address of what a higher floor has registered."""
    return reverse(NAMES[wanted], args=args)


class MenuEntry(NamedTuple):
    """What the main menu says of a place, and where in the menu; `sign` is one of signs.svg."""

    label: Promise
    order: int
    sign: str
    hint: Promise


# By the name of the URL.
MAIN_MENU = Registry[MenuEntry]("entries of the main menu")
