"""Reports and cases that wait at an agency that is no more."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from network.agencies import tasks
from network.agencies.models import AuditEntry, Role
from network.channels.cases import reports, services
from network.channels.links.addresses import parse_address
from network.channels.models import Case, CaseState, FakeReport
from tests.factories.cases import make_case, make_report
from tests.factories.moderation import end, make_member, make_office

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def former():
    return make_office("STTTT")


@pytest.fixture
def heir():
    return make_office("SKHCN")


@pytest.fixture
def justice():
    office = make_office("STP")
    make_member(office.agency, Role.OVERSEER)
    return office


def where(*rows):
    """Return the codes of the agencies that have these after the morning's job."""
    tasks.pass_on(timestamp=0)
    for row in rows:
        row.refresh_from_db()
    return [row.agency.code for row in rows]


def test_what_is_open_goes_to_who_follows_alone(former, heir, justice):
    case, report = make_case(former.agency, former.author), make_report(former.agency)
    due_on = report.due_on
    end(former, heir)
    assert where(case, report) == ["SKHCN", "SKHCN"]
    assert report.due_on == due_on
    assert AuditEntry.objects.filter(action="fake_report_passed_on").count() == 2
    about = {"case_id": case.pk, "now": timezone.now()}
    with pytest.raises(ValidationError):
        services.verify_case(user=former.author, **about)
    assert services.verify_case(user=heir.author, **about).state == CaseState.VERIFYING


def test_without_one_successor_the_overseers_agency_reads_it(former, heir, justice):
    case, report = make_case(former.agency, former.author), make_report(former.agency)
    end(former, heir, make_office("SNV"))
    assert where(case, report) == ["STTTT", "STP"]
    overseer = justice.agency.memberships.get(role=Role.OVERSEER).user
    services.verify_case(case_id=case.pk, user=overseer, now=timezone.now())
    # What comes later of the same page goes there at once.
    address = parse_address(case.url)
    reports.report_page(
        nonce="a", address=address, name="", text="Đòi tiền.", file=None, now=timezone.now()
    )
    assert FakeReport.objects.get(case=case).agency == justice.agency


def test_what_is_confirmed_and_whose_agency_lives_stays(former, heir, justice):
    confirmed = make_case(former.agency, former.author, former.approver, state=CaseState.CONFIRMED)
    living = make_case(heir.agency, heir.author)
    end(former, heir)
    assert where(confirmed, living) == ["STTTT", "SKHCN"]
    for case in (confirmed, living):
        with pytest.raises(IntegrityError), transaction.atomic():
            Case.objects.filter(pk=case.pk).update(agency=justice.agency)
