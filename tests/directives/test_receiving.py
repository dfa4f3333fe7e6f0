"""An agency receives a directive by a click of this moment, and asks about it."""

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone

from network.agencies.models import AuditEntry, Role
from network.directives.models import Recipient, RecipientRole
from network.directives.services import receive_directive
from tests.factories.accounts import run_jobs, signed_in
from tests.factories.directives import RECEIPTS, make_directive, make_overseer, receipt_of
from tests.factories.moderation import make_member, make_office

pytestmark = pytest.mark.django_db


@pytest.fixture
def overseer(office):
    return make_overseer(office.agency)


@pytest.fixture
def receipt(office, overseer):
    return receipt_of(make_directive(overseer, office.agency), office.agency)


def test_sending_tells_the_leaders_of_the_moment_and_every_start_page(client, office, overseer):
    other = make_office("SYT")
    mail.outbox.clear()
    directive = make_directive(
        overseer,
        office.agency,
        agencies=[
            (office.agency, RecipientRole.CARRY_OUT),
            (other.agency, RecipientRole.INFORM),
        ],
    )
    # Who leads when the mail goes is asked then.
    other.approver.memberships.update(valid_to=timezone.localdate() - dt.timedelta(1))
    run_jobs()
    told = [office.approver, office.agency_admin, other.agency_admin]
    assert sorted(each.to[0] for each in mail.outbox) == sorted(each.email for each in told)
    body = next(each.body for each in mail.outbox if each.to == [office.approver.email])
    assert directive.number in body
    assert f"{RECEIPTS}{receipt_of(directive, office.agency).pk}/" in body
    for person in (office.author, other.author):
        start = signed_in(client, person).get("/admin/").content.decode()
        assert "Công văn, kế hoạch chưa nhận" in start
        assert directive.number in start


def test_a_click_receives_it_now_whatever_is_posted(client, office, receipt):
    before = timezone.now()
    page = f"{RECEIPTS}{receipt.pk}/"
    signed_in(client, office.author)
    client.post(f"{page}nhan/", {"received_at": "2020-01-01", "now": "2020-01-01"})
    receipt.refresh_from_db()
    assert before <= receipt.received_at <= timezone.now()
    assert receipt.received_by == office.author
    [line] = AuditEntry.objects.about(receipt)
    assert (line.action, line.agency) == ("directive_received", office.agency)
    assert "Công văn, kế hoạch chưa nhận" not in client.get("/admin/").content.decode()
    # Somebody whose screen still offers it reads who was faster, and the moment stays.
    signed_in(client, office.approver)
    assert "đã tiếp nhận rồi" in client.post(f"{page}nhan/").content.decode()
    assert Recipient.objects.get(pk=receipt.pk).received_at == receipt.received_at


def test_a_mail_that_comes_late_is_not_sent_for_what_was_received(office, receipt):
    receive_directive(recipient_id=receipt.pk, user=office.author, now=timezone.now())
    mail.outbox.clear()
    run_jobs()
    assert mail.outbox == []


def test_a_question_goes_to_the_overseer_and_its_answer_comes_back(
    client, office, overseer, receipt
):
    page = f"{RECEIPTS}{receipt.pk}/"
    signed_in(client, office.author)
    client.post(f"{page}hoi/", {"text": "Báo cáo theo mẫu nào?"})
    assert "còn chờ trả lời" in client.post(f"{page}hoi/", {"text": "Và?"}).content.decode()
    assert client.post(f"{page}tra-loi/", {"text": "Tự trả lời"}).status_code in (302, 403)
    signed_in(client, overseer)
    start = client.get("/admin/").content.decode()
    assert "Câu hỏi về văn bản chỉ đạo" in start
    assert page in start
    assert office.agency.name in client.get(f"{RECEIPTS}?state=asked").content.decode()
    assert "Báo cáo theo mẫu nào?" in client.get(f"{page}tra-loi/").content.decode()
    client.post(f"{page}tra-loi/", {"text": "Theo mẫu của năm ngoái."})
    assert "Theo mẫu của năm ngoái." in signed_in(client, office.author).get(page).content.decode()
    assert client.post(f"{page}hoi/", {"text": "Hạn nào?"}).status_code == 302


def test_another_agency_finds_none_of_it(client, office, receipt):
    other = make_office("SYT")
    for person in other.people.values():
        signed_in(client, person)
        assert receipt.directive.number not in client.get(RECEIPTS).content.decode()
        for way in ("", "nhan/", "hoi/", "tra-loi/"):
            address = f"{RECEIPTS}{receipt.pk}/{way}"
            assert client.get(address).status_code in ((404,) if way != "tra-loi/" else (302, 403))
            assert client.post(address, {"text": "x"}).status_code in (302, 403, 404)
    receipt.refresh_from_db()
    assert receipt.received_at is None
    assert not receipt.questions.exists()


def test_the_overseer_does_not_receive_for_an_agency(client, office, receipt):
    signed_in(client, make_member(office.agency, Role.OVERSEER))
    client.post(f"{RECEIPTS}{receipt.pk}/nhan/")
    receipt.refresh_from_db()
    assert receipt.received_at is None
