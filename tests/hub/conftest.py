"""The network as several web processes serve it."""

from collections.abc import Iterator

import pytest

from tests.factories.served import Network, kept_as_now, served_network
from tests.factories.servers import copied_database


@pytest.fixture(scope="module")
def network(django_db_setup, django_db_blocker) -> Iterator[Network]:
    """The network, committed in a database of its own."""
    with django_db_blocker.unblock(), copied_database(), served_network() as network:
        yield network


@pytest.fixture
def warm(network) -> Iterator[None]:
    """Everything is kept as it is now, before the test and after it."""
    with kept_as_now(network):
        yield
