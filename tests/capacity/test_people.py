"""What an agency's people have learnt: recorded by its admin, read by those it concerns."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from network.agencies.models import AuditEntry, Membership, Role
from network.capacity.actions import CapacityAction
from network.capacity.models import Qualification, QualificationKind
from network.capacity.services import erase_old, remove_qualification
from tests.factories.accounts import signed_in
from tests.factories.capacity import make_qualification
from tests.factories.files import scan_of
from tests.factories.people import make_agency, make_member, serve

pytestmark = pytest.mark.django_db
LIST = "/admin/nang-luc/trinh-do/"
DAY = dt.timedelta(days=1)
PDF = scan_of("BANG CU NHAN")


@pytest.fixture(autouse=True)
def media(settings, tmp_path: Path) -> None:
    """Keep uploads apart."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def agency():
    """An agency."""
    return make_agency("Sở Y tế")


@pytest.fixture
def admin(client, agency):
    """Its admin, signed in."""
    user = make_member(agency, Role.AGENCY_ADMIN, name="Rơ Châm Hiền")
    signed_in(client, user)
    return user


@pytest.fixture
def lan(agency):
    """Its appraiser."""
    return make_member(agency, Role.APPRAISER, name="Nguyễn Thị Lan")


def form(**fields: Any) -> dict[str, Any]:
    """Return a filled form."""
    kind = QualificationKind.objects.get(key="tot-nghiep-luat")
    return {
        "kind": kind.pk,
        "title": "Trường Đại học Luật Hà Nội",
        "received_on": "30/06/2015",
    } | fields


def record(client, user, **fields: Any):
    """Return the answer to a posted form about a person of the agency."""
    membership = Membership.objects.filter(user=user).first()
    return client.post(reverse("capacity:record", args=[membership.pk]), form(**fields))


def text_of(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_admin_records_what_somebody_has_and_the_list_shows_it(client, admin, lan):
    people = text_of(client.get(reverse("agencies_people:index")))
    assert f'href="{LIST}"' in people
    assert "Chưa ghi nhận" in text_of(client.get(LIST))
    assert record(client, lan).status_code == 302
    page = text_of(client.get(LIST))
    assert "Tốt nghiệp luật (cử nhân trở lên) (2015): Trường Đại học Luật Hà Nội" in page
    row = AuditEntry.objects.get(action=CapacityAction.RECORDED)
    assert (row.actor, row.agency) == (admin, lan.memberships.get().agency)
    assert "Nguyễn Thị Lan" in row.subject


def test_only_appraisers_without_anything_valid_are_found_by_the_filter(client, admin, lan):
    second = make_member(Membership.objects.get(user=lan).agency, Role.APPRAISER, name="Ksor Phi")
    yesterday = timezone.localdate() - DAY
    agency = Membership.objects.get(user=lan).agency
    make_qualification(lan, agency)
    make_qualification(second, agency, "tap-huan-pbgdpl", valid_until=yesterday)
    make_qualification(second, agency, "tap-huan-tin-bai")
    page = text_of(client.get(f"{LIST}?state=unqualified"))
    assert "Ksor Phi" in page
    assert "(đã hết giá trị)" in page
    assert "Nguyễn Thị Lan" not in page


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"received_on": "01/01/2199"}, "Ngày này chưa tới"),
        ({"valid_until": "29/06/2015"}, "Ngày kết thúc"),
        (
            {"file": SimpleUploadedFile("bang.pdf", b"MZ khong phai PDF")},
            "nội dung không đúng với tên tệp",
        ),
        ({"file": SimpleUploadedFile("bang.exe", PDF)}, "exe"),
    ],
)
def test_what_cannot_be_is_refused_in_the_form(client, admin, lan, fields, said):
    assert said in text_of(record(client, lan, **fields))
    assert not Qualification.objects.exists()


def test_the_database_refuses_an_end_before_the_beginning(lan, agency):
    with pytest.raises(IntegrityError):
        make_qualification(lan, agency, valid_until=dt.date(2015, 6, 29))


