"""What the database reads for a screen stays about the same from 40 to 1,000 agencies, and for the
screens of everyday work and the public pages from a province to the country.

Queries are counted too. The screens that grow are named with the reason.
"""

from collections.abc import Iterator

import pytest
from django.db import connection, transaction

from tests.factories.owning import owning

from .copies import copy_agency, load_one
from .measuring import deed_costs, screen_costs
from .screens import ADMIN, AUTHOR, FULL_SCREENS, NETWORK, OVERSEER, SCREENS, VISITOR

FEW, MANY = 40, 1000
PROVINCE, COUNTRY = 217, 34 * 217
ARTICLES_EACH = 20
# Pages of 8 KB. Below twice this what grows is the height of indexes.
LEAST = 300
GROWING = {
    (OVERSEER, "how the agencies stand"): "counts and sorts all agencies by how they stand",
    (OVERSEER, "matrix 1510"): "sorts all agencies by their score",
    (OVERSEER, "materials in figures"): "sorts all agencies by their overdue reviews",
    (OVERSEER, "activities in figures"): "adds up what all agencies led, and sorts them by name",
    (OVERSEER, "quality"): "reads the figures of all texts of some months",
    (OVERSEER, "outreach"): "counts what was done to make each section known",
    (OVERSEER, "decisions"): "groups the memberships of all agencies by their decision",
    (OVERSEER, "dashboard"): "counts the agencies that are silent and the links that sections lack",
    (OVERSEER, "summed report"): "adds up the reports of all agencies",
    (OVERSEER, "pages on social networks"): "counts the pages of all agencies",
    (OVERSEER, "impersonation"): "counts the cases of all agencies",
    (OVERSEER, "receipts of a dispatch"): "counts who has received it",
    (OVERSEER, "report: oldest pages"): "counts all pages of the network",
    (VISITOR, "directory"): "counts the open sections by the index on closed ones",
    **{
        (who, "agencies"): "says which of all agencies have no admin" for who in (OVERSEER, NETWORK)
    },
    (NETWORK, "dashboard"): "counts the agencies without an admin",
    (ADMIN, "people"): "the planner joins everybody before it asks whose they are",
    (OVERSEER, "people by name"): "looks through all names",
}
type Read = dict[tuple[str, str], int]


# Other screens, and deeds, are for `make drill`.
SHOWN = [each for each in SCREENS if each.persona == VISITOR or each.name == "dashboard"]
SHOWN += [each for each in SCREENS if each.name in ("explorer: hub", "pages in review")]
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


@pytest.fixture(params=["shown", *DRILLS])
def read(request, django_db_setup, django_db_blocker) -> Iterator[list[Read]]:
    """Return what is read for each screen and deed, at both sizes."""
    few, many, screens = SIZES[request.param]
    found = []
    with django_db_blocker.unblock():
        with owning(), connection.cursor() as cursor:
            # What other modules have taken back would be read as well.
            cursor.execute("VACUUM")
        with transaction.atomic():
            load_one(ARTICLES_EACH)
            for first, last in ((2, few), (few + 1, many)):
                copy_agency(first, last)
                costs = screen_costs(screens)
                costs = [*costs, *(deed_costs() if request.param == "all" else ())]
                found.append({(cost.who, cost.what): cost.buffers() for cost in costs})
            yield found
            transaction.set_rollback(True)


def test_what_is_read_does_not_follow_the_number_of_agencies(read):
    few, many = read
    grown = {key: (few[key], many[key]) for key in few if many[key] > 2 * max(few[key], LEAST)}
    assert grown.keys() <= GROWING.keys(), grown
