"""Agency admins find the screen "How our agency changes" while a plan concerns their agency."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from network.agencies.models import Role
from network.provisioning.models import ReorganisationPlan, ReorganisationState
from tests.factories.accounts import signed_in
from tests.factories.moderation import make_member, make_office
from tests.factories.reorganisations import make_plan

pytestmark = pytest.mark.django_db
OWN = reverse("reorganisation:own")
SCREENS = reverse("navigation:screens")


@pytest.fixture
def office():
    return make_office("STTTT")


@pytest.fixture
def plan(office):
    plan = make_plan(("giai_the", office.agency, None))
    plan.parts.create(agency=office.agency)
    return plan


def offered(client, person):
    page = signed_in(client, person).get(SCREENS)
    return {row["url"] for row in page.context["rows"]}


@pytest.mark.parametrize(
    ("state", "days_ago", "is_offered"),
    [
        (ReorganisationState.PREPARED, None, False),
        (ReorganisationState.ANNOUNCED, None, True),
        (ReorganisationState.DONE, 29, True),
        (ReorganisationState.DONE, 31, False),
        (ReorganisationState.UNDONE, 1, False),
    ],
)
def test_the_screen_is_offered_while_a_plan_concerns_the_agency(
    client, office, plan, state, days_ago, is_offered
):
    done = timezone.now() - dt.timedelta(days=days_ago) if days_ago else None
    ReorganisationPlan.objects.update(state=state, finished_at=done)
    assert (OWN in offered(client, office.agency_admin)) == is_offered
    other = make_member(make_office("SYT").agency, Role.AGENCY_ADMIN)
    assert OWN not in offered(client, other)
    # The link of the mail opens the screen all the same.
    assert signed_in(client, office.agency_admin).get(OWN).status_code == 200


def test_people_who_decide_on_texts_are_not_led_to_it(client, office, plan):
    ReorganisationPlan.objects.update(state=ReorganisationState.ANNOUNCED)
    for person in (office.approver, office.author):
        assert OWN not in offered(client, person)
        assert signed_in(client, person).get(OWN).status_code != 200
