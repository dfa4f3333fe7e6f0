"""Two who enter the same at the same time."""

from collections.abc import Iterator

import pytest
from django.utils import timezone

from network.activities import services
from network.activities.models import Activity
from network.activities.services import ActivityFacts
from tests.factories.activities import form_of
from tests.factories.at_once import committed_office, one_behind_the_other
from tests.factories.moderation import Office


@pytest.fixture
def seen_by_all(django_db_setup, django_db_blocker) -> Iterator[Office]:
    """An office whose rows other connections see."""
    with django_db_blocker.unblock(), committed_office() as made:
        try:
            yield made
        finally:
            Activity.objects.all().delete()


def test_of_two_clicks_one_enters_it(seen_by_all):
    office = seen_by_all
    facts = ActivityFacts(
        form=form_of(), held_on=timezone.localdate(), title="Tập huấn", attendances=40
    )

    def enter():
        about = {"user": office.author, "now": timezone.now()}
        return services.record_activity(agency=office.agency, facts=facts, **about)

    first, second = one_behind_the_other(office.agency, enter, enter)
    assert first.exception() is None
    assert "đã có hoạt động này" in str(second.exception())
    assert Activity.objects.count() == 1
