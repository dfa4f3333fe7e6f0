"""What a screen costs does not follow the number of agencies."""

from collections.abc import Iterator, Sequence

import pytest
from django.db import transaction
from django.utils import timezone
from wagtail import hooks

from network.agencies.models import Agency
from network.demo.load.loader import load_network
from network.oversight.running import check_agencies
from tests.factories.owning import owning

from .measuring import Cost, screen_costs
from .screens import ADMIN, AUTHOR, NETWORK, OVERSEER, SCREENS, VISITOR, Screen

# Every list of the admin fills its page at both sizes: what grows, grows with the network. The
# newest agency is of one kind at both (see load.texts), so its menu is as long.
SMALL, LARGE, PROMISED = 52, 60, 1000
ARTICLES_EACH = 10
# Each desk of an officer asks one query for what waits.
DASHBOARD_QUERIES = 57
OVERSEER_QUERIES = 100
OVERSEER_BYTES = 500 * 1024

# Issue of the hub: what a visitor's page may ask where nothing is kept.
# One of them asks for confirmed fakes.
VISITOR_QUERIES = {
    "article": 15,
    "hub": 14,
    # One each for its pages on social networks, for coming events, and for who explains the law in
    # another language, two for former names and whose work it took over.
    "front page of a section": 19,
    "place in the menu": 10,
    # Most of them for its own searches, whose results are kept with the page.
    "need": 29,
    # One of them for who answers for a commune that has no section, one for announced stops.
    "place where I live": 7,
    "warnings": 4,
    "events": 4,
    "sitemap": 7,
    "sitemap of a section": 7,
}

type Costs = dict[tuple[str, str], Cost]


@pytest.fixture(scope="module")
def measured(django_db_setup, django_db_blocker) -> Iterator[tuple[Costs, Costs]]:
    """Return what each screen costs in a small and in a larger network, then forget both."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield costs_at(SMALL), costs_at(LARGE)
        transaction.set_rollback(True)


def costs_at(
    agencies: int, screens: Sequence[Screen] = SCREENS, *, is_checked: bool = True
) -> Costs:
    """Load a network of so many agencies, check them all unless told not to; return the costs."""
    now = timezone.localtime()
    with owning():
        load_network(agencies=agencies, articles_each=ARTICLES_EACH, now=now)
    if is_checked:
        check_agencies(now=now, day=now.date())
    return {(cost.who, cost.what): cost for cost in screen_costs(screens)}


def test_every_screen_opens(measured):
    answers = {key: cost.status for key, cost in measured[1].items()}
    assert len(answers) == len(SCREENS)
    # The root leads on to where the person's pages begin.
    assert {key for key, status in answers.items() if status == 302} == {
        (AUTHOR, "explorer: root"),
        (OVERSEER, "explorer: root"),
    }
    assert set(answers.values()) == {200, 302}


def test_queries_do_not_follow_the_number_of_agencies(measured):
    small, large = measured
    grown = {
        key: (small[key].queries, large[key].queries)
        for key in small
        if small[key].queries != large[key].queries
    }
    assert grown == {}


def test_the_dashboard_of_an_author_is_cheap(measured):
    assert measured[1][AUTHOR, "dashboard"].queries <= DASHBOARD_QUERIES


@pytest.mark.parametrize("who", [ADMIN, NETWORK, OVERSEER])
def test_the_dashboards_of_the_others_are_cheap(measured, who):
    assert measured[1][who, "dashboard"].queries <= DASHBOARD_QUERIES


def test_pages_of_visitors_are_cheap(measured):
    asked = {name: measured[1][VISITOR, name].queries for name in VISITOR_QUERIES}
    assert {name for name, queries in asked.items() if queries > VISITOR_QUERIES[name]} == set()


def test_screens_of_the_overseer_stay_small_at_a_thousand_agencies(measured):
    small, large = measured
    for key, cost in large.items():
        if cost.who == OVERSEER:
            growth = (cost.size - small[key].size) / (LARGE - SMALL)
            assert cost.queries <= OVERSEER_QUERIES, key
            assert cost.size + growth * (PROMISED - LARGE) <= OVERSEER_BYTES, key


@pytest.mark.django_db
@pytest.mark.usefixtures("measured")
def test_a_query_for_each_agency_is_noticed():
    def ask_for_each(request, panels):
        for agency in Agency.objects.all():
            agency.memberships.exists()

    dashboard = [screen for screen in SCREENS if screen.name == "dashboard"][:1]
    with hooks.register_temporarily("construct_homepage_panels", ask_for_each):
        (small,), (large,) = (
            # Neither of the newest agencies is checked, which takes 1.5 CPU seconds each time.
            costs_at(LARGE + more, dashboard, is_checked=False).values()
            for more in (1, 2)
        )
    # Counted alone: the start page of a commune asks another query than that of a department.
    asked = [
        sum(
            'FROM "agencies_membership" WHERE "agencies_membership"."agency_id" =' in each
            for each in cost.statements
        )
        for cost in (small, large)
    ]
    assert asked[1] == asked[0] + 1
