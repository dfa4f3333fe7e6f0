"""Somebody asks for removal, correction, a copy or erasure, and follows it by a code."""

import datetime as dt

import pytest
from django.utils import timezone

from network.agencies.models import AuditEntry, Role
from network.core.working_days import working_day_after
from network.rights_requests.actions import RightsAction
from network.rights_requests.models import Ground, ResponseTerm, RightsRequest
from network.rights_requests.selectors import term_of
from network.rights_requests.services import erase_old
from tests.factories.moderation import make_member
from tests.factories.questions import code_in, stamp
from tests.factories.rights_requests import FOLLOW, SEND, make_request, send_request_form
from tests.factories.sections import make_article, make_place, make_section

pytestmark = pytest.mark.django_db
DELETE = f"{FOLLOW}xoa/"


@pytest.fixture
def article(db):
    make_member(make_section("Sở Tư pháp").agency, Role.OVERSEER)
    return make_article(make_place(make_section("Sở Y tế", slug="so-y-te")), slug="bai")


def test_every_article_leads_to_the_form_and_the_request_to_its_agency(client, article):
    link = f"{SEND}?trang={article.pk}"
    assert link in client.get(article.url).content.decode()
    assert article.title in client.get(link).content.decode()
    answer = send_request_form(client, article.pk, evidence="https://bao.example.vn/anh")
    row = RightsRequest.objects.get()
    assert (row.agency.slug, row.page_id, row.path) == ("so-y-te", article.pk, article.url)
    due_on = working_day_after(timezone.localdate(), 2)
    assert row.due_on == due_on
    assert f"{due_on:%d/%m/%Y}" in answer.content.decode()
    page = client.post(FOLLOW, {"code": code_in(answer)}).content.decode()
    assert "Đã tiếp nhận" in page
    assert article.url in page


def test_who_comes_from_elsewhere_names_the_page_by_its_address(client, article):
    assert 'name="address"' in client.get(SEND).content.decode()
    assert 'name="address"' not in client.get(f"{SEND}?trang={article.pk}").content.decode()
    for address, found in ((f"https://example.vn{article.url}?a=1", article.pk), ("//x/", None)):
        send_request_form(client, address=address)
        row = RightsRequest.objects.latest("pk")
        assert row.page_id == found
        assert row.agency.slug == ("so-y-te" if found else "so-tu-phap")


def test_the_term_hangs_on_the_ground_and_on_the_day(client, article):
    day = timezone.localdate()
    old = ResponseTerm.objects.get(ground=Ground.PERSONAL_DATA)
    assert (old.working_days, old.legal_basis) == (2, "Nghị định số 356/2025/NĐ-CP")
    old.valid_to = day - dt.timedelta(days=1)
    old.save()
    assert term_of(Ground.PERSONAL_DATA, day) is None
    ResponseTerm.objects.create(ground=Ground.PERSONAL_DATA, working_days=1, valid_from=day)
    send_request_form(client, article.pk)
    assert RightsRequest.objects.get().due_on == working_day_after(day, 1)
    assert term_of(Ground.PERSONAL_DATA, day - dt.timedelta(days=1)) == old
    assert term_of(Ground.COPYRIGHT, day).working_days == 5


def test_a_form_sent_twice_is_one_request_with_one_code(client, article):
    sent = {"stamp": stamp(purpose="rights_requests.send")}
    codes = {code_in(send_request_form(client, article.pk, **sent)) for _each in range(2)}
    assert len(codes) == RightsRequest.objects.count() == 1


def test_a_copy_needs_to_know_where_to(client, article):
    answer = send_request_form(client, article.pk, kind="copy")
    assert answer.status_code == 422
    assert "Xin ghi nơi nhận dữ liệu" in answer.content.decode()
    assert send_request_form(client, kind="copy", contact="a@example.vn").status_code == 200


@pytest.mark.parametrize(
    "fields",
    [{"website": "x"}, {"stamp": "x"}, {"kind": "x"}, {"text": "ngắn"}, {"consent": None}],
)
def test_robots_and_nonsense_leave_nothing(client, article, fields):
    send_request_form(client, article.pk, **fields)
    assert not RightsRequest.objects.exists()


def test_too_many_are_not_kept_and_codes_are_not_guessed(client, article, settings):
    settings.FORMS_PER_HOUR, settings.WRONG_CODES_PER_HOUR = 1, 1
    assert send_request_form(client, article.pk).status_code == 200
    assert send_request_form(client, article.pk).status_code == 429
    wrong = {"code": "K7FX-3MQP-CT9R"}
    assert [client.post(FOLLOW, wrong).status_code for _each in range(2)] == [422, 429]


def test_what_was_written_is_erased_when_its_time_is_over(client, article, settings):
    now = timezone.now()
    answer = send_request_form(client, article.pk, contact="a@example.vn", evidence="Số 12/GCN")
    RightsRequest.objects.update(state="done", answer="Đã gỡ ảnh.", closed_at=now)
    days = settings.QUESTION_KEEP_DAYS
    assert erase_old(now=now + dt.timedelta(days=days - 1)) == 0
    waiting = make_request(article.agency_home.agency)
    assert erase_old(now=now + dt.timedelta(days=days + 1)) == 1
    row = RightsRequest.objects.exclude(pk=waiting.pk).get()
    assert (row.text, row.evidence, row.contact, row.answer) == ("", "", "", "")
    assert (
        "Đã xóa cùng với yêu cầu" in client.post(FOLLOW, {"code": code_in(answer)}).content.decode()
    )
    waiting.refresh_from_db()
    assert waiting.text


def test_who_sent_it_deletes_it_once_this_is_meant(client, article):
    code = code_in(send_request_form(client, article.pk))
    other = make_request(article.agency_home.agency)
    for form in ({"code": code}, {"code": "CCCC-CCCC-CCCC", "sure": "on"}):
        client.post(DELETE, form)
        assert RightsRequest.objects.count() == 2
    page = client.post(DELETE, {"code": code, "sure": "on", "request_id": other.pk})
    assert "Đã xóa yêu cầu của bạn" in page.content.decode()
    assert list(RightsRequest.objects.all()) == [other]
    line = AuditEntry.objects.get(action=RightsAction.WITHDRAWN)
    assert (line.agency, line.actor) == (other.agency, None)
    assert client.post(FOLLOW, {"code": code}).status_code == 422
