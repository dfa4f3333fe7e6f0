"""The menu of each role: at most twelve entries in groups, the rest under "More"."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from network.agencies.guard.menu import roles_now
from network.agencies.models import Role

from .entries import ENTRIES
from .screens import AdminEntry, Screen, Text

MINE, CONTENT, AGENCY = _("My work"), _("Content"), _("Agency")
AGENCY_KEYS = ("diary", "directives", "reports", "own_score")
MOST_GROUPED = 12
# Pages that are none of an entry's screens, and the entries to which they belong, for users who are
# not offered the list of what waits for them: the desk of a text, lists of the start page.
OTHER_PAGES = (("moderation:waiting", ("work", "situation")),)
_KEPT = "admin_places"
type Groups = tuple[tuple[Text, tuple[str, ...]], ...]

# The menu of a user with several roles unites theirs, in this order.
MENUS: dict[str, Groups] = {
    Role.NETWORK_ADMIN: (
        (MINE, ("home", "work", "status")),
        (_("Network"), ("agencies", "sources", "situation", "matrix")),
        (_("Lists"), ("law", "hub", "standards", "rules")),
    ),
    Role.OVERSEER: (
        (_("Work of Sở Tư pháp"), ("home", "work", "reminders")),
        (
            _("The agencies"),
            ("matrix", "directives", "reports", "citizens", "channels", "agencies"),
        ),
        (_("Common stock"), ("law", "sources", "pages")),
    ),
    Role.APPROVER: (
        (MINE, ("home", "waiting", "work")),
        (CONTENT, ("pages", "citizens", "reviews", "channels")),
        (AGENCY, ("own_score", "directives", "reports", "diary", "people")),
    ),
    Role.AGENCY_ADMIN: (
        (MINE, ("home", "work", "citizens", "reviews")),
        (CONTENT, ("pages", "files", "channels")),
        (AGENCY, (*AGENCY_KEYS, "people")),
    ),
    Role.APPRAISER: (
        (MINE, ("home", "work", "waiting", "citizens", "reviews")),
        (CONTENT, ("pages", "files", "library")),
        (AGENCY, (*AGENCY_KEYS, "commune_standard")),
    ),
    Role.AUTHOR: (
        (MINE, ("home", "work", "citizens", "reviews")),
        (CONTENT, ("pages", "files", "library", "channels")),
        (AGENCY, (*AGENCY_KEYS, "commune_standard")),
    ),
    Role.REPORT_VIEWER: (
        (MINE, ("home", "situation", "matrix", "directives", "reports", "statistics")),
    ),
}
# From the most to the least needed: of more than MOST_GROUPED entries the last ones move to "More".
RANKS = (
    *("home", "work", "waiting", "status", "pages", "citizens", "matrix", "directives", "reports"),
    *("channels", "reviews", "agencies", "reminders", "own_score", "commune_standard", "people"),
    *("law", "sources", "diary", "situation", "files", "library", "standards", "rules", "hub"),
    "statistics",
)


@dataclass(frozen=True, slots=True)
class AdminPlace:
    """An entry in a user's menu, with the screens the user may open.

    `group` is the heading above it, None under "More".
    """

    entry: AdminEntry
    screens: list[Screen]
    group: Text | None

    def screen_at(self, path: str) -> Screen:
        """Return the screen to which `path` belongs, else the first."""
        return max(self.screens, key=lambda screen: _shared_length(screen, path))


def entries_for(request: HttpRequest) -> Iterator[tuple[AdminEntry, list[Screen]]]:
    """Yield the entries of which the user may open at least one screen, with these screens."""
    for entry in ENTRIES:
        if screens := entry.open_screens(request):
            yield entry, screens


def place_at(places: Iterable[AdminPlace], path: str) -> AdminPlace | None:
    """Return the place to which the page at `path` belongs: that of the screen whose URL is the
    longest beginning of `path`."""
    longest = max(
        places,
        key=lambda place: max(_shared_length(screen, path) for screen in place.screens),
        default=None,
    )
    return longest if longest and _shared_length(longest.screen_at(path), path) else None


def key_of_other_page(places: Iterable[AdminPlace], path: str) -> str | None:
    """Return the key of the entry to which the page at `path` belongs, None if Wagtail finds it.

    Wagtail marks the item whose URL begins the path.
    """
    found = {place.entry.key: place for place in places if place.entry.key != "home"}
    if place_at(found.values(), path):
        return None
    for url_name, keys in OTHER_PAGES:
        if path.startswith(reverse(url_name)):
            return next((key for key in keys if key in found), None)
    return None


def _shared_length(screen: Screen, path: str) -> int:
    """Return the length of the screen's URL if `path` begins with it, else 0."""
    return len(screen.url) if path.startswith(screen.url) else 0


def places_for(request: HttpRequest) -> list[AdminPlace]:
    """Return the user's menu in order: the entries in groups, then those under "More".

    Kept on the request: menu and tabs of a page ask for it.
    """
    places: list[AdminPlace] | None = getattr(request, _KEPT, None)
    if places is None:
        places = _places(request)
        setattr(request, _KEPT, places)
    return places


def _places(request: HttpRequest) -> list[AdminPlace]:
    found = {entry.key: (entry, screens) for entry, screens in entries_for(request)}
    grouped = [
        AdminPlace(*found.pop(key), group)
        for group, keys in groups_of(roles_now(request))
        for key in keys
        if key in found
    ]
    for place in sorted(grouped, key=lambda each: RANKS.index(each.entry.key))[MOST_GROUPED:]:
        grouped.remove(place)
        found[place.entry.key] = place.entry, place.screens
    # Wagtail shows it below the menu.
    found.pop("account", None)
    return grouped + [AdminPlace(*each, None) for each in found.values()]


def groups_of(roles: frozenset[str]) -> Groups:
    """Return the groups of all roles in `MENUS` that the user holds, each entry once.

    Groups with the same heading are one group, and so are the first groups of all roles.
    """
    merged: dict[str, tuple[Text, list[str]]] = {}
    first, entered = "", set[str]()
    for groups in (groups for role, groups in MENUS.items() if role in roles):
        first = first or str(groups[0][0])
        for number, (heading, keys) in enumerate(groups):
            _heading, held = merged.setdefault(str(heading) if number else first, (heading, []))
            held += [key for key in keys if key not in entered]
            entered.update(keys)
    return tuple((heading, tuple(keys)) for heading, keys in merged.values())
