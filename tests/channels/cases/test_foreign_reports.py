"""A citizen's report stays with its agency, whichever agency opens a case of the page."""

from importlib import import_module

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from network.agencies.models import AuditEntry, Role
from network.channels.cases import reports, services
from network.channels.cases.wording import answer_in_words
from network.channels.links.addresses import parse_address
from network.channels.models import Case, CaseState, FakeReport
from tests.factories.accounts import signed_in
from tests.factories.cases import make_case, make_report, screenshot
from tests.factories.channels import add_channel
from tests.factories.moderation import make_member, make_office
from tests.factories.owning import owning

pytestmark = pytest.mark.django_db
TEXT = "Họ gọi tôi từ số 0912 345 678, đòi nộp tiền."


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def other():
    return make_office("SYT")


@pytest.fixture
def report(office):
    return make_report(office.agency, text=TEXT, picture=screenshot())


def answered(client, person, report):
    """Return the status of the report's page and picture, and whether its text is readable."""
    signed_in(client, person)
    page = client.get(reverse("fake_reports_desk:report", args=[report.pk]))
    picture = client.get(reverse("fake_reports_desk:picture", args=[report.pk]))
    return page.status_code, picture.status_code, "0912 345 678" in page.content.decode()


def test_a_case_of_another_agency_opens_no_report(client, office, other, report):
    case = make_case(other.agency, other.author, other.approver, url=report.url)
    report.refresh_from_db()
    assert (report.agency, report.case) == (office.agency, None)
    assert answered(client, other.author, report) == (404, 404, False)
    page = client.get(reverse("cases_desk:case", args=[case.pk])).content.decode()
    assert "0912 345 678" not in page
    with pytest.raises(ValidationError):
        reports.close_report(
            report_id=report.pk, answer="Đã xem.", user=other.approver, now=timezone.now()
        )
    assert answered(client, office.author, report) == (200, 200, True)
    page = client.get(reverse("fake_reports_desk:report", args=[report.pk])).content.decode()
    assert f"{case.number}, của cơ quan khác" in page
    assert case.name not in page


def test_the_outcome_of_the_case_answers_it_all_the_same(client, office, other, report):
    case = make_case(
        other.agency, other.author, other.approver, state=CaseState.CONFIRMED, url=report.url
    )
    report.refresh_from_db()
    assert (report.agency, report.answered_by_case) == (office.agency, case)
    assert answer_in_words(report).startswith("Đã xác nhận: trang này mạo danh Sở SYT")
    assert answered(client, other.approver, report) == (404, 404, False)
    services.reopen_case(
        case_id=case.pk, reason="Xem lại.", user=other.approver, now=timezone.now()
    )
    report.refresh_from_db()
    assert report.is_open
    assert answered(client, other.approver, report) == (404, 404, False)


def test_its_own_agency_adds_it_to_the_case_and_keeps_its_text(client, office, other, report):
    case = make_case(other.agency, other.author, url=report.url)
    about = {"report_id": report.pk, "now": timezone.now()}
    taken = reports.take_report(agency=office.agency, name="Giả", user=office.author, **about)
    report.refresh_from_db()
    assert (taken, report.case, report.agency) == (case, case, office.agency)
    assert answered(client, other.author, report) == (404, 404, False)
    page = client.get(reverse("cases_desk:case", args=[case.pk])).content.decode()
    assert "0912 345 678" not in page


def test_only_its_agency_and_the_overseer_hand_it_over(client, office, other, report):
    overseer = make_member(make_office("STTTT").agency, Role.OVERSEER)
    case = make_case(other.agency, other.author, url=report.url)
    form = reverse("fake_reports_desk:hand_over", args=[report.pk])
    for person, status in ((other.approver, 404), (overseer, 200), (office.author, 200)):
        signed_in(client, person)
        assert client.get(form).status_code == status
        assert client.post(form, {"to": "không có"}).status_code in (404, 200)
    with pytest.raises(ValidationError):
        reports.hand_over_report(
            report_id=report.pk, to=other.agency, user=other.approver, now=timezone.now()
        )
    assert "đã ở cơ quan này" in client.post(form, {"to": office.agency.code}).content.decode()
    assert client.post(form, {"to": other.agency.code}).status_code == 302
    report.refresh_from_db()
    assert (report.agency, report.case) == (other.agency, case)
    assert answered(client, other.author, report) == (200, 200, True)
    assert answered(client, office.author, report) == (404, 404, False)
    lines = AuditEntry.objects.filter(action="fake_report_handed_over")
    assert {line.agency for line in lines} == {office.agency, other.agency}
    # What belongs to a case of its own agency stays there.
    with pytest.raises(ValidationError, match="thuộc một vụ việc"):
        reports.hand_over_report(
            report_id=report.pk, to=office.agency, user=overseer, now=timezone.now()
        )


