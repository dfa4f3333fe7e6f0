"""The officers' way through a case by its buttons, and who opens what."""

import datetime as dt
import io
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from docx import Document

from network.agencies.models import Role
from network.channels.models import Case, CaseAuthority, CaseState, FakeReport
from network.hub.models import HubSettings
from tests.factories.accounts import signed_in
from tests.factories.cases import make_case, make_report, screenshot
from tests.factories.channels import add_channel
from tests.factories.moderation import make_member, make_office

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def act(client, name, case, **data):
    """Open the form as its button does, read on which page it is, and send it."""
    address = reverse(f"cases_desk:{name}", args=[case.pk])
    assert address in client.get(reverse("cases_desk:case", args=[case.pk])).content.decode()
    assert case.name in client.get(address).content.decode()
    answer = client.post(address, data)
    assert answer.status_code == 302, answer.context["form"].errors
    case.refresh_from_db()


def test_from_a_report_to_a_warning_and_back(client, office):
    signed_in(client, office.author)
    report = make_report(office.agency, name="So STP hoan tien", picture=screenshot())
    twin = make_report(office.agency, url=report.url, address_key=report.address_key)
    page = client.get(reverse("fake_reports_desk:report", args=[report.pk])).content.decode()
    assert "Sở STP (1,00)" in page or "Sở STP (0,9" in page
    take = reverse("fake_reports_desk:take", args=[report.pk])
    assert client.get(take).context["form"].initial["name"] == report.name
    # What a citizen called it goes no further: a warning would say it on every page.
    name = "Sở STP - Hoàn tiền"
    assert client.post(take, {"agency": office.agency.pk, "name": name}).status_code == 302
    case = Case.objects.get()
    assert case.name == name
    page = client.get(reverse("cases_desk:case", args=[case.pk])).content.decode()
    assert report.text in page
    assert f'href="{case.url}"' not in page
    act(client, "verify", case)
    signed_in(client, office.approver)
    page = client.get(reverse("cases_desk:case", args=[case.pk])).content.decode()
    assert "Hãy thêm ảnh" in page
    signed_in(client, office.author)
    act(client, "add_evidence", case, file=screenshot(), words="Trang đầu")
    confirm = reverse("cases_desk:confirm", args=[case.pk])
    client.post(confirm, {"reason": "Đòi tiền."})
    case.refresh_from_db()
    assert case.state == CaseState.VERIFYING
    signed_in(client, office.approver)
    act(client, "confirm", case, reason="Đòi tiền.")
    assert case.state == CaseState.CONFIRMED
    assert case.name in client.get("/").content.decode()
    assert {each.answered_by_case for each in FakeReport.objects.all()} == {case}
    twin.refresh_from_db()
    assert twin.case == case
    act(client, "notify", case, authority=5, reference="12/STP")
    signed_in(client, office.author)
    act(client, "add_evidence", case, file=screenshot(), words="Trang không còn")
    signed_in(client, office.approver)
    act(client, "look", case, seen="gone")
    assert case.state == CaseState.GONE
    act(client, "look", case, seen="there")
    act(client, "reopen", case, reason="Xem lại.")
    assert case.name not in client.get("/").content.decode()
    act(client, "settle", case, outcome="similar", reason="Trang của tỉnh khác.")
    page = client.get(reverse("cases_desk:case", args=[case.pk])).content.decode()
    assert "Tên tương tự" in page


def test_a_report_of_a_registered_page_says_whose_it_is(client, office):
    channel = add_channel(office.agency, office.author, leader=office.approver, url="fb.com/stpgl")
    report = make_report(office.agency, url=channel.url, address_key=channel.address_key)
    signed_in(client, office.author)
    page = client.get(reverse("fake_reports_desk:report", args=[report.pk])).content.decode()
    assert str(channel) in page


def test_the_page_stands_beside_the_official_one_that_it_is_like(client, office):
    office.agency.name = "Sở Tư pháp"
    office.agency.save()
    case = make_case(
        office.agency, office.author, name="Ѕở Tư pháp hoàn tiền", url="facebook.com/61559999902"
    )
    signed_in(client, office.author)
    address = reverse("cases_desk:case", args=[case.pk])

    def rows():
        table = client.get(address).content.decode().partition('<table class="listing stacked">')[2]
        cells = re.findall(r"<td[^>]*>(.*?)</td>", table.partition("</table>")[0], re.DOTALL)
        return [[" ".join(cell.split()) for cell in cells[at : at + 4]] for at in range(0, 24, 4)]

    name, words, letters, place, _number, since = rows()
    assert name[1:] == ["Ѕở Tư pháp hoàn tiền", "Sở Tư pháp", "giống nhau: 0,95"]
    assert words[1].startswith("<mark>so</mark> <mark>tu</mark> <mark>phap</mark> hoan")
    assert words[3] == "chứa trọn tên chính thức"
    assert letters[1:3] == ["“Ѕ” U+0405", "không có chữ lạ"]
    assert place[2:] == ["chưa đăng ký trang nào", "Chưa có trong danh sách"]
    assert since[2] == ""
    channel = add_channel(
        office.agency,
        office.author,
        leader=office.approver,
        url="facebook.com/pbgdpl.stp",
        platform_number="61550000014",
    )
    _name, _words, _letters, place, number, since = rows()
    assert place[2] == f"Phổ biến pháp luật <code>{channel.url}</code>"
    assert number[1:] == ["61559999902", "61550000014", "mã số khác"]
    assert since[2].startswith("phê duyệt")


