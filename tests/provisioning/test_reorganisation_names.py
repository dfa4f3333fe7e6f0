"""Names of former bodies in the imported files: linked, or confirmed as never in the network."""

import datetime as dt
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from network.agencies import importing
from network.agencies.import_services import import_agencies
from network.agencies.models import Agency, AuditEntry, Role, Succession
from network.provisioning.reorganisation.names import proposals, unlinked_successions
from network.provisioning.services import open_agencies
from tests.factories.accounts import signed_in
from tests.factories.moderation import make_member
from tests.factories.reorganisations import carry_out, make_plan

pytestmark = pytest.mark.django_db
DATA = Path(importing.__file__).resolve().parent / "data"
FILES = ("agencies_2019.csv", "agencies_2025.csv", "communes_2025.csv")
NAMES, OUTSIDE = reverse("reorganisation:names"), reverse("reorganisation:outside")
MARKED = reverse("reorganisation:outside_undo")


def bring_in(name):
    parsed = importing.read_agencies((DATA / name).read_bytes(), filename=name)
    return import_agencies(parsed=parsed, dry_run=False)


def make_agency(code, name, kind="ubnd_xa", **fields):
    return Agency.objects.create(
        code=code, name=name, short_name=name, kind=kind, slug=code.lower(), **fields
    )


def proposed(name, area=""):
    heir = make_agency("HEIR", "Cơ quan nhận")
    Succession.objects.create(
        successor=heir,
        predecessor_name=name,
        predecessor_area=area,
        kind="hop_nhat",
        date=dt.date(2026, 7, 1),
    )
    [proposal] = proposals()
    return proposal.agency and proposal.agency.code


def fields_of(page):
    return {name: field.initial for name, field in page.context["form"].fields.items()}


def test_every_name_of_the_real_files_is_linked_or_confirmed_in_two_presses(client):
    for name in FILES:
        bring_in(name)
    assert unlinked_successions().count() == 398
    signed_in(client, make_member(Agency.objects.get(code="STP-2025"), Role.NETWORK_ADMIN))
    posted = client.post(NAMES, fields_of(client.get(NAMES)))
    assert posted.status_code == 302, posted.context["form"].errors
    linked = Succession.objects.filter(predecessor__isnull=False)
    assert linked.count() == 25
    assert not linked.filter(predecessor_name__contains="Bình Định").exists()
    areas = client.get(OUTSIDE).context["form"].fields["links"]
    everywhere = [ids for ids, _names in areas.choices]
    # Names without a district may be of agencies that are imported later: a person ticks them.
    assert len(everywhere) == len(areas.initial) + 1
    assert client.post(OUTSIDE, {"links": everywhere}).status_code == 302
    assert not unlinked_successions().exists()
    # The same files again undo no confirmation.
    for name in FILES[1:]:
        assert bring_in(name).rejected == []
    assert not unlinked_successions().exists()
    assert Succession.objects.count() == 398


def test_areas_that_are_not_ticked_stay_to_be_linked_and_further_pages_are_reached(client):
    for name in FILES:
        bring_in(name)
    signed_in(client, make_member(Agency.objects.get(code="STP-2025"), Role.NETWORK_ADMIN))
    first, second = (client.get(NAMES, {"p": page}).context["form"] for page in (1, 2))
    assert len(first.fields) == 40
    assert not first.fields.keys() & second.fields.keys()
    ticked = fields_of(client.get(OUTSIDE))["links"]
    before = unlinked_successions().count()
    client.post(OUTSIDE, {"links": ticked[:1]})
    assert unlinked_successions().count() == before - len(ticked[0].split("-"))


