"""Start page figures about dead and missing links."""

import datetime as dt
from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from network.agencies.figures import Figure
from network.agencies.scope import scope_now

from .missing import missing_links
from .selectors import dead_links


def missing_figures(request: HttpRequest, now: dt.datetime) -> Iterator[Figure]:
    """Yield the number of agencies that lack a required link. Two queries."""
    agencies = {row.agency for row in missing_links(scope_now(request))}
    words = _("agencies without a link to their superior")
    yield Figure(len(agencies), words, reverse("section_links:missing"))


def link_figures(request: HttpRequest, now: dt.datetime) -> Iterator[Figure]:
    """Yield the number of dead links the user looks after. One query."""
    dead = dead_links(scope_now(request)).count()
    yield Figure(dead, _("links that no longer open"), reverse("section_links:index"), serious=True)