def test_letters_are_there_once_it_is_confirmed_and_hold_its_facts(client, office):
    hub = HubSettings.load()
    hub.owner = "UBND tỉnh Gia Lai"
    hub.save()
    opener = office.author
    open_case = make_case(office.agency, opener)
    # A letter that no DOCX holds stands in the name.
    odd = "Sở\uffff Y tế <hoàn tiền>"
    case = make_case(office.agency, opener, office.approver, state=CaseState.CONFIRMED, name=odd)
    signed_in(client, opener)
    for each, key, status in (
        *((open_case, "cong-an-tinh", 404), (case, "zalo", 404)),
        *((case, "cong-an-tinh", 200), (case, "facebook", 200)),
    ):
        answer = client.get(reverse("cases_desk:letter", args=[each.pk]), {"noi": key})
        assert answer.status_code == status
    document = Document(io.BytesIO(answer.content))
    words = "\n".join(each.text for each in document.paragraphs)
    [evidence] = case.evidence.all()
    addressee = CaseAuthority.objects.get(key="facebook").name
    for fact in ("Sở Y tế <hoàn tiền>", case.url, evidence.sha256, addressee):
        assert fact in words
    head = document.tables[0].cell(0, 0).text
    assert head.startswith("UBND TỈNH GIA LAI\nSỞ STP")


def test_another_agency_finds_nothing_and_the_overseer_all(client, office):
    case = make_case(office.agency, office.author)
    report = make_report(office.agency, picture=screenshot())
    addresses = [
        reverse("cases_desk:case", args=[case.pk]),
        reverse("cases_desk:evidence", args=[case.evidence.get().pk]),
        reverse("fake_reports_desk:report", args=[report.pk]),
        reverse("fake_reports_desk:picture", args=[report.pk]),
    ]
    other = make_office("SYT")
    overseer = make_member(other.agency, Role.OVERSEER)
    for person, status in ((other.approver, 404), (overseer, 200), (office.author, 200)):
        signed_in(client, person)
        assert {client.get(each).status_code for each in addresses} == {status}
        lists = [client.get(reverse(f"{n}:index")) for n in ("cases_desk", "fake_reports_desk")]
        assert [each.status_code for each in lists] == [200, 200]
        found = [case.name in each.content.decode() for each in lists]
        assert found[0] is (status == 200)
    client.logout()
    media = [case.evidence.get().file.name, report.picture.name]
    assert {client.get(f"/media/{name}").status_code for name in media} == {404}


def test_both_wait_on_the_start_page_of_agency_and_overseer(client, office):
    case = make_case(office.agency, office.author, name="Trang lạ của Sở")
    make_report(office.agency, name="Trang bị báo")
    overseer = make_member(make_office("SYT").agency, Role.OVERSEER)
    for person in (office.appraiser, overseer):
        signed_in(client, person)
        page = re.sub(r"\s+", " ", client.get(reverse("wagtailadmin_home")).content.decode())
        assert case.name in page
        assert "Trang bị báo" in page


def test_only_the_overseer_says_where_fakes_are_reported_to_as_duties_move(client, office):
    case = make_case(office.agency, office.author, office.approver, state=CaseState.CONFIRMED)
    listed, form = reverse("cases_desk:authorities"), reverse("cases_desk:set_authority")
    for person in office.people.values():
        signed_in(client, person)
        assert {client.get(each).status_code for each in (listed, form)} == {403}
    signed_in(client, make_member(make_office("SYT").agency, Role.OVERSEER))
    assert "Cục An ninh mạng" in client.get(listed).content.decode()
    day = timezone.localdate()
    facts = {"way": "Công văn", "request": "xác minh", "valid_from": day.strftime("%d/%m/%Y")}
    sent = client.post(form, facts | {"name": "Trung tâm An ninh mạng"})
    assert sent["Location"] == listed
    assert (
        "có trong danh sách" in client.post(form, facts | {"name": "Trung tâm An ninh mạng"}).text
    )
    new = CaseAuthority.objects.get(name="Trung tâm An ninh mạng")
    offered = reverse("cases_desk:notify", args=[case.pk])
    assert new.name in client.get(offered).text
    client.post(offered, {"authority": new.pk, "reference": "12/STP"})
    own = f"{form}?ma={new.key}"
    assert 'value="Công văn"' in client.get(own).text
    # What was sent to one body was not sent to the next.
    assert "theo tên cũ" in client.post(own, facts | {"name": "Bộ khác"}).text
    over = (day - dt.timedelta(days=1)).strftime("%d/%m/%Y")
    facts |= {"name": new.name, "valid_to": over}
    assert "trước ngày bắt đầu" in client.post(own, facts).text
    assert client.post(own, facts | {"valid_from": over}).status_code == 302
    assert new.name not in client.get(offered).text
    assert new.name in client.get(listed).text
