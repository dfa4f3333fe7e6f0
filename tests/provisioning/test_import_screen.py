"""Agencies imported and opened on screens: looked at first, then brought in, all or nothing."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from network.agencies import importing
from network.agencies.models import Agency, AuditEntry, Role
from network.provisioning import import_views
from network.provisioning.actions import ProvisioningAction
from sites.models import AgencyHomePage
from tests.factories.accounts import signed_in
from tests.factories.people import make_agency, make_member

pytestmark = pytest.mark.django_db
IMPORT = reverse("provisioning:import")
HEADER = "code,name,short_name,kind,parent,slug,host_label,confidence,note\n"
LINE = "DS,Ủy ban nhân dân xã Đăk Song,UBND xã Đăk Song,ubnd_xa,,,,S,\n"
DATA = Path(importing.__file__).resolve().parent / "data"


@pytest.fixture
def boss(client):
    """A network admin, signed in in `client`; the home agency has its admin."""
    home = make_agency("Sở Tư pháp")
    make_member(home, Role.AGENCY_ADMIN)
    user = make_member(home, Role.NETWORK_ADMIN)
    signed_in(client, user)
    return user


def look(client, text: str | bytes, **more):
    """Choose a file, and press the first button."""
    data = text if isinstance(text, bytes) else (HEADER + text).encode()
    return client.post(
        IMPORT, {"file": SimpleUploadedFile("co-quan.csv", data), "sections": "on"} | more
    )


def looked_at(answer) -> str:
    """Return what the second button sends."""
    field = BeautifulSoup(answer.content, "html.parser").select_one("[name=looked_at]")
    return field["value"] if field else ""


def test_a_file_is_looked_at_then_brought_in_with_its_section(client, boss):
    seen = look(client, LINE)
    assert "1 mới, 0 thay đổi, 0 giữ nguyên" in seen.content.decode()
    assert not Agency.objects.filter(code="DS").exists()
    assert client.post(IMPORT, {"looked_at": looked_at(seen)}).status_code == 302
    agency = Agency.objects.get(code="DS")
    assert (agency.slug, agency.home_page.live) == ("xa-dak-song", True)
    entry = AuditEntry.objects.get(action=ProvisioningAction.AGENCIES_IMPORTED)
    assert (entry.actor, entry.subject, entry.detail["created"]) == (boss, "co-quan.csv", 1)
    assert entry.detail["sha256"][:12] in seen.content.decode()


def test_what_is_new_changed_and_as_before_is_told(client, boss):
    other = "YT,Sở Y tế,Sở Y tế,so,,so-y-te,,S,\n"
    client.post(IMPORT, {"looked_at": looked_at(look(client, LINE + other))})
    third = "NV,Sở Nội vụ,Sở Nội vụ,so,,so-noi-vu,,S,\n"
    seen = look(client, LINE + other.replace("Sở Y tế,Sở", "Sở Y tế tỉnh,Sở") + third)
    assert "1 mới, 1 thay đổi, 1 giữ nguyên" in seen.content.decode()


def test_without_the_tick_no_section_is_opened(client, boss):
    seen = look(client, LINE, sections="")
    client.post(IMPORT, {"looked_at": looked_at(seen)})
    assert not AgencyHomePage.objects.filter(agency__code="DS").exists()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (LINE + LINE, "Dòng 3"),
        (LINE.replace("ubnd_xa", "xa"), "không có loại “xa”"),
        (LINE.replace(",,,,S", ",KHONG,,,S"), "không có cơ quan cấp trên “KHONG”"),
        (LINE.replace("DS,", ","), "thiếu mã"),
        (LINE.replace(",,,,S", ",,tim-kiem,,S"), "là địa chỉ của chính mạng lưới"),
        (b"\n \n", "tệp trống"),
        (b"a,b\n1,2\n", "không nhận ra hàng tiêu đề"),
        (HEADER.encode() + b"\xff\xfe\xfd", "UTF-8"),
    ],
)
def test_each_bad_line_is_told_in_vietnamese_and_nothing_changes(client, boss, text, told):
    seen = look(client, text)
    assert told in seen.content.decode()
    assert not looked_at(seen)
    assert Agency.objects.count() == 1


def test_a_file_too_large_is_refused(client, boss, monkeypatch):
    monkeypatch.setattr(import_views, "MAX_BYTES", 100)
    assert "1 MB" in str(look(client, LINE).context["form"].errors)


def test_what_has_changed_meanwhile_is_judged_anew(client, boss):
    seen = look(client, LINE)
    Agency.objects.update(slug="xa-dak-song")
    answer = client.post(IMPORT, {"looked_at": looked_at(seen)})
    assert "đã thuộc cơ quan" in answer.content.decode()
    assert not AuditEntry.objects.filter(action=ProvisioningAction.AGENCIES_IMPORTED).exists()


def test_nobody_brings_in_what_was_not_looked_at(client, boss):
    seen = looked_at(look(client, LINE))
    other = signed_in(type(client)(), make_member(Agency.objects.get(), Role.NETWORK_ADMIN))
    for browser, sent in ((client, seen[:-2] + "xx"), (client, ""), (other, seen)):
        assert browser.post(IMPORT, {"looked_at": sent}).status_code == 302
    assert Agency.objects.count() == 1


@pytest.mark.parametrize("role", [Role.AGENCY_ADMIN, Role.OVERSEER, Role.REPORT_VIEWER])
def test_nobody_else_imports_or_opens(client, boss, role):
    seen = looked_at(look(client, LINE, sections=""))
    client.post(IMPORT, {"looked_at": seen})
    agency = Agency.objects.get(code="DS")
    home = Agency.objects.exclude(code="DS").get()
    signed_in(client, make_member(home, role))
    opening = reverse("provisioning:open_section", args=[agency.pk])
    asked = (client.get(IMPORT), look(client, LINE), client.get(opening), client.post(opening))
    for answer in asked:
        assert answer.status_code in (302, 403)
    assert not AgencyHomePage.objects.filter(agency=agency).exists()


def test_a_section_is_opened_from_the_list_once(client, boss):
    client.post(IMPORT, {"looked_at": looked_at(look(client, LINE, sections=""))})
    agency = Agency.objects.get(code="DS")
    opening = reverse("provisioning:open_section", args=[agency.pk])
    listed = reverse("agencies_agency_modeladmin_index")
    assert opening in client.get(listed).content.decode()
    assert "Đăk Song" in client.get(opening).content.decode()
    assert client.post(opening).status_code == 302
    assert AgencyHomePage.objects.get(agency=agency).live
    entry = AuditEntry.objects.get(action=ProvisioningAction.SECTION_OPENED)
    assert (entry.agency, entry.actor) == (agency, boss)
    assert opening not in client.get(listed).content.decode()
    assert client.post(opening).status_code == 404


def test_the_provinces_own_list_comes_in_with_all_its_sections(client, boss):
    Agency.objects.update(code="KHAC", slug="khac")
    seen = look(client, (DATA / "agencies_2019.csv").read_bytes())
    assert client.post(IMPORT, {"looked_at": looked_at(seen)}).status_code == 302
    assert Agency.objects.count() == 67
    assert AgencyHomePage.objects.count() > 40
