"""The cast of the leaks: built once a module, since nearly all that is tried here is refused."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from network.agencies.models import Role
from tests.factories.sections import make_item, make_source
from tests.tenancy.conftest import Cast, build_house, make_person


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker) -> Iterator[Cast]:
    """Build two houses and all personas in a transaction that is rolled back at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        make_item(source=make_source())
        own, foreign = build_house("STP", "NHAMINH"), build_house("SYT", "NHAKHAC")
        network = (Role.NETWORK_ADMIN, Role.OVERSEER, Role.REPORT_VIEWER)
        people = {
            role.value: make_person(role.value, "CHUNG", own.agency, role) for role in network
        }
        nobody = {"without_membership": make_person("khong-ai", "CHUNG", own.agency, None)}
        yield Cast(own, foreign, {**own.people, **people, **nobody, "visitor": None})
        transaction.set_rollback(True)


@pytest.fixture
def cast(built: Cast, db: None) -> Cast:
    """Return the cast; what a test writes is undone after it."""
    return built
