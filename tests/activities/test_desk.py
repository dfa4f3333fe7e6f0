"""The diary through its screens: half a minute on a phone, once more, from an event, a workbook."""

import datetime as dt
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from network.activities.importing import COLUMNS
from network.activities.models import Activity, ActivityForm
from network.agencies.models import Role
from network.agencies.places import communes
from tests.factories.accounts import signed_in
from tests.factories.activities import form_of, make_activity, make_reporter
from tests.factories.moderation import make_member, make_office
from tests.factories.sections import make_event, make_place

pytestmark = pytest.mark.django_db


def day(days=0):
    return timezone.localdate() + dt.timedelta(days=days)


def filled(client, url):
    """Return the fields of the entry form as the screen fills them in."""
    form = client.get(url).context["form"]
    values = {field.name: field.value() for field in form}
    return {
        name: value.isoformat() if isinstance(value, dt.date) else getattr(value, "pk", value)
        for name, value in values.items()
        if value not in (None, "", [], False)
    }


def enter(client, url, **changes):
    answer = client.post(url, filled(client, url) | changes)
    assert answer.status_code == 302, answer.context["form"].errors
    return Activity.objects.latest("pk")


def test_three_fields_are_enough_and_the_next_is_filled_in_from_the_last(client, office):
    signed_in(client, office.author)
    add = reverse("activities:add")
    first = enter(
        client, add, form=form_of("luu-dong").pk, title="Tảo hôn", attendances=60, place="Nhà rông"
    )
    assert (first.held_on, first.women) == (day(), None)
    again = filled(client, add)
    assert again["place"] == "Nhà rông"
    assert again["form"] == form_of("luu-dong").pk
    assert "attendances" not in again
    assert "title" not in again
    second = enter(
        client,
        reverse("activities:copy", args=[first.pk]),
        attendances=55,
        held_on=day(-1).isoformat(),
    )
    assert second.title == "Tảo hôn"
    page = client.get(reverse("activities:index"))
    assert page.context["sums"]["so_luot_nguoi"] == "115"
    enter(client, reverse("activities:edit", args=[second.pk]), attendances=50, women=20)
    second.refresh_from_db()
    assert (second.attendances, second.women) == (50, 20)
    shown = client.get(reverse("activities:index")).content.decode()
    # Nobody counted the women of the first, and of neither who was of a minority.
    assert "nữ: 20 (chưa kể 1 hoạt động không rõ), người dân tộc thiểu số: không rõ" in shown
    assert (
        "không rõ" in client.get(reverse("activities:activity", args=[first.pk])).content.decode()
    )


def test_an_event_that_is_over_waits_to_be_entered_and_is_entered_once(client, office):
    place = make_place(office.home, "Sự kiện")
    over = timezone.now() - dt.timedelta(days=2)
    event = make_event(place, "Ngày Pháp luật", begins=over, ends=None, place="Hội trường")
    make_event(place, "Còn tới", begins=timezone.now() + dt.timedelta(days=2), ends=None)
    signed_in(client, office.author)
    listed = client.get(reverse("activities:events")).content.decode()
    assert "Ngày Pháp luật" in listed
    assert "Còn tới" not in listed
    way = reverse("activities:from_event", args=[event.pk])
    activity = enter(client, way, form=form_of().pk, attendances=120)
    assert (activity.title, activity.event_id) == ("Ngày Pháp luật", event.pk)
    assert activity.held_on == event.last_day
    assert activity.page_id == event.pk
    assert client.get(way).status_code == 404
    assert "Ngày Pháp luật" not in client.get(reverse("activities:events")).content.decode()


def test_a_partner_that_ended_since_stays_where_it_was(client, office):
    partner = make_office("SYT").agency
    activity = make_activity(office.agency, office.author, held_on=day(-40))
    activity.hosts.add(partner)
    type(partner).objects.filter(pk=partner.pk).update(valid_to=day(-1))
    signed_in(client, office.author)
    enter(client, reverse("activities:edit", args=[activity.pk]), title="Viết lại")
    activity.refresh_from_db()
    assert activity.title == "Viết lại"
    assert list(activity.hosts.all()) == [partner]


def test_a_partner_sees_what_was_held_together_and_changes_nothing(client, office):
    partner = make_office("SYT")
    activity = make_activity(office.agency, office.author)
    activity.hosts.add(partner.agency)
    signed_in(client, partner.author)
    row = reverse("activities:activity", args=[activity.pk])
    assert client.get(row).status_code == 200
    assert client.get(reverse("activities:edit", args=[activity.pk])).status_code == 302
    assert client.post(reverse("activities:remove", args=[activity.pk])).status_code == 404
    activity.hosts.clear()
    assert client.get(row).status_code == 404


def test_copies_that_nobody_counted_are_unknown_in_the_figures(client, office):
    handed_out = {"form": form_of("to-gap"), "held_on": day()}
    signed_in(client, office.author)
    for fields, shown in (
        ({"attendances": 5}, "không rõ"),
        ({"attendances": None, "quantity": 300}, "300 (chưa kể 1 hoạt động không rõ)"),
    ):
        make_activity(office.agency, office.author, **handed_out, **fields)
        page = client.get(reverse("activities:figures"))
        assert page.context["sums"]["so_tai_lieu"] == shown
        assert shown in page.content.decode()


