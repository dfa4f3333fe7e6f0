"""The front of an agency: whom to call, which pages are its own, and what was here before."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from network.agencies.models import Succession
from network.channels.models import CaseState, ChannelState
from network.hub.models import Contact, Situation
from tests.factories.activities import make_reporter
from tests.factories.cases import make_case
from tests.factories.channels import add_channel
from tests.factories.sections import make_event, make_place, make_section

pytestmark = pytest.mark.django_db


def shown(client, home) -> str:
    response = client.get(home.url)
    assert response.status_code == 200
    return response.content.decode()


def part(text: str, name: str) -> str:
    """Return the section of the page under the heading of this id."""
    return text.partition(f'aria-labelledby="{name}"')[2].partition("</section>")[0]


def test_a_commune_says_when_its_one_stop_office_is_open_and_what_it_was_made_of(client):
    home = make_section("UBND phường Pleiku", code="23575", phone="0269.0000.018")
    hours = {"hours": "Thứ Hai đến thứ Sáu", "keeper_code": "23575"}
    Contact.objects.create(kind="one_stop", name="Một cửa phường Pleiku", **hours)
    text = shown(client, home)
    head = text.partition('class="page-head"')[2].partition('class="section-menu"')[0]
    assert "Một cửa phường Pleiku: <strong>Thứ Hai đến thứ Sáu</strong>" in head
    assert "Chưa có số" in part(text, "reach")
    assert "0269.0000.018" in part(text, "reach")
    before = part(text, "before")
    assert "Trước 01/07/2025" in before
    assert "Phường Hoa Lư" in before and "Thành phố Pleiku" in before


def test_an_agency_leads_to_those_whose_work_it_does(client):
    home = make_section("Sở Y tế", valid_from=dt.date(2025, 7, 1))
    former = make_section("Sở Lao động", valid_to=dt.date(2025, 6, 30))
    assert 'id="before"' not in shown(client, home)
    day = dt.date(2025, 7, 1)
    for name, agency in ((former.agency.name, former.agency), ("Sở Y tế Bình Định", None)):
        Succession.objects.create(
            successor=home.agency,
            predecessor=agency,
            predecessor_name=name,
            kind="sap_nhap",
            date=day,
        )
    before = part(shown(client, home), "before")
    assert "Từ ngày 01/07/2025 tiếp nhận việc" in before
    assert f'href="{former.url}"' in before
    assert "<span>Sở Y tế Bình Định</span>" in before


def test_a_body_of_unknown_age_and_a_commune_say_which_ones_they_took_over_and_by_what(client):
    office, commune = make_section("Sở Y tế"), make_section("UBND phường Pleiku", code="23575")
    former = make_section("UBND phường Thống Nhất", valid_to=dt.date(2026, 12, 2))
    day = dt.date(2026, 12, 3)
    for heir in (office, commune):
        Succession.objects.create(
            successor=heir.agency,
            predecessor=former.agency,
            predecessor_name=former.agency.name,
            kind="sap_nhap",
            date=day,
            legal_basis="Nghị quyết 12/NQ-HĐND",
        )
    unit = {"predecessor_name": "Phường Hoa Lư", "kind": "hop_nhat", "date": dt.date(2025, 7, 1)}
    Succession.objects.create(successor=commune.agency, **unit)
    for heir in (office, commune):
        before = part(shown(client, heir), "before")
        assert "Từ ngày 03/12/2026 tiếp nhận việc" in before
        assert "theo Nghị quyết 12/NQ-HĐND" in before
        assert f'href="{former.url}"' in before
    # The units of a commune stand once, in its sentence.
    assert before.count("Phường Hoa Lư") == 1


@pytest.mark.parametrize(("needs", "tiles"), [(2, 0), (3, 3)])
def test_fewer_than_three_needs_are_rows_because_a_lonely_tile_looks_lost(client, needs, tiles):
    home = make_section("Sở Y tế", code="SYT-2025")
    Situation.objects.update(agency_codes=[])
    chosen = Situation.objects.values("pk")[:needs]
    Situation.objects.filter(pk__in=[each["pk"] for each in chosen]).update(
        agency_codes=["SYT-2025"]
    )
    found = part(shown(client, home), "needs")
    assert len(re.findall('class="tiles__sign"', found)) == tiles
    assert len(re.findall('href="/toi-can/[a-z]', found)) == needs


def test_each_page_on_a_network_says_its_state_and_what_is_closed_comes_last(client, office):
    home = office.agency.home_page
    states = ((ChannelState.CLOSED, dt.date(2025, 7, 1)), (ChannelState.PAUSED, None))
    for number, (state, ended_on) in enumerate(states):
        add_channel(
            office.agency,
            office.author,
            leader=office.approver,
            url=f"facebook.com/sotuphap{number}",
            state=state,
            ended_on=ended_on,
        )
    rows = part(shown(client, home), "channels")
    assert rows.index("Tạm dừng") < rows.index("Không còn là trang chính thức")
    assert "01/07/2025" in rows


def test_the_front_warns_of_the_fakes_of_its_own_agency_only(client, office):
    own, other = office.agency.home_page, make_section("Sở Y tế")
    make_case(office.agency, office.author, office.approver, state=CaseState.CONFIRMED)
    assert 'class="fake-band"' in shown(client, own)
    assert 'class="fake-band"' not in shown(client, other)


def test_a_front_announces_its_own_events_to_come_with_their_day_soonest_first(client):
    home = make_section("UBND phường Pleiku", code="23575")
    assert 'id="coming"' not in shown(client, home)
    today = timezone.localtime().replace(hour=8, minute=0, second=0, microsecond=0)
    days = {"Hết rồi": -2, "Chủ tịch tiếp dân": 9, "Bàn hỏi luật": 2}
    for title, in_days in days.items():
        make_event(
            make_place(home, slug=f"x{in_days}"), title, begins=today + dt.timedelta(in_days)
        )
    make_event(make_place(make_section("Sở Y tế")), "Của nơi khác")
    coming = part(shown(client, home), "coming")
    titles = re.findall('entries__title"[^>]*>([^<]*)', coming)
    assert titles == ["Bàn hỏi luật", "Chủ tịch tiếp dân"]
    assert f"<strong>{today + dt.timedelta(2):%d}</strong>" in coming
    assert "08:00" in coming and "Nhà văn hóa xã" in coming


def test_a_commune_names_who_explains_the_law_in_a_highland_language_own_ones_first(client):
    commune = make_section("UBND phường Pleiku", code="23575")
    department = make_section("Sở Tư pháp", code="STP-2025")
    day = dt.date(2026, 1, 5)
    make_reporter(department.agency, "Ksor Nay", consent_on=day)
    make_reporter(department.agency, "Đinh Yă", consent_on=day, languages=["vi", "bdq"])
    own = make_reporter(commune.agency, "Siu Bluk", consent_on=day, level="commune")
    reach = part(shown(client, commune), "reach")
    assert "Tiếng Jrai" in reach and "Siu Bluk" in reach and "Ksor Nay" not in reach
    assert "Đinh Yă" in reach
    assert f"/bao-cao-vien/?xa={commune.slug}&amp;tieng=jra" in reach
    # Reporters of a commune stay there, and nobody is named without consent.
    own.consent_on = None
    own.save()
    assert "Ksor Nay" in part(shown(client, commune), "reach")
    assert "Siu Bluk" not in part(shown(client, make_section("Sở Y tế")), "reach")


def test_a_commune_shows_the_free_legal_aid_of_the_province(client):
    home = make_section("UBND phường Pleiku", code="23575")
    aid = {"kind": "legal_aid", "keeper_code": "STP-2025"}
    Contact.objects.create(name="Trung tâm Trợ giúp pháp lý", **aid)
    Contact.objects.create(name="Của xã khác", place_code="21583", **aid)
    reach = part(shown(client, home), "reach")
    assert "Trung tâm Trợ giúp pháp lý" in reach and "Của xã khác" not in reach
    assert "Trợ giúp" not in part(shown(client, make_section("Sở Y tế")), "reach")


def test_an_agency_without_address_and_telephone_says_so_once(client):
    says = "Cơ quan chưa ghi địa chỉ và số điện thoại."
    unknown = make_section("Sở Mới", address="", phone="", email="")
    assert client.get(unknown.url).content.decode().count(says) == 1
    known = make_section("Sở Cũ", phone="0269.0000.018")
    assert says not in client.get(known.url).content.decode()
