"""What an agency has for the work in a year: one form, one list with its sums, two files."""

import io
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from network.agencies.models import AuditEntry, Role
from network.capacity.actions import CapacityAction
from network.capacity.models import BudgetLine, Resource
from network.capacity.resource_services import enter_resources
from tests.factories.accounts import signed_in
from tests.factories.capacity import make_resources
from tests.factories.people import make_agency, make_member

pytestmark = pytest.mark.django_db
LIST = "/admin/nang-luc/nguon-luc/"


@pytest.fixture
def year() -> int:
    """The year of today."""
    return timezone.localdate().year


@pytest.fixture
def agency():
    """An agency."""
    return make_agency("Sở Y tế")


@pytest.fixture
def admin(client, agency):
    """Its admin, signed in."""
    user = make_member(agency, Role.AGENCY_ADMIN)
    signed_in(client, user)
    return user


def address(agency, year: int) -> str:
    return reverse("capacity:enter", args=[agency.pk, year])


def form(**fields: Any) -> dict[str, Any]:
    """Return a filled form."""
    leaflets = BudgetLine.objects.get(key="to-gap").pk
    filled = {"plan_number": "24/KH-SYT", "people": "3", "equipment": "Hai máy tính"}
    return filled | {f"planned-{leaflets}": "1.500.000", f"spent-{leaflets}": "900000"} | fields


def text_of(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_admin_enters_a_year_and_finds_it_in_the_list(client, admin, agency, year):
    assert f'href="{address(agency, year)}"' in text_of(client.get(LIST))
    assert client.post(address(agency, year), form()).status_code == 302
    page = text_of(client.get(LIST))
    assert "dự toán 1.500.000, đã chi 900.000" in page
    assert f"Năm {year}, 1 cơ quan: dự toán 1.500.000 đồng, đã chi 900.000 đồng, 3 người." in page
    assert AuditEntry.objects.get(action=CapacityAction.RESOURCES).subject == str(year)
    # Entered again it is put right, not doubled.
    assert client.post(address(agency, year), form(people="4")).status_code == 302
    assert Resource.objects.get().people == 4


def test_the_first_form_of_a_year_is_copied_from_the_year_before(client, admin, agency, year):
    make_resources(agency, year - 1, planned=2_000_000, spent=1_900_000)
    page = text_of(client.get(address(agency, year)))
    assert f"Chép từ năm {year - 1}" in page
    assert 'value="2.000.000"' in page
    # What was spent and the plan are of the year before.
    assert "1.900.000" not in page
    assert "24/KH" not in page.partition("<form")[2].partition("help")[0]
    make_resources(agency, year, planned=5)
    assert "Chép từ năm" not in text_of(client.get(address(agency, year)))


@pytest.mark.parametrize("amount", ["1.5", "-5", "1,5", "mười", "99999999999999"])
def test_what_is_no_amount_is_refused(client, admin, agency, year, amount):
    line = BudgetLine.objects.get(key="khac").pk
    answer = client.post(address(agency, year), form(**{f"planned-{line}": amount}))
    assert "error-message" in text_of(answer)
    assert not Resource.objects.exists()


def test_years_that_are_closed_and_other_agencies_are_refused(client, admin, agency, year):
    for closed in (year - 2, year + 2):
        assert client.get(address(agency, closed)).status_code == 404
    foreign = make_agency()
    assert client.get(address(foreign, year)).status_code in {302, 403, 404}
    assert client.post(address(foreign, year), form()).status_code in {302, 403, 404}
    with pytest.raises(PermissionDenied):
        enter_resources(agency=foreign, year=year, facts=None, actor=admin, now=timezone.now())
    assert not Resource.objects.exists()


def test_the_database_keeps_one_row_a_year(agency, year):
    make_resources(agency, year)
    with pytest.raises(IntegrityError):
        make_resources(agency, year)


def test_the_overseer_reads_the_sums_of_all_and_enters_nothing(client, agency, year):
    other = make_agency("Sở Nội vụ")
    make_resources(agency, year, planned=2_000_000, spent=500_000, equipment="=HYPERLINK(1)")
    make_resources(other, year, planned=1_000_000)
    make_resources(other, year - 1, planned=7_000_000)
    signed_in(client, make_member(agency, Role.OVERSEER))
    page = text_of(client.get(f"{LIST}?year={year}"))
    assert f"Năm {year}, 2 cơ quan: dự toán 3.000.000 đồng, đã chi 500.000 đồng" in page
    assert f"Năm {year - 1}, 1 cơ quan: dự toán 7.000.000 đồng" in text_of(client.get(LIST))
    assert address(agency, year) not in page
    assert client.post(address(agency, year), form()).status_code in {302, 403, 404}
    workbook = client.get(f"{LIST}xlsx/?year={year}")
    rows = list(load_workbook(io.BytesIO(workbook.content)).active.values)
    assert rows[0][:4] == ("Cơ quan", "Năm", "Dự toán", "Đã chi")
    assert [row[:4] for row in rows[1:]] == [
        ("Sở Nội vụ", year, 1_000_000, 0),
        ("Sở Y tế", year, 2_000_000, 500_000),
    ]
    assert "'=HYPERLINK(1)" in rows[2]
    assert sum(rows[2][7:]) == 2_500_000
    lines = b"".join(client.get(f"{LIST}xuat/?year={year}").streaming_content).decode()
    assert f"Sở Y tế,{year},2000000,500000" in lines
    for role in (Role.REPORT_VIEWER, Role.NETWORK_ADMIN, Role.AUTHOR):
        signed_in(client, make_member(agency, role))
        assert client.get(LIST).status_code in {302, 403}
