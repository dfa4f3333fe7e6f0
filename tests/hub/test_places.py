"""Who answers for the place where somebody lives, by whatever name."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from network.agencies.import_cells import Predecessor
from network.agencies.models import Role, Succession
from network.agencies.places import Commune, communes
from network.core.text import fold
from network.hub.models import HubSettings
from network.hub.places.finding import SURE, FoundPlace, NameMatch, find_places
from network.hub.places.selectors import answers_for
from network.hub.search.keeping import refresh_changed
from tests.factories.people import make_member
from tests.factories.sections import FOOTER, make_hub, make_section

FORMER = [(commune, unit) for commune in communes() for unit in commune.former]


def first_three(question: str) -> list[str]:
    return [place.commune.name for place in find_places(question)[:3]]


def missed(spell) -> list[str]:
    """Return the former communes not found in the first three by how `spell` writes them."""
    return [
        f"{unit.name} ({unit.area})"
        for commune, unit in FORMER
        if commune.name not in first_three(spell(unit))
    ]


def test_every_former_commune_leads_to_that_of_today():
    assert len(FORMER) >= 66
    assert missed(lambda unit: unit.name) == []
    assert missed(lambda unit: fold(unit.name)) == []


def test_every_former_commune_is_found_with_its_district():
    def district(unit: Predecessor) -> str:
        name = re.sub("^(Xã|Phường|Thị trấn) ", "", unit.name)
        return f"{name}, {unit.area.split(';')[0].split(',')[0]}"

    assert missed(district) == []


def test_every_commune_of_today_comes_first():
    assert [c.name for c in communes() if first_three(c.name)[:1] != [c.name]] == []
    assert [c.name for c in communes() if first_three(c.agency_name)[:1] != [c.name]] == []


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        # Twins: all of them, until the district says which.
        ("Phường Ngô Mây", {"Phường Quy Nhơn Nam", "Phường An Khê"}),
        ("xa ia bang", {"Xã Ia Băng", "Xã Ia Tôr"}),
        ("Nhơn Hoà", {"Phường An Nhơn Nam", "Xã Chư Pưh"}),
        ("Ia Băng (huyện Chư Prông)", {"Xã Ia Tôr"}),
        ("ia bang chu prong", {"Xã Ia Tôr"}),
        ("P. Đống Đa, TP Pleiku", {"Phường Thống Nhất"}),
        # Split in two: both took a part.
        ("Xã An Nghĩa", {"Xã An Toàn", "Xã An Hòa"}),
    ],
)
def test_twins_are_told_apart_by_their_district(question, expected):
    assert expected <= set(first_three(question))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("phuoc mi", "Phường Quy Nhơn Tây"),
        ("Phướcc Mỹ", "Phường Quy Nhơn Tây"),
        ("hoai hoa", "Phường Hoài Nhơn Tây"),
        ("Plei ku", "Phường Pleiku"),
        ("H'Bông", "Xã Ia Hrú"),
        ("UBND xã Ia Mơ", "Xã Ia Mơ"),
        ("công an phường Ghềnh Ráng cũ", "Phường Quy Nhơn Nam"),
    ],
)
def test_small_errors_and_what_stands_around_a_name_do_not_matter(question, expected):
    assert expected in first_three(question)


def test_a_district_leads_to_all_its_communes():
    found = find_places("huyện Đăk Đoa")
    expected = [c.name for c in communes() if "Huyện Đak Đoa" in c.districts]
    assert sorted(place.commune.name for place in found) == sorted(expected)
    assert {place.district for place in found} == {"Huyện Đak Đoa"}


@pytest.mark.parametrize("question", ["", "x", "zzzz qqqq", "?", "\x00\u200b", "a" * 10_000])
def test_nonsense_finds_nothing(question):
    assert find_places(question) == []


def in_pages(client, question: str) -> str:
    response = client.get("/noi-toi-o/", {"q": question})
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def ia_mo() -> Commune:
    return next(commune for commune in communes() if commune.name == "Xã Ia Mơ")


@pytest.mark.django_db
def test_the_answer_leads_to_the_section_of_today(client, ia_mo):
    home = make_section(
        ia_mo.agency_name, code=ia_mo.code, kind="ubnd_xa", slug="xa-ia-mo", phone="0269.1"
    )
    text = in_pages(client, "xa ia mo")
    assert f'href="{home.url}"' in text
    assert "0269.1" in text
    assert "1664/NQ-UBTVQH15" in text
    assert "16/06/2025" in text


@pytest.mark.django_db
def test_a_commune_that_merged_again_leads_to_its_successor_by_its_oldest_name(client, ia_mo):
    heir = make_section("UBND xã Biên Giới", slug="xa-bien-gioi")
    former = make_section(ia_mo.agency_name, code=ia_mo.code, valid_to=dt.date(2026, 6, 30))
    Succession.objects.create(
        successor=heir.agency,
        predecessor=former.agency,
        predecessor_name=former.agency.name,
        kind="sap_nhap",
    )
    text = in_pages(client, "xa ia mo")
    assert f'href="{heir.url}"' in text
    assert f'href="{former.url}"' not in text


@pytest.mark.django_db
def test_a_commune_that_ended_is_not_called_but_who_goes_on_or_keeps_its_archive(client, ia_mo):
    keeper = make_section("UBND xã Lưu Trữ", slug="xa-luu-tru", phone="0269.2")
    former = make_section(
        ia_mo.agency_name, code=ia_mo.code, valid_to=dt.date(2026, 6, 30), phone="0269.1"
    )
    type(former.agency).objects.filter(pk=former.agency.pk).update(archive_keeper=keeper.agency)
    text = in_pages(client, "xa ia mo")
    assert "đã kết thúc hoạt động từ ngày 01/07/2026" in text
    assert f'href="{keeper.url}"' in text
    assert "0269.2" in text
    assert "0269.1" not in text
    heirs = [make_section(f"UBND xã Mới {n}", phone=f"0269.3{n}") for n in (1, 2)]
    for heir in heirs:
        Succession.objects.create(
            successor=heir.agency,
            predecessor=former.agency,
            predecessor_name=former.agency.name,
            kind="sap_nhap",
            partial=True,
        )
    type(former.agency).objects.filter(pk=former.agency.pk).update(archive_keeper=None)
    text = in_pages(client, "xa ia mo")
    assert "0269." not in text
    for heir in heirs:
        assert f'href="{heir.url}"' in text


def end(home, *, heirs=(), keeper=None, partial=False):
    type(home.agency).objects.filter(pk=home.agency.pk).update(
        valid_to=dt.date(2026, 6, 30), archive_keeper=keeper and keeper.agency
    )
    for heir in heirs:
        Succession.objects.create(
            successor=heir.agency,
            predecessor=home.agency,
            predecessor_name=home.agency.name,
            kind="sap_nhap",
            partial=partial,
        )


@pytest.mark.django_db
def test_nobody_is_led_to_a_body_that_has_itself_ended(client, ia_mo):
    former = make_section(ia_mo.agency_name, code=ia_mo.code)
    first, second, heir = (
        make_section(f"UBND xã {name}", slug=f"xa-{name.lower()}", phone=f"0269.{name}")
        for name in ("Một", "Hai", "Ba")
    )
    # The keeper merges, and its successor too.
    end(former, keeper=first)
    end(first, heirs=[second])
    end(second, heirs=[heir])
    for text in (in_pages(client, "xa ia mo"), client.get(former.url).content.decode()):
        main = text[text.index("<main") :]
        assert f'href="{heir.url}"' in text
        assert "0269.Ba" in main
        assert f'href="{first.url}"' not in text
        assert f'href="{second.url}"' not in text
    # Divided among two, of which one passes to the other: one is left to be asked.
    type(former.agency).objects.filter(pk=former.agency.pk).update(archive_keeper=None)
    Succession.objects.all().delete()
    end(former, heirs=[first, second], partial=True)
    end(first, heirs=[heir])
    end(second, heirs=[heir])
    main = in_pages(client, "xa ia mo")
    assert "đã kết thúc hoạt động từ ngày 01/07/2026" in main
    assert main.count(f'href="{heir.url}"') == 1
    assert "0269.Ba" in main
    # A circle ends nowhere, and the search all the same.
    end(heir, heirs=[first])
    assert "0269." not in in_pages(client, "xa ia mo")


@pytest.mark.django_db
def test_the_successions_of_all_shown_communes_are_read_at_once(django_assert_num_queries):
    district = [commune for commune in communes() if "Huyện Đak Đoa" in commune.districts]
    heirs = [make_section(f"UBND xã Mới {n}", slug=f"xa-moi-{n}") for n in range(2)]
    found = []
    for number, commune in enumerate(district):
        end(
            make_section(commune.agency_name, code=commune.code, slug=f"xa-{commune.code}"),
            heirs=[heirs[0]] if number % 2 else (),
            keeper=None if number % 2 else heirs[1],
        )
        found.append(FoundPlace(commune, SURE, NameMatch.NOW))
    assert len(found) > 3
    day = timezone.localdate()
    # Sections, agencies, successions, keepers, and the agency that answers for those without.
    with django_assert_num_queries(5):
        answers = answers_for(found, day=day)
    assert [answer.agency for answer in answers[:2]] == [heirs[1].agency, heirs[0].agency]


@pytest.mark.django_db
def test_an_agency_that_ended_says_so_in_the_search_and_one_at_work_does_not(client):
    make_section("Sở Thông tin", valid_to=dt.date(2025, 2, 28))
    make_section("Sở Khoa học", valid_to=dt.date(2999, 1, 1))
    refresh_changed()
    found = client.get("/tim-kiem/", {"q": "sở thông tin"}).content.decode()
    assert "Đã kết thúc hoạt động" in found
    found = client.get("/tim-kiem/", {"q": "sở khoa học"}).content.decode()
    assert "Đã kết thúc hoạt động" not in found


@pytest.mark.django_db
def test_every_commune_leads_to_a_page_of_an_agency_at_work_and_names_its_law_once(client):
    overseer = make_section("Sở Tư pháp")
    make_member(overseer.agency, Role.OVERSEER)
    first, ended = communes()[:2]
    own = make_section(first.agency_name, code=first.code, kind="ubnd_phuong")
    make_section(ended.agency_name, code=ended.code, valid_to=dt.date(2026, 1, 1))
    found = answers_for(
        [FoundPlace(commune, SURE, NameMatch.NOW) for commune in communes()],
        day=timezone.localdate(),
    )
    assert len(found) == 135
    assert [answer.home or answer.stand_in for answer in found] == [own, *[overseer] * 134]
    text = in_pages(client, "huyện Đak Đoa")
    assert text.count(f'href="{overseer.url}"') > 1
    assert text.count("1664/NQ-UBTVQH15") == 1


@pytest.mark.django_db
def test_without_a_section_the_overseer_is_named_and_the_old_district(client):
    make_hub()
    HubSettings.objects.create(contact_name="Sở Tư pháp tỉnh Gia Lai", **FOOTER)
    old = make_section("UBND huyện Chư Sê", kind="ubnd_huyen", slug="huyen-chu-se")
    main = in_pages(client, "thị trấn Chư Sê")
    main = main[main.index("<main") : main.index("</main>")]
    assert "Sở Tư pháp tỉnh Gia Lai" in main
    assert 'href="tel:02693824300"' in main
    assert f'href="{old.url}"' in main


@pytest.mark.django_db
def test_nothing_found_leads_on(client):
    make_hub()
    text = in_pages(client, "<b>Hà Nội</b>")
    assert "<b>Hà" not in text
    assert "/co-quan/?q=" in text


@pytest.mark.django_db
def test_any_answer_costs_few_queries(client, django_assert_max_num_queries):
    make_section()
    in_pages(client, "Quy Nhơn")
    # One of them for the frame's band of confirmed fakes.
    with django_assert_max_num_queries(6):
        in_pages(client, "Quy Nhơn")
