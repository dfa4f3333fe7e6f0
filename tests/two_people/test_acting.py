"""One overseer tries to do an agency's step and the network's step, with the real buttons."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from network.agencies.models import Role
from network.practices.models import Practice, PracticeState
from network.reporting.models import Report, ReportState
from tests.factories.accounts import signed_in
from tests.factories.directives import make_directive, receipt_of
from tests.factories.files import scan_of
from tests.factories.moderation import make_member
from tests.factories.practices import ANSWERS, any_topic
from tests.factories.reports import open_period, report_of, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def overseer(client, office):
    """Return an overseer who is signed in, and whose own agency is another one."""
    user = make_member(office.agency, Role.OVERSEER)
    signed_in(client, user)
    return user


def act(client, agency) -> None:
    client.post(reverse("agencies_acts:start", args=[agency.pk]), {"reason": "Cơ quan vắng người"})


def end(client) -> None:
    client.post(reverse("agencies_acts:end"))


def post(client, name, *args, **data):
    return client.post(reverse(name, args=args), data)


def test_the_overseer_does_not_recognise_a_practice_written_during_an_act(client, office, overseer):
    act(client, office.agency)
    written = {**ANSWERS, "topic": any_topic().pk, "agency": office.agency.pk}
    post(client, "practices_desk:write", **written)
    practice = Practice.objects.get()
    post(client, "practices_desk:send", practice.pk)
    decision = {"number": "1/QĐ", "recognised_on": timezone.localdate(), "level": "province"}
    during = post(client, "practices_desk:recognise", practice.pk, **decision)
    assert during.status_code in {403, 404}
    end(client)
    after = post(client, "practices_desk:recognise", practice.pk, **decision)
    assert "cần người khác quyết định" in after.content.decode()
    practice.refresh_from_db()
    assert (practice.state, practice.prepared_by) == (PracticeState.SENT, [overseer.pk])
    signed_in(client, make_member(office.agency, Role.OVERSEER))
    assert post(client, "practices_desk:recognise", practice.pk, **decision).status_code == 302


def test_the_overseer_does_not_accept_a_report_submitted_during_an_act(client, office, overseer):
    report = report_of(open_period(overseer), office.agency)
    write(report, office.author, f1_1=7)
    act(client, office.agency)
    paper = SimpleUploadedFile("bc.pdf", scan_of("BAO CAO"))
    signing = {"number": "45/BC", "signed_on": timezone.localdate().strftime("%d/%m/%Y")}
    post(client, "reporting:submit", report.pk, **signing, file=paper)
    assert Report.objects.get(pk=report.pk).submitted_by == overseer
    assert post(client, "reporting:accept", report.pk).status_code in {403, 404}
    end(client)
    after = post(client, "reporting:accept", report.pk)
    assert "cần cán bộ giám sát khác tiếp nhận" in after.content.decode()
    assert Report.objects.get(pk=report.pk).state == ReportState.SUBMITTED


def test_the_overseer_does_not_receive_a_directive_of_their_own_during_an_act(
    client, office, overseer
):
    receipt = receipt_of(make_directive(overseer, office.agency), office.agency)
    act(client, office.agency)
    answer = post(client, "directives:receive", receipt.pk)
    assert "cần người khác tiếp nhận" in answer.content.decode()
    receipt.refresh_from_db()
    assert receipt.received_at is None
