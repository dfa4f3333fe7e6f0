"""Wagtail hooks: the menu by task, and the search for screens on every admin page."""

from collections.abc import Sequence
from itertools import pairwise

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem, help_menu
from wagtail.admin.search import SearchArea

from network.agencies.guard.menu import mount_screens

from .menus import AdminPlace, key_of_other_page, places_for

# Wagtail's item opens its list of keys; the key "?" does so through it.
SHORTCUTS = "keyboard-shortcuts-trigger"
mount_screens({"man-hinh/": "network.navigation.urls"})


# Runs after the hooks of packages, whose items it replaces.
@hooks.register("construct_main_menu", order=1000)
def menu_by_task(request: HttpRequest, items: list[MenuItem]) -> None:
    """Replace all items by those of the user's roles; superusers keep Wagtail's settings."""
    settings = [item for item in items if item.name == "settings" and request.user.is_superuser]
    items[:] = [*menu_items(places_for(request), request.path), *settings]


def menu_items(places: Sequence[AdminPlace], path: str) -> list[MenuItem]:
    """Return the items of the menu on the page at `path`; `places` lists the grouped ones first."""
    items = [_item(place, order, path) for order, place in enumerate(places)]
    current = key_of_other_page(places, path)
    for item in items:
        if item.name == current:
            item.attrs["data-here"] = ""
    groups = [None, *(place.group for place in places)]
    for item, (before, group) in zip(items, pairwise(groups), strict=True):
        if group != before and group is not None:
            item.attrs["data-group"] = str(group)
    more = items[sum(place.group is not None for place in places) :]
    shortcuts = [item for item in help_menu.registered_menu_items if item.name == SHORTCUTS]
    submenu = SubmenuMenuItem(
        _("More screens"),
        Menu(items=more + shortcuts),
        name="more",
        icon_name="dots-horizontal",
        order=len(places),
    )
    return [*items[: len(items) - len(more)], submenu]


def _item(place: AdminPlace, order: int, path: str) -> MenuItem:
    """Make the item of a place.

    On one of the entry's screens it leads to this screen: Wagtail marks the item whose URL begins
    the path of the page. The URL of the start page begins every path, so elsewhere it ends in "#".
    """
    entry = place.entry
    url = place.screen_at(path).url
    return MenuItem(
        entry.label,
        url + "#" if entry.key == "home" and path != url else url,
        name=entry.key,
        icon_name=entry.icon,
        attrs={"data-entry": entry.key},
        order=order,
    )


@hooks.register("register_admin_search_area")
def screens_area() -> SearchArea:
    """Add the search for screens to the searches of the admin, as the last one.

    Without an area Wagtail shows no field in the menu to users who may search nothing else.
    """
    return SearchArea(
        gettext_lazy("Screens"), reverse("navigation:screens"), icon_name="search", order=10_000
    )


@hooks.register("insert_global_admin_css")
def style_sheet() -> str:
    """Add the styles of the menu's groups and counts, of tabs and of the screen search."""
    return format_html('<link rel="stylesheet" href="{}">', static("navigation/navigation.css"))


@hooks.register("insert_global_admin_js")
def script() -> str:
    """Add the script of the menu's counts and of the screen search."""
    return format_html(
        '<script src="{}" data-screens="{}" data-counts="{}" data-label="{}" defer></script>',
        static("navigation/navigation.js"),
        reverse("navigation:screens"),
        reverse("navigation:counts"),
        _("Find a screen"),
    )
