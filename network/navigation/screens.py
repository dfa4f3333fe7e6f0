"""What an entry of the admin menu is: a name, a purpose, and screens with everyday words.

An entry with several screens shows them as tabs. The guard decides who may open a screen; `roles`
narrows that down where a screen is offered to fewer people than may open it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise

from network.agencies.guard.menu import may_open, roles_now
from network.agencies.models import AGENCY_ROLES, NETWORK_ROLES, Role

type Text = str | Promise
EVERY_ROLE = frozenset[str](Role)
AGENCY = frozenset[str](AGENCY_ROLES)
NETWORK, OVERSEER = frozenset[str](NETWORK_ROLES), frozenset[str]({Role.OVERSEER})
DECIDING = frozenset[str]({Role.APPRAISER, Role.APPROVER})
# These read sums alone; overseers reach the totals from the list of reports.
TOTALS_ONLY = frozenset[str]({Role.NETWORK_ADMIN, Role.REPORT_VIEWER})


@dataclass(frozen=True, slots=True)
class Screen:
    """A list in the admin: its name and URL name, and the everyday words that find it.

    The words are Vietnamese without accents, separated by spaces.
    """

    label: Text
    url_name: str
    words: str = ""
    roles: frozenset[str] = EVERY_ROLE
    arguments: tuple[str, ...] = ()
    # A further condition, asked last because it may need a query.
    condition: Callable[[HttpRequest], bool] | None = None

    @property
    def url(self) -> str:
        return reverse(self.url_name, args=self.arguments)

    def is_open(self, request: HttpRequest) -> bool:
        """Return whether the screen is offered to one of the user's current roles."""
        is_offered = not self.roles.isdisjoint(roles_now(request))
        if not (is_offered and may_open(request, self.url_name)):
            return False
        return self.condition is None or self.condition(request)


@dataclass(frozen=True, slots=True)
class AdminEntry:
    """A menu entry. It leads to the first of its screens that the user may open."""

    key: str
    label: Text
    purpose: Text
    icon: str
    screens: tuple[Screen, ...]

    def open_screens(self, request: HttpRequest) -> list[Screen]:
        return [screen for screen in self.screens if screen.is_open(request)]


def make_entry(
    key: str, icon: str, label: Text, purpose: Text, *screens: Screen | tuple[str, str]
) -> AdminEntry:
    """Make an entry. A screen given as (URL name, words) bears the entry's label."""
    made = (each if isinstance(each, Screen) else Screen(label, *each) for each in screens)
    return AdminEntry(key, label, purpose, icon, tuple(made))
