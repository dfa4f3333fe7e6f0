"""How Sở Tư pháp is reached, and requests for help."""

import datetime as dt

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from network.agencies.models import AuditEntry, Role
from network.hub.models import HubSettings
from network.mailing.models import QueuedMail
from network.mailing.services import send
from network.oversight.actions import OversightAction
from network.oversight.models import HelpRequest
from network.oversight.support.services import answer_for_help, ask_for_help
from network.oversight.support.views import place_link
from tests.factories.accounts import signed_in
from tests.factories.moderation import make_member, make_office

pytestmark = pytest.mark.django_db
ASK, LIST = "/admin/giam-sat/ho-tro/gui/", "/admin/giam-sat/ho-tro/"
TEXT = "Tôi không gắn được ảnh đại diện cho bài viết."


@pytest.fixture
def overseer(office):
    return make_member(office.agency, Role.OVERSEER)


def text_of(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def asked(office) -> HelpRequest:
    return ask_for_help(
        agency=office.agency, text=TEXT, place="/admin/", user=office.author, now=timezone.now()
    )


def test_the_contact_is_a_setting_that_everybody_reads_in_the_admin(client, office, overseer):
    hub = HubSettings.load()
    hub.contact_name, hub.phone = "Sở Tư pháp", "0269.3821.596"
    hub.email, hub.zalo = "pbpl@example.gov.vn", "0905 123 456"
    hub.save()
    viewer = make_member(office.agency, Role.REPORT_VIEWER)
    for user in (office.author, overseer, viewer):
        page = text_of(signed_in(client, user).get("/admin/"))
        assert 'href="tel:02693821596"' in page
        assert 'href="mailto:pbpl@example.gov.vn"' in page
        assert 'href="https://zalo.me/0905123456"' in page
    HubSettings.objects.update(zalo="")
    assert "zalo" not in text_of(client.get("/admin/")).lower()


def test_an_officer_asks_about_the_screen_they_came_from(client, office):
    signed_in(client, office.author)
    before = "/admin/cong-van/den/"
    form = text_of(client.get(ASK, headers={"Referer": f"http://testserver{before}"}))
    assert f'value="{before}"' in form
    client.post(ASK, {"text": TEXT, "place": before, "agency": office.agency.pk})
    row = HelpRequest.objects.get()
    assert (row.agency, row.asked_by, row.place) == (office.agency, office.author, before)
    page = text_of(client.get(reverse("oversight:help_request", args=[row.pk])))
    assert TEXT in page
    assert "Trả lời và đóng" not in page


def test_the_overseer_finds_it_as_work_answers_and_the_asker_is_told(client, office, overseer):
    row = asked(office)
    address = reverse("oversight:help_request", args=[row.pk])
    assert address in text_of(signed_in(client, overseer).get("/admin/viec-phai-lam/"))
    client.post(address, {"answer": "Bấm “Chọn ảnh” ở đầu bài."})
    row.refresh_from_db()
    assert row.answered_by == overseer
    send(mail_id=QueuedMail.objects.get().pk, now=timezone.now())
    assert [each.to for each in mail.outbox] == [[office.author.email]]
    assert row.answer in mail.outbox[0].body
    assert address not in text_of(client.get("/admin/viec-phai-lam/"))
    actions = AuditEntry.objects.filter(about_id=row.pk).values_list("action", flat=True)
    assert set(actions) == {OversightAction.HELP_ASKED, OversightAction.HELP_ANSWERED}
    with pytest.raises(ValidationError):
        answer_for_help(help_id=row.pk, answer="Lần hai", user=overseer, now=timezone.now())


def test_another_agency_neither_reads_nor_asks_for_it(client, office):
    row, stranger = asked(office), make_office("SYT").approver
    signed_in(client, stranger)
    assert TEXT not in text_of(client.get(LIST))
    answer = client.get(reverse("oversight:help_request", args=[row.pk]))
    assert answer.status_code in (302, 403, 404)
    client.post(ASK, {"text": "Giả danh", "place": "", "agency": office.agency.pk})
    assert HelpRequest.objects.count() == 1
    with pytest.raises(ValidationError):
        ask_for_help(agency=office.agency, text="x", place="", user=stranger, now=timezone.now())


def test_an_agency_does_not_answer_itself(client, office):
    row = asked(office)
    address = reverse("oversight:help_request", args=[row.pk])
    answer = signed_in(client, office.approver).post(address, {"answer": "Tự trả lời"})
    assert answer.status_code in (302, 403)
    row.refresh_from_db()
    assert row.answered_at is None


def test_no_answer_without_words_or_before_the_request(office):
    row = asked(office)
    for fields in (
        {"answered_at": timezone.now()},
        {"answer": "Rồi", "answered_at": row.asked_at - dt.timedelta(days=1)},
        {"answer": "Rồi"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            HelpRequest.objects.filter(pk=row.pk).update(**fields)


@pytest.mark.parametrize(
    "place", ["//xau.example", "/\\xau.example", "javascript:alert(1)", "Tin tức"]
)
def test_a_place_that_is_no_path_of_ours_is_no_link(place):
    assert "<a" not in place_link(place)
    assert "<a" in place_link("/admin/cong-van/")
