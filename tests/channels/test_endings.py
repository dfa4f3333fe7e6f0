"""What ends soon is told 14 and 3 working days before; who left is told of once, that night."""

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone

from network.agencies.models import AuditEntry, Membership, Role
from network.agencies.services import grant_membership
from network.channels.models import Attestation, Channel
from network.channels.register import notifications, safety_services, services
from network.channels.register.departures import report_departures
from network.mailing.digests import queue_digests
from network.mailing.models import QueuedMail
from network.mailing.services import send
from tests.factories.channels import add_channel, approved_plan, secure
from tests.factories.moderation import make_member, make_office

pytestmark = pytest.mark.django_db
# The first working day after Tết Đinh Mùi, whose days off are 4 to 10 February 2027.
LAST = dt.date(2027, 2, 11)
REMINDERS = [dt.date(2027, 1, 15), dt.date(2027, 2, 1)]
CONFIRMED = {"confirmed_on": dt.date(2026, 11, 13), "expires_on": LAST}


@pytest.fixture
def channel(office):
    channel = add_channel(office.agency, office.author, leader=office.approver, url="fb.com/pbgdpl")
    secure(channel, office.author, office.agency_admin)
    return channel


def at(day, hour=7):
    return dt.datetime.combine(day, dt.time(hour), tzinfo=dt.timezone(dt.timedelta(hours=7)))


def days_told(user, first=dt.date(2027, 1, 4)):
    """Return the days on which the daily mail has something of channels for `user`."""
    days = (first + dt.timedelta(days) for days in range(45))
    return [day for day in days if user.pk in notifications.concerned(at(day))]


def sent(*, now):
    """Return what goes out of the queue, by address; nobody gets two mails."""
    mail.outbox.clear()
    for each in QueuedMail.objects.filter(done_at=None):
        send(mail_id=each.pk, now=now)
    letters = [(letter.to[0], letter.body) for letter in mail.outbox]
    assert len(letters) == len(dict(letters))
    return dict(letters)


def test_confirmations_are_reminded_of_over_tet(office, channel):
    Attestation.objects.update(**CONFIRMED)
    other = make_office("SYT")
    assert days_told(office.author) == REMINDERS
    assert days_told(other.author) == days_told(office.appraiser) == []
    queue_digests(now=at(REMINDERS[0]))
    [body] = {sent(now=at(REMINDERS[0]))[person.email] for person in (office.author,)}
    assert "Tắt quyền khách truy cập đăng bài" in body
    assert body.count("11/02/2027") == 1
    assert "/admin/trang-mang-xa-hoi/" in body
    # Confirmed again, by whoever: the older confirmation is nobody's matter any more.
    for old in list(Attestation.objects.all()):
        old.pk, old.confirmed_on, old.expires_on = None, LAST, LAST + dt.timedelta(90)
        old.save()
    assert days_told(office.author) == []


def test_the_end_of_a_plan_is_reminded_of_unless_another_carries_it_on(office, channel):
    Attestation.objects.all().delete()
    days = {"valid_from": dt.date(2026, 2, 11), "valid_to": LAST}
    plan = approved_plan(office.agency, office.author, office.approver, **days)
    assert days_told(office.author) == REMINDERS
    next_days = {"valid_from": LAST + dt.timedelta(1), "valid_to": LAST + dt.timedelta(365)}
    about = next_days | {"carries_on": plan, "changes": "Thêm Zalo."}
    approved_plan(office.agency, office.author, office.approver, **about)
    assert days_told(office.author) == []


def test_a_term_is_reminded_of_unless_the_person_stays_in_another_role(office, channel):
    Attestation.objects.update(expires_on=dt.date(2099, 1, 1))
    Membership.objects.filter(user=office.author).update(valid_to=LAST)
    assert days_told(office.approver) == REMINDERS
    since = dt.date(2026, 1, 1)
    grant_membership(
        user=office.author, agency=office.agency, role=Role.APPRAISER, valid_from=since
    )
    assert days_told(office.approver) == []


def test_what_is_not_in_use_is_not_reminded_of(office, channel):
    Attestation.objects.update(**CONFIRMED)
    services.end_channel(
        channel_id=channel.pk, state="closed", note="", user=office.approver, now=timezone.now()
    )
    assert days_told(office.author) == []


def test_who_left_is_told_of_in_the_same_night_and_once(office, channel):
    other = make_office("SYT")
    overseer = make_member(other.agency, Role.OVERSEER)
    today = timezone.localdate()
    night = at(today + dt.timedelta(days=1), hour=0) + dt.timedelta(minutes=20)
    assert report_departures(now=night) == 0
    gone = office.author.get_full_name()
    Membership.objects.filter(user=office.author).update(valid_to=today)
    assert report_departures(now=night) == 1
    told = sent(now=night)
    officers = {office.agency_admin.email, office.approver.email}
    assert set(told) == {*officers, overseer.email}
    assert all(gone in body and channel.name in body for body in told.values())
    assert report_departures(now=night) == 0
    assert report_departures(now=night + dt.timedelta(days=1)) == 0
    assert sent(now=night) == {}
    [line] = AuditEntry.objects.about(channel).filter(action="channel_admin_gone")
    assert line.detail["person"] == office.author.logged_name
    # Back, and gone again: another departure.
    Membership.objects.filter(user=office.author).update(valid_to=today + dt.timedelta(days=5))
    assert report_departures(now=night + dt.timedelta(days=6)) == 1


def test_nothing_is_told_of_who_handed_over_before_the_mail_goes(office, channel):
    Membership.objects.filter(user=office.author).update(
        valid_to=timezone.localdate() - dt.timedelta(days=1)
    )
    report_departures(now=timezone.now())
    safety_services.end_admin(
        channel_id=channel.pk,
        admin_id=channel.admins.get(user=office.author).pk,
        handed_over="Biên bản 3, hôm nay",
        user=office.agency_admin,
        now=timezone.now(),
    )
    assert sent(now=timezone.now()) == {}


def test_reminders_cost_the_same_for_many(office, channel, django_assert_max_num_queries):
    for number in range(20):
        other = add_channel(
            office.agency, office.author, leader=office.approver, url=f"fb.com/trang{number}"
        )
        secure(other, office.author, office.agency_admin)
    Attestation.objects.update(**CONFIRMED)
    with django_assert_max_num_queries(5):
        assert list(notifications.concerned(at(REMINDERS[1])))
    assert Channel.objects.count() == 21
