"""People of the network at the register."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from django.test import Client

from network.accounts.models import User
from network.agencies.models import Agency, Role
from tests.factories.accounts import signed_in
from tests.factories.people import make_agency, make_member


@pytest.fixture(scope="module")
def agency_of_module(once: Callable[..., Any]) -> Any:
    """The agency that the tests of a module share."""
    return once(make_agency, "Sở Tư pháp")


@pytest.fixture
def office(agency_of_module: Any, db: None) -> Agency:
    """The agency that the people of the network serve."""
    return deepcopy(agency_of_module)


@pytest.fixture
def keeper(office: Agency) -> User:
    """The network admin, who keeps the register."""
    return make_member(office, Role.NETWORK_ADMIN, name="Nguyễn An")


@pytest.fixture
def desk(client: Client, keeper: User) -> Client:
    """The network admin's browser, signed in."""
    return signed_in(client, keeper)


@pytest.fixture
def seat(office: Agency):
    """Return a signed-in browser of somebody in a role."""
    return lambda role: signed_in(Client(), make_member(office, role))
