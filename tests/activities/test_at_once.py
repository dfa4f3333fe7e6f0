"""Two who enter the same at the same time."""

from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from django.utils import timezone

from network.activities import reporter_services, services
from network.activities.models import Activity, SpeakerRequest
from network.activities.reporter_services import SpeakerFacts
from network.activities.services import ActivityFacts
from network.agencies.models import Agency
from tests.factories.activities import form_of
from tests.factories.at_once import committed_office, one_behind_the_other
from tests.factories.moderation import Office
from tests.factories.owning import owning


@pytest.fixture
def seen_by_all(django_db_setup, django_db_blocker) -> Iterator[Office]:
    """An office whose rows other connections see."""
    with django_db_blocker.unblock(), committed_office() as made:
        try:
            yield made
        finally:
            Activity.objects.all().delete()
            with transaction.atomic(), owning(), connection.cursor() as cursor:
                # No trigger lets a request go.
                cursor.execute("SET LOCAL session_replication_role = replica")
                SpeakerRequest.objects.all().delete()


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


def test_of_two_clicks_one_asks_for_a_reporter(seen_by_all):
    office = seen_by_all
    asked = Agency.objects.create(code="SX", name="Sở Xây dựng", slug="sx", kind="so")
    facts = SpeakerFacts(
        to_agency=asked,
        held_on=timezone.localdate(),
        place="Pleiku",
        words="Nói chuyện",
        language="jra",
    )

    def ask():
        about = {"user": office.author, "now": timezone.now()}
        return reporter_services.ask_for_speaker(agency=office.agency, facts=facts, **about)

    first, second = one_behind_the_other(office.agency, ask, ask)
    assert first.result() == second.result()
    row = SpeakerRequest.objects.get()
    # Another one is asked when nobody waits for the first any more.
    about = {"user": office.author, "now": timezone.now()}
    reporter_services.withdraw_request(request_id=row.pk, **about)
    assert ask() != row
