"""A substitute named by decision does the work of whom they stand in for, for so long."""

import datetime as dt

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from network.accounts.models import User
from network.agencies.models import AuditAction, AuditEntry, Invitation, Membership, Role
from network.moderation.models import Decision
from tests.factories.accounts import make_user, run_jobs, signed_in
from tests.factories.desk import desk_of, press
from tests.factories.moderation import (
    appraise,
    hand_in,
    make_draft,
    make_member,
    make_office,
)

pytestmark = pytest.mark.django_db
NUMBER = "77/QĐ-STP"
PEOPLE = reverse("agencies_people:index")


@pytest.fixture
def deputy(office) -> User:
    """Somebody of the agency who decides nothing yet."""
    return make_member(office.agency, Role.AUTHOR)


def day(number: int) -> str:
    return f"{timezone.localdate() + dt.timedelta(days=number):%d/%m/%Y}"


def name_substitute(office, role: str, person: User | None, **fields):
    """Press the button in the list of people and fill in the form as the agency's admin."""
    client = signed_in(Client(), office.agency_admin)
    row = Membership.objects.get(user=office.people[role], role=role)
    address = reverse("agencies_people:substitute", args=[row.pk])
    assert address in client.get(PEOPLE).content.decode()
    form = {"decision_number": NUMBER, "valid_from": day(0), "valid_to": day(3)}
    chosen = {"substitute": person.pk} if person else {}
    return client.post(address, form | chosen | fields)


def pass_by(user: User, days: int) -> None:
    """Let so many days pass over the substitution."""
    for row in user.memberships.exclude(stands_in_for=None):
        passed = dt.timedelta(days=days)
        row.valid_from, row.valid_to = row.valid_from - passed, row.valid_to - passed
        row.save()


def waiting_approval(office):
    article = hand_in(make_draft(office), office.author)
    appraise(article, office.appraiser)
    return article


def test_a_substitute_approves_until_the_last_day_is_over(office, deputy):
    article, later = waiting_approval(office), waiting_approval(office)
    client = signed_in(Client(), deputy)
    press(client, article, "approve")
    article.refresh_from_db()
    assert not article.live
    assert name_substitute(office, "approver", deputy).status_code == 302
    pass_by(deputy, 3)
    assert article.title in client.get(reverse("moderation:waiting")).content.decode()
    press(client, article, "approve")
    article.refresh_from_db()
    assert article.live
    pass_by(deputy, 1)
    assert 'value="approve"' not in client.get(desk_of(later)).content.decode()
    press(client, later, "approve")
    later.refresh_from_db()
    assert not later.live


def test_naming_one_is_journalled_with_its_decision_and_shown(office, deputy, client):
    name_substitute(office, "approver", deputy)
    row = deputy.memberships.get(role=Role.APPROVER)
    assert (row.decision_number, row.stands_in_for.user) == (NUMBER, office.approver)
    entry = AuditEntry.objects.filter(action=AuditAction.MEMBERSHIP_GRANTED).latest("pk")
    assert (entry.actor, entry.agency) == (office.agency_admin, office.agency)
    assert entry.detail["decision_number"] == NUMBER
    assert office.approver.username in entry.detail["substitute_for"]
    shown = signed_in(client, office.agency_admin).get(PEOPLE).content.decode()
    assert f"Người thay: {deputy.username}, đến {day(3)}" in shown
    assert f"Thay cho: {office.approver.username}" in shown
    overseer = make_member(office.agency, Role.OVERSEER)
    rules = signed_in(client, overseer).get(reverse("moderation_rules:index")).content.decode()
    assert f"{deputy.username} thay {office.approver.username}, đến {day(3)}" in rules
    article = waiting_approval(office)
    press(signed_in(client, deputy), article, "approve")
    assert Decision.objects.filter(page_id=article.pk, decision_number=NUMBER).exists()


