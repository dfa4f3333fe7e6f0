"""How a section is made known: what the system sees, what is written down, who reads it."""

import datetime as dt
from copy import deepcopy
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from network.agencies.models import AuditEntry, Role
from network.oversight.models import Outreach, OutreachForm
from tests.factories.accounts import signed_in
from tests.factories.files import make_file, scan_of
from tests.factories.moderation import make_member, make_office
from tests.factories.sections import make_event, make_material

from .network import make_follower, make_outreach, place

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def two_of_module(once):
    def made() -> Any:
        offices = {code: make_office(code) for code in ("STP", "SYT")}
        for role in (Role.OVERSEER, Role.REPORT_VIEWER):
            offices["STP"].people[role.value] = make_member(offices["STP"].agency, role)
        return offices

    return once(made)


@pytest.fixture
def offices(two_of_module, db):
    return deepcopy(two_of_module)


@pytest.fixture
def author(client, offices):
    return signed_in(client, offices["SYT"].author)


def listed(browser: Any, office: Any) -> str:
    answer = browser.get(reverse("oversight:outreach", args=[office.agency.pk]))
    assert answer.status_code == 200
    page = answer.content.decode()
    return page[page.index("oversight-lead") :]


def enter(browser: Any, office: Any, **fields: Any) -> Any:
    form = {
        "day": timezone.localdate().isoformat(),
        "form": OutreachForm.objects.get(key="loa").pk,
        "note": "Loa thôn 3, buổi sáng.",
        "link": "",
        "file": "",
    }
    return browser.post(reverse("oversight:enter_outreach", args=[office.agency.pk]), form | fields)


def test_what_is_written_down_is_listed_journalled_and_struck_out(author, offices):
    syt = offices["SYT"]
    assert enter(author, syt).status_code == 302
    row = Outreach.objects.get(agency=syt.agency, entered_by=syt.author)
    assert "Loa thôn 3, buổi sáng." in listed(author, syt)
    author.post(reverse("oversight:strike_outreach", args=[row.pk]))
    assert "Loa thôn 3" not in listed(author, syt)
    log = AuditEntry.objects.filter(agency=syt.agency, action__startswith="outreach_")
    assert {each.subject for each in log} == {str(row)}
    assert log.count() == 2


def test_a_day_to_come_and_no_words_are_refused(author, offices):
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    assert enter(author, offices["SYT"], day=tomorrow.isoformat()).status_code == 200
    assert enter(author, offices["SYT"], note="").status_code == 200
    assert not Outreach.objects.exists()


def test_a_file_of_the_agency_is_offered_and_taken(author, offices):
    syt = offices["SYT"]
    file = make_file(scan_of(), collection=syt.agency.collection)
    assert enter(author, syt, file=file.pk).status_code == 302
    assert Outreach.objects.get().file == file


@pytest.mark.parametrize(
    "foolish",
    [{"note": "x"}, {"note": "...."}, {"link": "https://example.com/bai"}],
)
def test_what_cannot_be_meant_is_refused(author, offices, foolish):
    assert enter(author, offices["SYT"], **foolish).status_code == 200
    assert not Outreach.objects.exists()


def test_events_leaflets_and_followers_are_seen_by_the_system(author, offices):
    syt, now = offices["SYT"], timezone.now()
    make_event(place(syt), "Ngày hội pháp luật", begins=now - dt.timedelta(days=3))
    make_event(place(syt), "Sắp tới", begins=now + dt.timedelta(days=3))
    make_material(place(syt), "Tờ gấp bảo hiểm", kind="leaflet", date=timezone.localdate())
    make_material(place(syt), "Sổ tay", kind="handbook", date=timezone.localdate())
    make_follower(syt.agency)
    page = listed(author, syt)
    assert "Ngày hội pháp luật" in page
    assert "Tờ gấp bảo hiểm" in page
    assert "Sắp tới" not in page
    assert "Sổ tay" not in page
    assert "1 người nhận tin qua thư" in page


def test_another_agency_s_is_neither_read_nor_changed(author, offices):
    row = make_outreach(offices["STP"].agency)
    stp = offices["STP"]
    assert author.get(reverse("oversight:outreach", args=[stp.agency.pk])).status_code == 404
    assert author.post(reverse("oversight:strike_outreach", args=[row.pk])).status_code == 404
    assert enter(author, stp).status_code == 404
    assert Outreach.objects.get() == row


def test_the_overseer_finds_who_does_nothing_and_a_report_viewer_reads_no_words(client, offices):
    make_outreach(offices["SYT"].agency)
    for role, reads in ((Role.OVERSEER, True), (Role.REPORT_VIEWER, False)):
        signed_in(client, offices["STP"].people[role])
        page = client.get(reverse("oversight:outreach_all")).content.decode()
        assert "1 trong 2 cơ quan" in page
        assert "Loa truyền thanh" in page
        # The fewest first.
        assert page.rindex(">STP<") < page.rindex(">SYT<")
        assert ("Ba làng" in listed(client, offices["SYT"])) is reads
