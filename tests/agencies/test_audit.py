"""The log on screen and as a file: for its readers, complete, and harmless in a spreadsheet."""

import csv
import datetime as dt
import io
from copy import deepcopy

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from network.agencies.audit import record
from network.agencies.models import AuditAction, AuditEntry, Role
from network.core.export import escape_formula
from tests.factories.accounts import make_user, signed_in
from tests.factories.people import make_agency, make_member, serve

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("with_and_without_guard")]
LOG = "/admin/nhat-ky/"
EXPORT = "/admin/nhat-ky/xuat/"


@pytest.fixture(scope="module")
def agencies_of_module(once):
    return once(make_agencies)


@pytest.fixture
def agencies(agencies_of_module, db):
    """Two agencies, each with a line in the log, and one line of no agency."""
    return deepcopy(agencies_of_module)


def make_agencies():
    pair = make_agency("Sở Y tế"), make_agency("Sở Nội vụ")
    for agency in pair:
        write(agency, f"Người của {agency.name}")
    write(None, "Việc của mạng lưới")
    return pair


def write(agency, subject: str, *, action=AuditAction.INVITED, days_ago: int = 0, **detail):
    """Write a line into the log."""
    now = timezone.now() - dt.timedelta(days=days_ago)
    return record(actor=None, agency=agency, action=action, now=now, subject=subject, **detail)


def rows(answer) -> list[list[str]]:
    """Return the rows of an exported file."""
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def subjects(client: Client, query: str = "") -> list[str]:
    """Return what the exported file is about, head row left out."""
    return [row[5] for row in rows(client.get(EXPORT + query))[1:]]


def test_agency_admin_reads_own_lines_alone(client, agencies):
    signed_in(client, make_member(agencies[0], Role.AGENCY_ADMIN))
    page = client.get(LOG).content.decode()
    assert "Người của Sở Y tế" in page
    assert "Nội vụ" not in page
    assert "Việc của mạng lưới" not in page
    assert subjects(client) == ["Người của Sở Y tế"]


@pytest.mark.parametrize("role", [Role.OVERSEER, Role.NETWORK_ADMIN])
def test_network_reads_all_lines(client, agencies, role):
    signed_in(client, make_member(agencies[0], role))
    page = client.get(LOG).content.decode()
    for subject in ("Người của Sở Y tế", "Người của Sở Nội vụ", "Việc của mạng lưới"):
        assert subject in page
    assert len(subjects(client)) == 3


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.APPROVER, Role.REPORT_VIEWER])
@pytest.mark.parametrize("url", [LOG, EXPORT, f"{LOG}ket-qua/"])
def test_nobody_else_reads_the_log(client, agencies, role, url):
    signed_in(client, make_member(agencies[0], role))
    assert client.get(url).status_code in (302, 403)


def test_filter_by_a_foreign_agency_gives_nothing_of_it(client, agencies):
    signed_in(client, make_member(agencies[0], Role.AGENCY_ADMIN))
    for url in (LOG, EXPORT):
        answer = client.get(f"{url}?agency=noi+vu")
        body = answer.getvalue().decode() if answer.streaming else answer.content.decode()
        assert "Nội vụ" not in body


def test_filters_by_agency_action_and_period_narrow_the_file_too(client, agencies):
    write(agencies[0], "Cũ", days_ago=40)
    write(agencies[0], "Đã rút", action=AuditAction.INVITATION_WITHDRAWN)
    signed_in(client, make_member(agencies[0], Role.OVERSEER))
    assert subjects(client, "?agency=noi+vu") == ["Người của Sở Nội vụ"]
    assert subjects(client, "?action=invitation_withdrawn") == ["Đã rút"]
    day = (timezone.localdate() - dt.timedelta(days=30)).isoformat()
    assert subjects(client, f"?at_to={day}") == ["Cũ"]
    assert "Cũ" not in subjects(client, f"?at_from={day}")


def test_file_opens_in_excel_with_vietnamese_letters(client, agencies):
    signed_in(client, make_member(agencies[0], Role.AGENCY_ADMIN))
    answer = client.get(EXPORT)
    assert b"".join(answer.streaming_content).startswith(b"\xef\xbb\xbf")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.headers["Content-Disposition"].endswith('.csv"')


@pytest.mark.parametrize(
    "evil", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1", '=HYPERLINK("x")']
)
def test_no_cell_is_a_formula(client, agencies, evil):
    write(agencies[0], evil)
    signed_in(client, make_member(agencies[0], Role.AGENCY_ADMIN))
    assert subjects(client)[0] == f"'{evil}"
    assert escape_formula("12/QĐ-SYT") == "12/QĐ-SYT"


def test_a_line_says_as_what_somebody_acted_there(client, agencies):
    actor = make_member(agencies[0], Role.AGENCY_ADMIN)
    serve(actor, agencies[1], Role.AUTHOR)
    record(actor=actor, agency=agencies[0], action=AuditAction.INVITED, now=timezone.now())
    signed_in(client, make_member(agencies[1], Role.OVERSEER))
    assert rows(client.get(EXPORT))[1][2] == str(Role.AGENCY_ADMIN.label)
    assert str(Role.AGENCY_ADMIN.label) in client.get(LOG).content.decode()


def test_detail_is_told_in_words(client, agencies):
    write(agencies[0], "Lan", role="approver", valid_from="2026-11-25")
    signed_in(client, make_member(agencies[0], Role.AGENCY_ADMIN))
    detail = rows(client.get(EXPORT))[1][6]
    assert "approver" not in detail
    assert "25/11/2026" in detail


def test_log_is_paged_and_costs_the_same_for_many_lines(client, agencies):
    admin = make_user()
    serve(admin, agencies[0], Role.AGENCY_ADMIN)
    signed_in(client, admin)
    client.get(LOG)
    with CaptureQueriesContext(connection) as few:
        client.get(LOG)
    for number in range(60):
        write(agencies[0], f"Việc {number}")
    with CaptureQueriesContext(connection) as many:
        page = client.get(LOG).content.decode()
    assert len(many) == len(few)
    assert page.count("Việc ") == 50
    assert reverse("agencies_audit:export") in page


def test_lines_cannot_be_changed_or_deleted(agencies):
    for change in (lambda: AuditEntry.objects.update(subject=""), AuditEntry.objects.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