@pytest.mark.parametrize("role", ["appraiser", "approver"])
def test_three_different_people_as_ever(office, deputy, role):
    """Who wrote a text neither appraises nor approves it in another's place."""
    article = hand_in(make_draft(office, author=deputy), deputy)
    if role == "approver":
        appraise(article, office.appraiser)
    name_substitute(office, role, deputy)
    press(signed_in(Client(), deputy), article, "approve" if role == "approver" else "appraise")
    article.refresh_from_db()
    assert not article.live
    decided = Decision.objects.filter(page_id=article.pk, actor=deputy).exclude(deed="submitted")
    assert not decided.exists()


def test_one_person_appraises_or_approves_not_both(office, deputy):
    for role in ("appraiser", "approver"):
        name_substitute(office, role, deputy)
    article = hand_in(make_draft(office), office.author)
    client = signed_in(Client(), deputy)
    press(client, article, "appraise")
    press(client, article, "approve")
    article.refresh_from_db()
    assert not article.live


def test_somebody_from_outside_is_invited_for_the_same_days(
    office, django_capture_on_commit_callbacks
):
    guest = make_user("khach", email="khach@example.gov.vn")
    with django_capture_on_commit_callbacks(execute=True):
        name_substitute(office, "approver", None, email=guest.email)
    run_jobs()
    assert not guest.memberships.exists()
    link = next(word for word in mail.outbox[-1].body.split() if "/loi-moi/" in word)
    client = signed_in(Client(), guest)
    client.post(link.replace("http://localhost:8000", "").replace("http://127.0.0.1:8000", ""))
    row = guest.memberships.get()
    assert (row.role, row.decision_number) == (Role.APPROVER, NUMBER)
    assert row.valid_to == timezone.localdate() + dt.timedelta(days=3)
    assert row.stands_in_for.user == office.approver


def test_the_substitute_ends_with_whom_they_stand_in_for(office, deputy):
    name_substitute(office, "approver", deputy)
    client = signed_in(Client(), office.agency_admin)
    row = Membership.objects.get(user=office.approver, role=Role.APPROVER)
    client.post(reverse("agencies_people:end", args=[row.pk]), {"last_day": day(1)})
    assert f"{deputy.memberships.get(role=Role.APPROVER).valid_to:%d/%m/%Y}" == day(1)


@pytest.mark.parametrize(
    "fields",
    [
        {"decision_number": ""},
        {"valid_to": ""},
        {"valid_to": "hôm nay"},
        {"valid_from": "{yesterday}"},
        {"valid_from": "{week}"},
        {"substitute": ""},
        {"substitute": "0"},
        {"email": "ai-do@example.gov.vn"},
    ],
    ids=lambda fields: " ".join(f"{key}={value}" for key, value in fields.items()),
)
def test_bad_input_says_what_to_do_and_changes_nothing(office, deputy, fields):
    named = {"yesterday": day(-1), "week": day(7)}
    answer = name_substitute(
        office, "approver", deputy, **{key: value.format(**named) for key, value in fields.items()}
    )
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert deputy.memberships.count() == 1
    assert not Invitation.objects.exists()


def test_days_beyond_the_role_and_who_holds_it_anyway_are_refused(office, deputy):
    row = Membership.objects.get(user=office.approver, role=Role.APPROVER)
    Membership.objects.filter(pk=row.pk).update(valid_to=timezone.localdate())
    assert name_substitute(office, "approver", deputy).context["form"].errors
    Membership.objects.filter(pk=row.pk).update(valid_to=None)
    second = make_member(office.agency, Role.APPROVER)
    assert name_substitute(office, "approver", second).context["form"].errors
    assert second.memberships.get().valid_to is None


def test_nobody_of_another_agency_names_or_is_named(office, deputy):
    other = make_office("SYT")
    row = Membership.objects.get(user=office.approver, role=Role.APPROVER)
    address = reverse("agencies_people:substitute", args=[row.pk])
    form = {"decision_number": NUMBER, "valid_from": day(0), "valid_to": day(3)}
    stranger = signed_in(Client(), other.agency_admin)
    assert stranger.post(address, form | {"substitute": other.author.pk}).status_code == 404
    assert name_substitute(office, "approver", other.author).context["form"].errors
    assert signed_in(Client(), deputy).get(address).status_code in (302, 403, 404)
    assert not Membership.objects.exclude(stands_in_for=None).exists()
