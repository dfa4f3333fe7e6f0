"""A reader reports a problem with a page; its agency deals with it."""

import pytest
from django.utils import timezone

from network.agencies.models import AuditEntry, Role
from network.questions.actions import QuestionAction
from network.questions.models import ProblemReport
from tests.factories.accounts import signed_in
from tests.factories.moderation import make_member, make_office
from tests.factories.questions import REPORT, make_problem, stamp
from tests.factories.sections import make_article, make_place, make_section

pytestmark = pytest.mark.django_db
LIST = "/admin/bao-loi/"


@pytest.fixture
def article(db):
    overseeing = make_section("Sở Tư pháp")
    make_member(overseeing.agency, Role.OVERSEER)
    return make_article(make_place(make_section("Sở Y tế", slug="so-y-te")), slug="bai")


def send(client, page, **fields):
    form = {"kind": "wrong", "text": "Sai ngày", "stamp": stamp(purpose="questions.report")}
    return client.post(f"{REPORT}?trang={page}", form | fields)


def test_the_article_leads_to_the_form_and_the_report_to_its_agency(client, article):
    link = f"{REPORT}?trang={article.pk}"
    assert link in client.get(article.url).content.decode()
    assert article.title in client.get(link).content.decode()
    assert send(client, article.pk).status_code == 200
    report = ProblemReport.objects.get()
    assert (report.agency.slug, report.page_id, report.path) == ("so-y-te", article.pk, article.url)


def test_a_path_will_do(client, article):
    send(client, article.url)
    assert ProblemReport.objects.get().page_id == article.pk


@pytest.mark.parametrize(
    "page", ["999999", "//evil.example/", "/%5Cevil.example/", "javascript:alert(1)", ""]
)
def test_what_is_no_page_goes_to_the_overseeing_agency(client, article, page):
    answer = send(client, page)
    assert answer.status_code == 200
    report = ProblemReport.objects.get()
    assert (report.agency.name, report.page, report.path) == ("Sở Tư pháp", None, "/")
    assert "evil" not in answer.content.decode()


def test_a_note_of_invisible_letters_is_none(client):
    office = make_office("STP")
    report = make_problem(office.agency)
    signed_in(client, office.author)
    assert client.post(f"{LIST}{report.pk}/", {"note": "\u200b" * 6}).status_code == 200
    assert ProblemReport.objects.get().closed_at is None


def test_a_draft_s_title_is_told_to_nobody(client, article):
    draft = make_article(article.get_parent(), "Bản nháp kín", live=False)
    for meant in (draft.pk, draft.url_path.removeprefix("/hub")):
        assert "Bản nháp kín" not in client.get(f"{REPORT}?trang={meant}").content.decode()


@pytest.mark.parametrize(
    "fields", [{"website": "x"}, {"stamp": "x"}, {"kind": "khac"}, {"text": "a" * 1001}]
)
def test_robots_and_nonsense_leave_nothing(client, article, fields):
    send(client, article.pk, **fields)
    assert not ProblemReport.objects.exists()


def test_the_same_words_are_kept_once_and_too_many_not_at_all(client, article, settings):
    settings.FORMS_PER_HOUR = 3
    for text in ("Sai ngày", "sai  ngay", "Hỏng tệp"):
        assert send(client, article.pk, text=text).status_code == 200
    assert ProblemReport.objects.count() == 2
    assert send(client, article.pk, text="Khác nữa").status_code == 429


def test_its_agency_closes_it_with_a_note_and_nobody_else(client):
    office, other = make_office("STP"), make_office("SYT")
    report = make_problem(office.agency)
    url = f"{LIST}{report.pk}/"
    signed_in(client, other.agency_admin)
    assert (client.get(url).status_code, client.post(url, {"note": "Xong cả"}).status_code) == (
        404,
        404,
    )
    signed_in(client, make_member(other.agency, Role.OVERSEER))
    assert (client.get(url).status_code, client.post(url, {"note": "Xong cả"}).status_code) == (
        200,
        403,
    )
    signed_in(client, office.author)
    assert "Sai ngày" in client.get(LIST).content.decode()
    assert client.post(url, {"note": ""}).status_code == 200
    assert client.post(url, {"note": "Đã sửa ngày"}).status_code == 302
    assert "Sai ngày" not in client.get(LIST).content.decode()
    assert "Sai ngày" in client.get(f"{LIST}?state=closed").content.decode()
    assert AuditEntry.objects.get(action=QuestionAction.PROBLEM_CLOSED).agency == office.agency
    # Somebody whose screen still shows it open.
    assert "Đã sửa ngày" in client.post(url, {"note": "Lần nữa"}).content.decode()
    assert ProblemReport.objects.get().note == "Đã sửa ngày"
    assert ProblemReport.objects.get().closed_at <= timezone.now()