def test_with_the_old_rule_the_other_agency_reads_it(client, other, report):
    """Show that the tests above would notice what open_case did before."""
    case = make_case(other.agency, other.author, url=report.url)
    waiting = FakeReport.objects.filter(address_key__in=case.address_keys)
    with pytest.raises(IntegrityError), transaction.atomic():
        waiting.update(case=case, agency=other.agency)
    # PostgreSQL alters no table that still has foreign keys to check.
    connection.check_constraints()
    with owning(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE channels_fakereport DISABLE TRIGGER agencies_refuse_change")
    waiting.update(case=case, agency=other.agency)
    assert answered(client, other.author, report) == (200, 200, True)


def sent(url, name=""):
    """Return the agency to which a report of a page goes."""
    code = reports.report_page(
        nonce=url + name,
        address=parse_address(url),
        name=name,
        text=TEXT,
        file=None,
        now=timezone.now(),
    )
    assert code
    return FakeReport.objects.latest("pk").agency.code


def test_a_report_goes_to_the_agency_whose_page_name_or_address_is_imitated(office, other):
    overseers = make_office("STTTT")
    make_member(overseers.agency, Role.OVERSEER)
    for each, name in ((office, "Sở Tư pháp tỉnh Gia Lai"), (other, "Sở Y tế tỉnh Gia Lai")):
        each.agency.name = name
        each.agency.save()
    channel = add_channel(
        other.agency,
        other.author,
        leader=other.approver,
        url="fb.com/tiemchung",
        name="Tiêm chủng GL",
    )
    assert sent("fb.com/hoan.tien.1", "Sở Tư pháp Gia Lai hỗ trợ") == office.agency.code
    # By the address alone.
    assert sent("fb.com/sotuphapgialai.hotro") == office.agency.code
    assert sent("https://so-tu-phap-gia-lai.top/nop-phat") == office.agency.code
    # By the name of an official page, and by the official page itself.
    assert sent("fb.com/hoan.tien.2", "Tiêm chủng GL hoàn tiền") == other.agency.code
    assert sent(channel.url, "Trang lạ") == other.agency.code
    assert sent("fb.com/100064812345670") == overseers.agency.code


def test_an_open_case_of_another_agency_draws_no_report_of_an_imitated_name(office, other):
    office.agency.name = "Sở Tư pháp tỉnh Gia Lai"
    office.agency.save()
    url = "fb.com/hoan.tien.3"
    case = make_case(other.agency, other.author, url=url)
    assert sent(url, "Sở Tư pháp Gia Lai hỗ trợ") == office.agency.code
    assert sent(url) == other.agency.code
    services.verify_case(case_id=case.pk, user=other.author, now=timezone.now())
    services.confirm_case(case_id=case.pk, reason="Giả.", user=other.approver, now=timezone.now())
    assert not FakeReport.objects.filter(closed_at=None).exists()
    assert Case.objects.get().agency == other.agency


def test_after_a_rename_nobody_reads_the_old_outcome(office, other, report):
    """The outcome is a column: no sentence is compared."""
    case = make_case(
        office.agency, office.author, office.approver, state=CaseState.CONFIRMED, url=report.url
    )
    office.agency.name = "Sở Nội vụ và Tư pháp"
    office.agency.save()
    report.refresh_from_db()
    assert "Sở Nội vụ và Tư pháp" in answer_in_words(report)
    services.reopen_case(case_id=case.pk, reason="Nhầm.", user=office.approver, now=timezone.now())
    report.refresh_from_db()
    assert report.is_open
    assert answer_in_words(report) == ""


def test_the_upgrade_reads_stored_sentences_for_the_last_time(office):
    """Whatever the agency was called then; a report that a renamed case left answered waits."""
    migration = import_module("network.channels.migrations.0015_outcomes_as_columns")
    sentence = "Đã xác nhận: trang này mạo danh Sở tên cũ. Cổng đang cảnh báo người dân."
    people = (office.agency, office.author, office.approver)
    confirmed = make_case(*people, state=CaseState.CONFIRMED)
    reopened = make_case(*people, state=CaseState.VERIFYING)
    closed = {"closed_at": timezone.now(), "closed_by": office.author}
    told, stale, own = (
        make_report(office.agency, case=case, answer=answer, **closed)
        for case, answer in (
            *((confirmed, sentence), (reopened, sentence)),
            (confirmed, "Xin cảm ơn anh chị đã báo."),
        )
    )
    with connection.cursor() as cursor:
        cursor.execute(migration.FORWARD)
    for report in (told, stale, own):
        report.refresh_from_db()
    assert (told.answer, told.answered_by_case) == ("", confirmed)
    assert stale.is_open
    assert (own.answer, own.answered_by_case) == ("Xin cảm ơn anh chị đã báo.", None)
    with connection.cursor() as cursor:
        cursor.execute(migration.BACKWARD)
    told.refresh_from_db()
    assert told.answer == sentence.replace("Sở tên cũ", office.agency.name)
