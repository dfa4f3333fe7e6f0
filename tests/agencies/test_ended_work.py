"""People whose only agency has ended read where their work goes on; its new agency sees them."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from network.agencies.models import Agency, Membership, Role
from tests.factories.accounts import make_user, signed_in
from tests.factories.moderation import make_member, make_office
from tests.factories.reorganisations import carry_out, make_plan

pytestmark = pytest.mark.django_db
YESTERDAY = timezone.localdate() - dt.timedelta(days=1)
OVERVIEW = reverse("agencies_people:overview")


@pytest.fixture
def former():
    return make_office("STTTT")


@pytest.fixture
def heir():
    return make_office("SKHCN")


@pytest.fixture
def network_admin():
    return make_member(make_office("SNV").agency, Role.NETWORK_ADMIN)


def refused(client, person) -> str:
    """Return what the person reads who opens the admin."""
    answer = signed_in(client, person).get(reverse("wagtailadmin_home"))
    assert answer.status_code == 403
    return " ".join(answer.content.decode().split())


def test_whose_agency_was_merged_reads_who_took_over_and_of_the_invitation(
    client, former, heir, network_admin
):
    carry_out(make_plan(("sap_nhap", former.agency, heir.agency)), network_admin)
    page = refused(client, former.author)
    today = timezone.localdate().strftime("%d/%m/%Y")
    assert f"Sở STTTT đã kết thúc hoạt động từ ngày {today}" in page
    assert "Cơ quan tiếp nhận công việc: Sở SKHCN" in page
    assert f"Lời mời làm việc cho Sở SKHCN đã gửi đến {former.author.email}" in page
    assert f'action="{reverse("account_logout")}"' in page


def test_whose_agency_was_closed_reads_that_nobody_took_over(client, former, network_admin):
    carry_out(make_plan(("giai_the", former.agency, None)), network_admin)
    page = refused(client, former.author)
    assert "Không có cơ quan nào tiếp nhận công việc" in page
    assert "Lời mời" not in page


@pytest.mark.parametrize("last_day", [YESTERDAY - dt.timedelta(days=9), None])
def test_others_who_are_refused_read_of_no_agency(client, former, heir, network_admin, last_day):
    """Whoever had left before, and whoever never served an agency."""
    person = make_member(former.agency, Role.AUTHOR) if last_day else make_user()
    Membership.objects.filter(user=person).update(valid_to=last_day)
    carry_out(make_plan(("sap_nhap", former.agency, heir.agency)), network_admin)
    page = refused(client, person)
    assert "Sở STTTT" not in page
    assert "Bạn không có quyền xem trang này" in page


def test_the_people_of_an_agency_are_listed_with_the_invited_ones(client, former, heir):
    overseer = make_member(make_office("STP").agency, Role.OVERSEER)
    new = Agency.objects.create(code="MOI", name="Xã Mới", short_name="Xã Mới", kind="ubnd_xa")
    carry_out(
        make_plan(("hop_nhat", former.agency, new)), make_member(heir.agency, Role.NETWORK_ADMIN)
    )
    desk = signed_in(client, overseer)
    for address in (OVERVIEW, reverse("agencies_people:overview_results")):
        page = desk.get(address, {"agency": "MOI"}).content.decode()
        assert "Lời mời chưa được chấp nhận (4)" in page
        assert former.author.email in page
        assert former.author.email not in desk.get(address, {"agency": "SKHCN"}).content.decode()
