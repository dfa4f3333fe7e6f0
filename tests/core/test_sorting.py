"""The database sorts names as a Vietnamese dictionary does, and as Python does."""

import pytest
from django.db import connection

from network.accounts.models import User
from network.agencies.models import Agency
from network.core.sorting import SortKey, person_order
from network.core.text import person_sort_key, sort_key
from tests.factories.people import make_agency

NAMES = [
    *(
        "Hòa Bình",
        "Hoa Lư",
        "Đắk Đoa",
        "Đak Pơ",
        "Chư Sê",
        "Chư Păh",
        "Ia Grai",
        "An Khê",
        "Ayun Pa",
    ),
    *("Ủy ban nhân dân", "Uy Nam", "Ýt", "y", "Ơi", "Ôi", "Oi", "Phường 1", "Phường 10", "Kbang"),
    *("Ksor H’Lan", "Ksor HLan", "Rơ Čăm", "  ", "", "Sở Tư pháp", "Sở Y tế", "Sở Xây dựng"),
    "Nghị định 100/2019/NĐ-CP",
]
NAMES_OF_AGENCIES = ("Sở Y tế", "Đảng ủy", "An Khê", "Ủy ban", "Dân vận", "Ân Thi")
PEOPLE = ["Lê Thị Ngọc Lam", "Nguyễn Đức Anh", "Trần Ân", "Phạm Văn Đại", "Bùi Dũng", "Lan", ""]


@pytest.mark.parametrize("names", [NAMES])
def test_the_database_s_key_is_python_s(db, names):
    with connection.cursor() as cursor:
        cursor.execute("SELECT n, core_sort_key(n) FROM unnest(%s::text[]) AS n", [names])
        assert {name: key for name, key in cursor if key != sort_key(name)} == {}
        cursor.execute("SELECT n, core_person_sort_key(n) FROM unnest(%s::text[]) n", [PEOPLE])
        assert {name: key for name, key in cursor if key != person_sort_key(name)} == {}


def test_agencies_stand_in_the_order_of_the_alphabet(db):
    for name in NAMES_OF_AGENCIES:
        make_agency(name)
    listed = Agency.objects.filter(name__in=NAMES_OF_AGENCIES).order_by(SortKey("name"))
    assert [agency.name for agency in listed] == [
        *("An Khê", "Ân Thi", "Dân vận", "Đảng ủy", "Sở Y tế", "Ủy ban")
    ]


def test_people_stand_by_their_given_names(db):
    for number, (last, first) in enumerate(
        [("Nguyễn", "Văn Đức"), ("Đỗ", "An"), ("Trần Thị", "Dung"), ("Bùi", "Ân")]
    ):
        User.objects.create_user(
            f"u{number}", email=f"u{number}@example.vn", last_name=last, first_name=first
        )
    listed = User.objects.filter(username__startswith="u").order_by(person_order())
    assert [user.first_name for user in listed] == ["An", "Ân", "Dung", "Văn Đức"]
