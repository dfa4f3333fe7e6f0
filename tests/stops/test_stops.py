"""A stop is announced seven working days ahead, on every page, by mail and in a feed."""

import datetime as dt
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone
from icalendar import Calendar

from network.agencies.models import Role
from network.core.working_days import working_day_after
from network.mailing.models import QueuedMail
from network.stops import services
from network.stops.models import PlannedStop, StopState
from network.stops.notifications import announced, overdue
from tests.factories.accounts import run_jobs, signed_in
from tests.factories.moderation import make_office
from tests.factories.people import make_member

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
# The Tuesday before Tết 2027.
BEFORE_TET = dt.datetime(2027, 2, 2, 2, tzinfo=dt.UTC)


def announce(begins_at: dt.datetime, now: dt.datetime, **fields: Any) -> PlannedStop:
    words = {"reason": "Nâng cấp máy chủ.", "works": "Vẫn đọc được bài và tài liệu."}
    return services.announce(
        begins_at=begins_at, ends_at=begins_at + 4 * HOUR, now=now, **words | fields
    )


def nights(now: dt.datetime, days: int) -> dt.datetime:
    """Return the time so many days later, at 22:00 in Vietnam."""
    return now.replace(hour=15) + dt.timedelta(days=days)


def test_days_of_tet_are_no_working_days():
    """Ten and more days ahead are too few where Tết lies between; seven working days are enough."""
    today = timezone.localdate(BEFORE_TET)
    sixth, seventh = working_day_after(today, 6), working_day_after(today, 7)
    sixth_night = nights(BEFORE_TET, (sixth - today).days)
    seventh_night = nights(BEFORE_TET, (seventh - today).days)
    with pytest.raises(ValidationError) as refused:
        announce(sixth_night, BEFORE_TET)
    assert f"{seventh:%d/%m/%Y}" in str(refused.value)
    assert not PlannedStop.objects.exists()
    assert announce(seventh_night, BEFORE_TET).working_days_ahead == 7
    # Counted by days alone, Tết would have hidden in them.
    assert (seventh - today).days > 9


def test_force_majeure_needs_its_reason():
    now = timezone.now()
    with pytest.raises(ValidationError):
        announce(now, now)
    stop = announce(now, now, force_majeure="Mất điện ở trung tâm dữ liệu.")
    assert (stop.state, stop.force_majeure) == (StopState.RUNNING, "Mất điện ở trung tâm dữ liệu.")


def test_a_stop_is_on_every_page_until_a_day_after_its_end(client):
    now = timezone.now()
    begins = now + dt.timedelta(days=30)
    stop = announce(begins, now)
    begin = timezone.localtime(begins).strftime("%H:%M %d/%m/%Y")
    for address in ("/", "/tim-kiem/"):
        assert f"Tạm dừng để bảo trì: {begin}" in client.get(address).content.decode()
    assert "Nâng cấp máy chủ." in client.get("/thong-bao-hoat-dong/").content.decode()
    assert "Nâng cấp máy chủ." in client.get("/thong-bao-hoat-dong/rss.xml").content.decode()
    PlannedStop.objects.update(begins_at=now - HOUR)
    services.end(stop_id=stop.pk, now=now)
    assert "Đã hoạt động lại từ" in client.get("/").content.decode()
    PlannedStop.objects.update(ended_at=now - 25 * HOUR)
    assert "Đã hoạt động lại" not in client.get("/").content.decode()


def test_a_calendar_follows_a_stop_until_it_is_called_off(client):
    now = timezone.now().replace(microsecond=0)
    begins = now + dt.timedelta(days=30)
    stop = announce(begins, now, reason="Nâng cấp; đổi máy chủ")
    assert 'href="/thong-bao-hoat-dong/lich-tam-dung.ics"' in (
        client.get("/thong-bao-hoat-dong/").content.decode()
    )

    def told() -> Any:
        answer = client.get("/thong-bao-hoat-dong/lich-tam-dung.ics")
        assert answer["Content-Type"].startswith("text/calendar")
        [event] = Calendar.from_ical(answer.content).walk("VEVENT")
        return event

    first = told()
    assert first["SUMMARY"] == "Hệ thống tạm dừng: Nâng cấp; đổi máy chủ"
    assert (first["DTSTART"].dt, first["DTEND"].dt) == (begins, begins + 4 * HOUR)
    services.end(stop_id=stop.pk, now=now + HOUR)
    called_off = told()
    assert called_off["UID"] == first["UID"]
    assert (first["STATUS"], called_off["STATUS"]) == ("CONFIRMED", "CANCELLED")


def test_an_overrun_asks_for_a_new_time():
    now = timezone.now()
    begins = now + dt.timedelta(days=30)
    stop = announce(begins, now)
    services.follow_the_clock(now=begins + HOUR)
    stop.refresh_from_db()
    assert stop.state == StopState.RUNNING
    late = begins + 5 * HOUR
    for _ in range(2):
        services.follow_the_clock(now=late)
    stop.refresh_from_db()
    assert stop.state == StopState.OVERDUE
    assert QueuedMail.objects.filter(kind="stops.overdue").count() == 1
    with pytest.raises(ValidationError):
        services.extend(stop_id=stop.pk, ends_at=late - HOUR, reason="Kiểm tra lâu.", now=late)
    services.extend(stop_id=stop.pk, ends_at=late + HOUR, reason="Kiểm tra lâu.", now=late)
    stop.refresh_from_db()
    assert (stop.state, stop.overrun_reason) == (StopState.RUNNING, "Kiểm tra lâu.")


def test_admins_of_agencies_and_network_get_the_mail():
    office = make_office("A")
    network = make_member(office.agency, Role.NETWORK_ADMIN)
    now = timezone.now()
    stop = announce(now + dt.timedelta(days=30), now)
    assert QueuedMail.objects.get(kind="stops.announced").arguments == {"stop_id": stop.pk}
    assert {letter.user_id for letter in announced(stop_id=stop.pk, now=now)} == {
        office.agency_admin.pk,
        network.pk,
    }
    assert {letter.user_id for letter in overdue(stop_id=stop.pk, now=now)} == {network.pk}
    run_jobs()
    assert "Nâng cấp máy chủ." in mail.outbox[0].body


def test_the_network_admin_announces_and_ends_a_stop(client):
    office = make_office("A")
    signed_in(client, office.agency_admin)
    assert client.get("/admin/tam-dung/").status_code != 200
    signed_in(client, make_member(office.agency, Role.NETWORK_ADMIN))
    begins = timezone.localtime() + dt.timedelta(days=30)
    form = "%Y-%m-%dT%H:%M"
    sent = {
        "begins_at": begins.strftime(form),
        "ends_at": (begins + HOUR).strftime(form),
        "reason": "Nâng cấp máy chủ.",
        "works": "Vẫn đọc được bài.",
    }
    assert client.post("/admin/tam-dung/bao/", sent).status_code == 302
    stop = PlannedStop.objects.get()
    assert client.post(f"/admin/tam-dung/{stop.pk}/xong/").status_code == 302
    assert "đã hủy" in client.get("/admin/tam-dung/").content.decode()
    assert client.get(f"/admin/tam-dung/{stop.pk}/xong/").status_code == 404
