"""The decision that names people has its file, kept by the number that memberships carry."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from network.agencies.models import AuditEntry, Membership, Role
from network.capacity.actions import CapacityAction
from network.capacity.models import AssignmentDecision
from tests.factories.accounts import signed_in
from tests.factories.files import scan_of
from tests.factories.people import make_agency, make_member

pytestmark = pytest.mark.django_db
LIST = "/admin/nang-luc/quyet-dinh/"
PDF = scan_of()


@pytest.fixture(autouse=True)
def media(settings, tmp_path: Path) -> None:
    """Keep uploads apart."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def agency():
    """An agency whose author and appraiser serve by one decision, the admin by another."""
    made = make_agency("Sở Y tế")
    for role in (Role.AUTHOR, Role.APPRAISER):
        make_member(made, role)
    return made


@pytest.fixture
def admin(client, agency):
    """Its admin, signed in."""
    user = make_member(agency, Role.AGENCY_ADMIN)
    Membership.objects.filter(user=user).update(decision_number="07/QĐ-SYT")
    signed_in(client, user)
    return user


def add_file(client, agency, content: bytes = PDF, day: str = "05/01/2026"):
    """Return the answer to the posted file of the decision that names the author."""
    membership = Membership.objects.get(agency=agency, role=Role.AUTHOR)
    address = reverse("capacity:file_decision", args=[membership.pk])
    file = SimpleUploadedFile("quyet-dinh.pdf", content)
    return client.post(address, {"decided_on": day, "file": file})


def text_of(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def test_one_file_stands_for_all_whom_the_decision_names(client, admin, agency):
    assert f'href="{LIST}"' in text_of(client.get(reverse("agencies_people:index")))
    page = text_of(client.get(LIST))
    assert page.count("Thêm tệp") == 2
    assert add_file(client, agency).status_code == 302
    page = text_of(client.get(LIST))
    assert (page.count("Thêm tệp"), page.count("Thay tệp")) == (1, 1)
    assert "05/01/2026" in page
    missing = text_of(client.get(f"{LIST}?state=missing"))
    assert "07/QĐ-SYT" in missing and "12/QĐ-STP" not in missing
    row = AssignmentDecision.objects.get()
    opened = client.get(reverse("capacity:decision_file", args=[row.pk]))
    assert b"".join(opened.streaming_content) == PDF
    assert AuditEntry.objects.get(action=CapacityAction.FILE_KEPT).subject == "12/QĐ-STP"
    lines = b"".join(client.get(f"{LIST}xuat/").streaming_content).decode()
    assert "12/QĐ-STP,05/01/2026,Sở Y tế,2," in lines


def test_another_file_takes_the_place_of_the_first(
    client, admin, agency, tmp_path, django_capture_on_commit_callbacks
):
    add_file(client, agency)
    with django_capture_on_commit_callbacks(execute=True):
        assert add_file(client, agency, PDF + b"\n").status_code == 302
    assert AssignmentDecision.objects.count() == 1
    assert len(list(tmp_path.glob("assignment_decisions/*.pdf"))) == 1


@pytest.mark.parametrize(
    ("content", "day", "said"),
    [
        (b"MZ khong phai PDF", "05/01/2026", "nội dung không đúng với tên tệp"),
        (PDF, "05/01/2199", "Ngày này chưa tới"),
    ],
)
def test_what_cannot_be_is_refused(client, admin, agency, content, day, said):
    assert said in text_of(add_file(client, agency, content, day))
    assert not AssignmentDecision.objects.exists()


def test_other_agencies_reach_nothing_and_the_overseer_reads(client, admin, agency):
    add_file(client, agency)
    file = reverse("capacity:decision_file", args=[AssignmentDecision.objects.get().pk])
    signed_in(client, make_member(make_agency(), Role.AGENCY_ADMIN))
    assert "Sở Y tế" not in text_of(client.get(LIST)).partition("<tbody")[2]
    assert client.get(file).status_code in {302, 403, 404}
    assert add_file(client, agency).status_code in {302, 403, 404}
    signed_in(client, make_member(agency, Role.OVERSEER))
    page = text_of(client.get(LIST))
    assert "Mở quyết định" in page and "them-tep" not in page
    assert client.get(file).status_code == 200
    assert add_file(client, agency).status_code in {302, 403, 404}
    signed_in(client, make_member(agency, Role.AUTHOR))
    assert client.get(LIST).status_code in {302, 403}
