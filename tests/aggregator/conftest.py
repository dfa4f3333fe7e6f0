"""A portal on loopback for the tests of the pipeline."""

import datetime as dt
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

import pytest
from django.test import Client

from aggregator.models import Source
from aggregator.services import RefreshReport, refresh_source
from network.accounts.models import User
from network.agencies.models import Agency, Role
from tests.factories.accounts import signed_in
from tests.factories.committed import committed  # noqa: F401
from tests.factories.library import publish_as_read
from tests.factories.people import make_agency, make_member
from tests.factories.portals import Portal, running_portal
from tests.factories.sections import make_source

NOW = dt.datetime(2026, 11, 25, 12, 0, tzinfo=dt.UTC)


@pytest.fixture
def portal() -> Iterator[Portal]:
    """A running portal without any page yet."""
    with running_portal() as portal:
        yield portal


@pytest.fixture
def source(db: None, portal: Portal) -> Source:
    """A source that reads /tin.rss of the portal and waits for reviews."""
    return make_source(url=f"{portal.url}/tin.rss")


@pytest.fixture
def refresh() -> Callable[..., RefreshReport]:
    """Fetch a source, at NOW or at a moment `after` it, and publish what it brings as if the pages
    had been read: they are not at the portal of the tests."""

    def run(source: Source, *, after: dt.timedelta = dt.timedelta(), **options) -> RefreshReport:
        report = refresh_source(source_id=source.pk, now=NOW + after, **options)
        publish_as_read()
        source.refresh_from_db()
        return report

    return run


@pytest.fixture(scope="module")
def agency_of_module(once: Callable[..., Any]) -> Any:
    """The agency that the tests of a module share."""
    return once(make_agency, "Sở Tư pháp")


@pytest.fixture
def office(agency_of_module: Any, db: None) -> Agency:
    """The agency that the people of the network serve."""
    return deepcopy(agency_of_module)


@pytest.fixture
def reviewer(office: Agency) -> User:
    """The network admin, who reviews items and looks after sources."""
    return make_member(office, Role.NETWORK_ADMIN, name="Nguyễn An")


@pytest.fixture
def desk(client: Client, reviewer: User) -> Client:
    """The network admin's browser, signed in."""
    return signed_in(client, reviewer)


@pytest.fixture
def seat(office: Agency) -> Callable[[Role], Client]:
    """Return a signed-in browser of somebody in a role."""
    return lambda role: signed_in(Client(), make_member(office, role))


@pytest.fixture(params=["with the guard", "without the guard"])
def with_and_without_guard(request: pytest.FixtureRequest, settings) -> None:
    """Run the test twice: what a screen promises, it keeps without the guard in front."""
    if request.param == "without the guard":
        settings.MIDDLEWARE = [
            name for name in settings.MIDDLEWARE if not name.endswith(".GuardMiddleware")
        ]
