"""One page that passes for two agencies: one leads, the other is told and keeps its reports."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from network.agencies.models import Role
from network.agencies.scope import scope_of
from network.channels.cases import reports, services
from network.channels.cases.selectors import cases_for
from network.channels.links.addresses import parse_address
from network.channels.models import Case, CaseState
from tests.factories.cases import make_case, make_report
from tests.factories.moderation import make_member, make_office

pytestmark = pytest.mark.django_db
URL = "https://www.facebook.com/hoan.tien"
KEY = parse_address(URL).key
SECRET = "Người gửi 0905 123 456 đã mất tiền."


@pytest.fixture
def lead():
    return make_office("SYT")


@pytest.fixture
def second():
    return make_office("SNV")


@pytest.fixture
def case(lead):
    """An open case of the page, with a report that a citizen sent to its agency."""
    case = make_case(lead.agency, lead.author, state=CaseState.VERIFYING, url=URL)
    make_report(lead.agency, url=URL, address_key=KEY, text=SECRET, case=case)
    return case


@pytest.fixture
def report(second):
    return make_report(second.agency, url=URL, address_key=KEY, text="Mạo danh Sở Nội vụ.")


def take(report, office):
    return reports.take_report(
        report_id=report.pk,
        agency=office.agency,
        name="Hoàn tiền",
        user=office.author,
        now=timezone.now(),
    )


def settle(case, user):
    services.settle_case(
        case_id=case.pk, outcome="similar", reason="Khác.", user=user, now=timezone.now()
    )


def open_case(office):
    return services.open_case(
        agency=office.agency, url=URL, name="Hoàn tiền", user=office.author, now=timezone.now()
    )


def test_the_second_agency_reads_what_happens_and_nothing_of_the_first(case, lead, second):
    with pytest.raises(ValidationError) as refused:
        open_case(second)
    said = str(refused.value)
    assert case.number in said
    assert "Sở Tư pháp" in said
    for private in (SECRET, case.name, lead.agency.name, lead.agency.short_name):
        assert private not in said


def test_its_own_case_is_refused_without_speaking_of_others(case, lead):
    with pytest.raises(ValidationError) as refused:
        open_case(lead)
    assert "Sở Tư pháp" not in str(refused.value)


def test_its_report_joins_the_case_and_stays_its_own(case, lead, second, report):
    assert take(report, second) == case
    report.refresh_from_db()
    assert (report.case, report.agency) == (case, second.agency)
    assert not cases_for(scope_of(second.author)).exists()


@pytest.mark.parametrize("is_taken", [True, False])
def test_a_page_that_is_no_fake_of_the_first_may_be_one_of_the_second(
    case, lead, second, report, is_taken
):
    if is_taken:
        take(report, second)
    settle(case, lead.approver)
    report.refresh_from_db()
    assert (report.is_open, report.case) == (True, None)
    new = take(report, second)
    assert (new.agency, Case.objects.count()) == (second.agency, 2)


def test_a_confirmed_fake_answers_both(case, lead, second, report):
    take(report, second)
    services.confirm_case(
        case_id=case.pk, reason="Đòi tiền.", user=lead.approver, now=timezone.now()
    )
    report.refresh_from_db()
    assert report.answered_by_case == case
    with pytest.raises(ValidationError, match=case.number):
        open_case(second)


def test_the_overseer_answers_for_all(case, second, report):
    settle(case, make_member(make_office("STP").agency, Role.OVERSEER))
    report.refresh_from_db()
    assert report.answered_by_case == case
