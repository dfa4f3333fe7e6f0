"""What the database reads for a screen stays about the same from 40 to 1,000 agencies, and for the
screens of everyday work and the public pages from a province to the country.

Queries are counted too. The screens that grow are named with the reason.
"""

import itertools
from collections.abc import Iterator
from typing import NamedTuple

import pytest
from django.db import connection, transaction

from tests.factories.owning import owning

from .copies import copy_agency, load_one, own_database, vacuum
from .measuring import deed_costs, screen_costs
from .screens import ADMIN, AUTHOR, FULL_SCREENS, NETWORK, OVERSEER, SCREENS, VISITOR

FEW, MANY = 40, 1000
PROVINCE, COUNTRY = 217, 34 * 217
ARTICLES_EACH = 20
# Pages of 8 KB. Below twice this what grows is the height of indexes.
LEAST = 300
# At most so many pages for each further agency, and why.
GROWING = {
    (OVERSEER, "how the agencies stand"): (5, "counts and sorts all agencies by how they stand"),
    (OVERSEER, "matrix 1510"): (3, "sorts all agencies by their score"),
    (OVERSEER, "materials in figures"): (4, "counts articles that stand among materials"),
    (OVERSEER, "activities in figures"): (2, "adds up what all agencies led, sorted by name"),
    (OVERSEER, "quality"): (6, "reads the figures of all texts of some months"),
    (OVERSEER, "outreach"): (2, "counts what was done to make each section known"),
    (OVERSEER, "decisions"): (60, "groups the memberships of all agencies by their decision"),
    (OVERSEER, "dashboard"): (5, "counts the agencies that are silent, and the links lacking"),
    (OVERSEER, "summed report"): (3, "adds up the reports of all agencies"),
    (OVERSEER, "periodic reports"): (8, "sorts the reports of all agencies"),
    (OVERSEER, "pages on social networks"): (2, "counts the pages of all agencies"),
    (OVERSEER, "social networks by agency"): (3, "adds up what the pages of all agencies lack"),
    (OVERSEER, "impersonation"): (2, "counts the cases of all agencies"),
    (OVERSEER, "receipts of a dispatch"): (2, "counts who has received it"),
    (OVERSEER, "report: oldest pages"): (8, "counts all pages of the network"),
    (OVERSEER, "people and roles"): (2, "counts the people of all agencies"),
    (OVERSEER, "people by name"): (2, "looks through all names"),
    (OVERSEER, "agencies"): (2, "says which of all agencies have no admin"),
    (NETWORK, "agencies"): (2, "says which of all agencies have no admin"),
    (NETWORK, "dashboard"): (3, "counts the agencies without an admin"),
    (ADMIN, "dispatch 1510"): (6, "compares with the scores of all agencies"),
}
# Screens that read too much at 1,000 agencies without these indexes.
INDEXES = {
    (OVERSEER, "dashboard"): ("core_open_sections", "core_first_published"),
    (VISITOR, "directory"): ("agency_kind_key",),
}
type Read = dict[tuple[str, str], int]


# Other screens, and deeds, are for `make drill`.
SHOWN = [each for each in SCREENS if each.persona == VISITOR or each.name == "dashboard"]
SHOWN += [each for each in SCREENS if each.name in ("explorer: hub", "pages in review")]
SHOWN += [
    each
    for each in SCREENS
    if each.persona == OVERSEER
    and each.name
    in ("how the agencies stand", "matrix 1510", "materials in figures", "quality", "outreach")
]
SHOWN += FULL_SCREENS
EVERYDAY = {
    AUTHOR: "dashboard, explorer: own section, explorer: articles, edit an article, images",
    ADMIN: "dashboard, people, audit log, dispatches to us",
    OVERSEER: "dashboard, agencies, audit log, matrix 1510, explorer: hub, pages in review,"
    " pages on social networks, impersonation",
    NETWORK: "dashboard, agencies, audit log, library",
}
IN_COUNTRY = [
    each
    for each in SCREENS
    if each.persona == VISITOR or each.name in EVERYDAY[each.persona].split(", ")
] + FULL_SCREENS
SIZES = {
    "shown": (FEW, MANY, SHOWN),
    "all": (FEW, MANY, SCREENS),
    "country": (PROVINCE, COUNTRY, IN_COUNTRY),
}
DRILLS = [pytest.param(name, marks=pytest.mark.drill) for name in ("all", "country")]


class Measured(NamedTuple):
    """What is read for each screen and deed, at both sizes, and what those of INDEXES read at the
    larger one without their indexes."""

    agencies: int
    few: Read
    many: Read
    unindexed: Read

    def growth(self, read: Read) -> dict[tuple[str, str], float]:
        """Return how many pages more than `few` are read for each further agency."""
        return {key: (pages - self.few[key]) / self.agencies for key, pages in read.items()}

    def grown(self, read: Read) -> set[tuple[str, str]]:
        """Return for what more than twice as much is read."""
        return {key for key, pages in read.items() if pages > 2 * max(self.few[key], LEAST)}


@pytest.fixture(scope="module", params=["shown", *DRILLS])
def measured(request, django_db_setup, django_db_blocker) -> Iterator[Measured]:
    """Load a few agencies and then many into a database of their own, and measure at both sizes."""
    few, many, screens = SIZES[request.param]
    with django_db_blocker.unblock(), own_database():
        with transaction.atomic():
            load_one(ARTICLES_EACH)
        found: list[Read] = []
        for first, last in ((2, few), (few + 1, many)):
            with transaction.atomic():
                copy_agency(first, last)
            vacuum()
            costs = [*screen_costs(screens), *(deed_costs() if request.param == "all" else ())]
            found.append({(cost.who, cost.what): cost.buffers() for cost in costs})
        with owning(), connection.cursor() as cursor:
            cursor.execute(f"DROP INDEX {', '.join(itertools.chain(*INDEXES.values()))}")
        costs = screen_costs([each for each in SCREENS if (each.persona, each.name) in INDEXES])
        unindexed = {(cost.who, cost.what): cost.buffers() for cost in costs}
        yield Measured(many - few, *found, unindexed)


def test_what_is_read_does_not_follow_the_number_of_agencies(measured):
    grown = measured.grown(measured.many)
    assert grown <= GROWING.keys(), {key: measured.many[key] for key in grown}


def test_what_grows_stays_within_its_bounds(measured):
    more = measured.growth(measured.many)
    bounds = {key: bound for key, (bound, _reason) in GROWING.items() if key in more}
    assert {key: more[key] for key, bound in bounds.items() if more[key] > bound} == {}


def test_without_their_indexes_screens_read_more_than_they_may(measured):
    more, bounds = measured.growth(measured.unindexed), dict.fromkeys(INDEXES, (0,)) | GROWING
    grown = measured.grown(measured.unindexed)
    assert {key for key in grown if more[key] > bounds[key][0]} == INDEXES.keys()