def test_a_mark_of_a_body_outside_the_network_is_taken_back_on_a_screen(client):
    for name in FILES:
        bring_in(name)
    admin = make_member(Agency.objects.get(code="STP-2025"), Role.NETWORK_ADMIN)
    desk = signed_in(client, admin)
    ticked = fields_of(desk.get(OUTSIDE))["links"]
    desk.post(OUTSIDE, {"links": ticked})
    left = unlinked_successions().count()
    assert MARKED in desk.get(OUTSIDE).content.decode()
    offered = desk.get(MARKED).context["form"].fields["links"]
    rows = [ids for ids, _names in offered.choices]
    assert sorted("-".join(rows).split("-")) == sorted("-".join(ticked).split("-"))
    assert offered.initial == []
    assert desk.post(MARKED, {"links": ["0"]}).status_code == 200
    assert unlinked_successions().count() == left
    assert desk.post(MARKED, {"links": rows[:1]}).status_code == 302
    back = rows[0].split("-")
    assert unlinked_successions().filter(pk__in=back).count() == len(back)
    assert unlinked_successions().count() == left + len(back)
    entry = AuditEntry.objects.get(action="names_mark_taken_back")
    assert (entry.actor, entry.subject) == (admin, str(len(back)))


@pytest.mark.parametrize("words", ["Ia Drang", "ia đrăng", "Xã Ia Đrăng"])
def test_a_former_commune_leads_to_the_one_of_today_in_all_searches(client, words):
    for name in FILES:
        bring_in(name)
    heir = Agency.objects.get(code="23887")
    open_agencies(agencies=[heir], now=timezone.now())
    groups = client.get("/co-quan/", {"q": words}).context["groups"]
    assert [home.agency for _kind, homes in groups for home in homes] == [heir]
    signed_in(client, make_member(heir, Role.NETWORK_ADMIN))
    listed = client.get(reverse("agencies_agency_modeladmin_index"), {"q": words})
    assert [each.code for each in listed.context["object_list"]] == ["23887"]
    found = client.get(reverse("navigation:found"), {"q": words}).context["rows"]
    assert heir.name in [row.label for row in found]


@pytest.mark.parametrize(
    "name", ["Xã Ia Grăng", "UBND xã Ia Grăng", "xa ia grang", "Xã Ia Grăngg", "Xã Ia Grang (cũ)"]
)
def test_a_name_is_found_without_body_accents_brackets_and_with_a_slip(name):
    make_agency("X1", "Ủy ban nhân dân xã Ia Grăng")
    assert proposed(name) == "X1"


def test_an_alias_finds_the_agency_and_a_later_one_is_not_meant():
    make_agency("X1", "Ủy ban nhân dân xã Mới", aliases=["Xã Cũ"])
    make_agency("X2", "Ủy ban nhân dân xã Cũ", valid_from=dt.date(2026, 7, 1))
    assert proposed("Xã Cũ") == "X1"


def test_of_two_communes_with_one_name_the_district_decides():
    for number, district in enumerate(("Ủy ban nhân dân huyện Kbang", "UBND huyện Chư Sê")):
        above = make_agency(f"H{number}", district, "ubnd_huyen")
        make_agency(f"X{number}", "Ủy ban nhân dân xã Tơ Tung", parent=above)
    assert proposed("Xã Tơ Tung", "Huyện Chư Sê, Tỉnh Gia Lai") == "X1"


def test_a_body_of_another_province_is_not_proposed():
    make_agency("UB", "Ủy ban nhân dân tỉnh Gia Lai", "ubnd_tinh")
    assert proposed("UBND tỉnh Bình Định (cũ)") is None


def test_a_name_marked_as_outside_is_linked_all_the_same_by_a_step():
    # The mark says that nobody needs to link it, and a plan knows better.
    former, heir = make_agency("X1", "UBND xã A"), make_agency("X2", "UBND xã B")
    link = Succession.objects.create(
        successor=heir, predecessor_name=former.name, kind="hop_nhat", outside_network=True
    )
    plan = make_plan(("sap_nhap", former, heir))
    carry_out(plan)
    link.refresh_from_db()
    assert (link.predecessor, link.outside_network) == (former, False)