def test_a_person_of_two_agencies_has_one_set_changed_by_who_recorded_it(
    client, admin, lan, agency
):
    other = make_agency("Sở Nội vụ")
    serve(lan, other, Role.AUTHOR)
    theirs = make_member(other, Role.AGENCY_ADMIN)
    record(client, lan, file=SimpleUploadedFile("bang.pdf", PDF))
    row = Qualification.objects.get()
    change = reverse("capacity:change", args=[row.pk])
    signed_in(client, theirs)
    page = text_of(client.get(LIST))
    assert "Trường Đại học Luật Hà Nội" in page
    assert change not in page
    assert client.get(change).status_code in {302, 403, 404}
    assert client.post(change, form(title="Khác")).status_code in {302, 403, 404}
    opened = client.get(reverse("capacity:file", args=[row.pk]))
    assert b"".join(opened.streaming_content) == PDF
    assert "no-store" in opened["Cache-Control"]
    with pytest.raises(PermissionDenied):
        remove_qualification(qualification=row, actor=theirs, now=timezone.now())
    signed_in(client, admin)
    assert client.post(change, form(title="Khác")).status_code == 302
    row.refresh_from_db()
    # The file that was there stays.
    assert (row.title, bool(row.file)) == ("Khác", True)


def test_nobody_else_sees_them_and_the_overseer_reads_alone(client, admin, lan, agency):
    record(client, lan, file=SimpleUploadedFile("bang.pdf", PDF))
    row = Qualification.objects.get()
    file = reverse("capacity:file", args=[row.pk])
    stranger = make_member(make_agency(), Role.AGENCY_ADMIN)
    signed_in(client, stranger)
    assert "Nguyễn Thị Lan" not in text_of(client.get(LIST))
    assert client.get(file).status_code in {302, 403, 404}
    for role in (Role.AUTHOR, Role.NETWORK_ADMIN, Role.REPORT_VIEWER):
        signed_in(client, make_member(agency, role))
        assert client.get(LIST).status_code in {302, 403}
        assert client.get(file).status_code in {302, 403, 404}
    signed_in(client, make_member(agency, Role.OVERSEER))
    page = text_of(client.get(f"{LIST}?agency=S%E1%BB%9F+Y+t%E1%BA%BF"))
    assert "Trường Đại học Luật Hà Nội" in page
    assert "/sua/" not in page and "/ghi-nhan/" not in page
    assert client.get(file).status_code == 200
    assert record(client, lan).status_code in {302, 403}
    assert Qualification.objects.count() == 1


def test_what_was_recorded_by_mistake_goes_with_its_file(
    client, admin, lan, tmp_path, django_capture_on_commit_callbacks
):
    record(client, lan, file=SimpleUploadedFile("bang.pdf", PDF))
    assert list(tmp_path.glob("qualifications/*.pdf"))
    change = reverse("capacity:change", args=[Qualification.objects.get().pk])
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(change, form(remove="on")).status_code == 302
    assert not Qualification.objects.exists()
    assert not list(tmp_path.glob("qualifications/*.pdf"))
    assert AuditEntry.objects.filter(action=CapacityAction.REMOVED).exists()


def test_a_year_after_the_last_membership_nothing_is_kept(settings, agency, lan):
    stays = make_member(agency, Role.AUTHOR)
    other = make_agency()
    serve(lan, other, Role.AUTHOR)
    for user in (lan, stays):
        make_qualification(user, agency)
    today = timezone.localdate()
    long_ago = today - (settings.QUALIFICATION_KEEP_DAYS + 1) * DAY
    past = Membership.objects.filter(user=lan)
    past.update(valid_from=long_ago - DAY)
    past.filter(agency=agency).update(valid_to=long_ago)
    # Another agency still has her.
    assert erase_old(today=today) == 0
    past.update(valid_to=long_ago + DAY)
    assert erase_old(today=today) == 0
    past.update(valid_to=long_ago)
    assert erase_old(today=today) == 1
    assert Qualification.objects.get().user == stays
