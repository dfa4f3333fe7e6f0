"""An agency that has ended publishes nothing, whoever tries, and its people have no rights."""

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from network.accounts.models import User
from network.agencies.models import Agency, Membership, Role
from network.agencies.scope import scope_of
from network.agencies.succession import awaiting_handover
from network.moderation.clock_services import publish_due_page
from network.moderation.models import Action, Decision
from network.moderation.moves import MoveRefused
from network.moderation.rules import MoveRefusal
from network.oversight.running import participating_agencies
from tests.factories.moderation import (
    appraise,
    approve,
    end,
    hand_in,
    make_draft,
    make_member,
    make_office,
)
from tests.factories.owning import owning

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
WITHOUT_THE_RULE = """
DO $$ BEGIN EXECUTE replace(pg_get_functiondef('moderation_page_goes_live()'::regprocedure),
    'a.valid_to < (now()', 'a.valid_to < ''-infinity'' AND a.valid_to < (now()'); END $$
"""


def end_on(agency, day):
    Agency.objects.filter(pk=agency.pk).update(valid_to=day)
    agency.refresh_from_db()


@pytest.fixture
def appraised(office, article):
    """An article that only the approver has not read yet."""
    hand_in(article, office.author)
    appraise(article, office.appraiser)
    return article


def publish_by_sql(article):
    """Set the page live as the approval would; the database alone decides."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE wagtailcore_page SET live = true, live_revision_id = latest_revision_id"
            " WHERE id = %s",
            [article.pk],
        )


def test_rights_in_an_agency_end_with_it(office):
    end_on(office.agency, timezone.localdate())
    assert scope_of(office.approver).agency_roles
    end_on(office.agency, timezone.localdate() - DAY)
    assert not scope_of(office.approver).agency_roles
    assert not User.objects.get(pk=office.approver.pk).has_perm("wagtailadmin.access_admin")
    assert not Membership.objects.valid_on(timezone.localdate()).filter(agency=office.agency)


def test_a_role_of_the_network_outlives_the_agency_of_its_holder(office):
    overseer = make_member(office.agency, Role.OVERSEER)
    end_on(office.agency, timezone.localdate() - DAY)
    assert scope_of(overseer).roles == {Role.OVERSEER}
    assert Membership.objects.valid_on(timezone.localdate()).get(user=overseer).role == "overseer"


def test_nobody_approves_a_page_of_an_ended_agency(office, appraised):
    end_on(office.agency, timezone.localdate() - DAY)
    with pytest.raises(MoveRefused) as refused:
        approve(appraised, office.approver)
    assert refused.value.refusal == MoveRefusal.WRONG_ROLE


def test_who_still_has_the_role_by_an_act_is_told_why(office, appraised, monkeypatch):
    """The rule itself, for who has the role all the same."""
    held = Membership.objects.get(user=office.approver)
    monkeypatch.setattr(
        "network.moderation.selectors.memberships_for", lambda **kwargs: {Role.APPROVER: held}
    )
    end_on(office.agency, timezone.localdate() - DAY)
    with pytest.raises(MoveRefused) as refused:
        approve(appraised, office.approver)
    assert refused.value.refusal == MoveRefusal.AGENCY_ENDED


def approved_and_withdrawn(office, appraised):
    """Return a page whose last decision still lets the database publish it."""
    approve(appraised, office.approver)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE wagtailcore_page SET live = false WHERE id = %s", [appraised.pk])
    return appraised


def test_the_database_publishes_nothing_in_the_section_of_an_ended_agency(office, appraised):
    page = approved_and_withdrawn(office, appraised)
    end_on(office.agency, timezone.localdate() - DAY)
    with pytest.raises(DatabaseError, match="has ended"), transaction.atomic():
        publish_by_sql(page)
    end_on(office.agency, timezone.localdate())
    publish_by_sql(page)
    page.refresh_from_db()
    assert page.live


def test_without_the_rule_the_ended_agency_publishes(office, appraised):
    page = approved_and_withdrawn(office, appraised)
    end_on(office.agency, timezone.localdate() - DAY)
    with owning(), connection.cursor() as cursor:
        cursor.execute(WITHOUT_THE_RULE)
    publish_by_sql(page)
    page.refresh_from_db()
    assert page.live


def test_what_is_live_can_still_be_taken_down(office, appraised):
    approve(appraised, office.approver)
    end_on(office.agency, timezone.localdate() - DAY)
    appraised.refresh_from_db()
    appraised.unpublish()
    appraised.refresh_from_db()
    assert not appraised.live


def test_a_page_approved_for_an_hour_after_the_end_becomes_a_draft_again(office):
    hour = timezone.now() + DAY
    article = make_draft(office, go_live_at=hour)
    hand_in(article, office.author)
    appraise(article, office.appraiser)
    approve(article, office.approver)
    end_on(office.agency, timezone.localdate())
    later = hour + DAY
    assert not publish_due_page(page_id=article.pk, now=later)
    assert (
        Decision.objects.filter(page_id=article.pk).order_by("pk").last().deed == Action.HELD_BACK
    )
    assert not publish_due_page(page_id=article.pk, now=later)
    article.refresh_from_db()
    assert not article.live


def test_an_ended_agency_is_overseen_until_its_successor_is_entered(office):
    day, heir = timezone.localdate(), make_office("SYT")
    end(office)
    assert office.agency in participating_agencies(day)
    assert list(awaiting_handover(day)) == [office.agency]
    end(office, heir)
    assert office.agency not in participating_agencies(day)