def test_figures_lead_to_what_they_count(client, office):
    partner = make_office("SYT")
    overseer = make_member(office.agency, Role.OVERSEER)
    mine = make_activity(office.agency, office.author, held_on=day(), commune="21553")
    make_activity(office.agency, office.author, held_on=day(-365))
    mine.hosts.add(partner.agency)
    loud = {"form": form_of("loa"), "attendances": None, "quantity": 4}
    make_activity(office.agency, office.author, held_on=day(), **loud)
    signed_in(client, overseer)
    page = client.get(reverse("activities:figures"), {"period": str(mine.held_on.year)})
    assert page.context["sums"]["so_hoat_dong"] == "2"
    assert page.context["silent"] >= 1
    forms, _topics, by_commune = page.context["charts"]
    assert {row[:3] for row in forms.rows} == {
        ("Hội nghị, hội thảo, tập huấn", 1, 1),
        ("Phát trên loa truyền thanh cơ sở", 1, 0),
    }
    (_none, number, silent), (_few, one, busy), *_more = by_commune.rows
    assert (number, one) == (len(communes()) - 1, 1)
    assert "Phường Quy Nhơn Bắc" in busy
    assert "Phường Quy Nhơn Bắc" not in silent
    links = re.findall(
        r'href="(/admin/nhat-ky-hoat-dong/so-lieu/\d+/[^"]*)"', page.content.decode()
    )
    of_mine = [link.replace("&amp;", "&") for link in links if f"/{office.agency.pk}/" in link]
    sizes = [client.get(link).context["paginator"].count for link in of_mine]
    assert sizes == [2, 2, 1, 1, 0, 0, 1]
    of_partner = reverse("activities:of_agency", args=[partner.agency.pk])
    assert client.get(of_partner).context["paginator"].count == 0


def workbook(*rows):
    book, file = Workbook(), io.BytesIO()
    book.active.append([str(column.head) for column in COLUMNS.values()])
    for row in rows:
        book.active.append([row.get(name) for name in COLUMNS])
    book.save(file)
    return SimpleUploadedFile("nhat-ky.xlsx", file.getvalue())


GOOD = {
    "held_on": "20/10/2026",
    "form": "hội nghị, hội thảo, tập huấn",
    "title": "Luật Đất đai",
    "attendances": "1.250",
    "women": 600,
    "topic": "dat dai",
    "budget": "5.000.000",
}


def read_in(client, office, file):
    return client.post(reverse("activities:import"), {"agency": office.agency.pk, "file": file})


def test_a_workbook_goes_in_whole_or_not_at_all(client, office):
    signed_in(client, office.author)
    leaflets = {"held_on": dt.datetime(2026, 10, 21), "form": "Phát tờ gấp, sách, tài liệu"}  # noqa: DTZ001
    rows = [GOOD, {**leaflets, "title": "Tờ gấp", "quantity": 300}]
    bad = [
        {**GOOD, "title": "Khác", "held_on": "31/02/2026"},
        {**GOOD, "title": "Khác nữa", "women": 2000},
        {**GOOD, "title": "", "form": "Múa rối"},
    ]
    answer = read_in(client, office, workbook(*rows, *bad))
    said = answer.context["form"].non_field_errors()
    assert [words.partition(":")[0] for words in said] == ["Dòng 4", "Dòng 5", "Dòng 6", "Dòng 6"]
    assert not Activity.objects.exists()
    assert read_in(client, office, workbook(*rows)).status_code == 302
    assert sorted(Activity.objects.values_list("attendances", flat=True), key=str) == [1250, None]
    assert read_in(client, office, workbook(*rows)).status_code == 302
    assert Activity.objects.count() == 2


def test_what_is_no_workbook_is_said_so(client, office):
    signed_in(client, office.author)
    for content in (b"", b"x", b"PK\x03\x04 broken"):
        answer = read_in(client, office, SimpleUploadedFile("a.xlsx", content))
        assert answer.status_code == 200
        assert answer.context["form"].errors


def test_the_diary_s_own_workbook_is_read_in_again(client, office):
    activity = make_activity(office.agency, office.author, women=7, note="=1+1", commune="21553")
    signed_in(client, office.author)
    file = client.get(reverse("activities:xlsx")).content
    activity.delete()
    assert read_in(client, office, SimpleUploadedFile("a.xlsx", file)).status_code == 302
    again = Activity.objects.get()
    assert (again.title, again.women, again.commune) == (activity.title, 7, "21553")
    # What is in the diary already is left as it is.
    assert read_in(client, office, SimpleUploadedFile("a.xlsx", file)).status_code == 302
    assert Activity.objects.get() == again
    blank = load_workbook(io.BytesIO(client.get(reverse("activities:blank")).content))
    assert [cell.value for cell in blank.worksheets[0][1]][:2] == ["Ngày", "Hình thức"]
    names = [cell.value for cell in blank.worksheets[1]["A"]]
    assert set(ActivityForm.objects.values_list("name", flat=True)) < set(names)


def test_a_reporter_s_activities_are_counted_on_the_list(client, office):
    reporter = make_reporter(office.agency)
    signed_in(client, office.author)
    enter(
        client,
        reverse("activities:add"),
        form=form_of().pk,
        title="Đất đai",
        attendances=30,
        reporters=[reporter.pk],
    )
    page = client.get(reverse("reporters:index"))
    assert [(row.name, row.spoken) for row in page.context["object_list"]] == [(reporter.name, 1)]
    assert (
        "Đất đai" in client.get(reverse("reporters:reporter", args=[reporter.pk])).content.decode()
    )
