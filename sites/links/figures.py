"""Dead addresses, in numbers on the start page of who can put them right."""

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
    """Count the agencies that lack a link to where they must lead; two queries."""
    agencies = {row.agency for row in missing_links(scope_now(request))}
    words = _("agencies without a link to their superior")
    yield Figure(len(agencies), words, reverse("section_links:missing"))


def link_figures(request: HttpRequest, now: dt.datetime) -> Iterator[Figure]:
    """Count the dead addresses that the person looks after; one query."""
    dead = dead_links(scope_now(request)).count()
    yield Figure(dead, _("links that no longer open"), reverse("section_links:index"), serious=True)
