"""Which document a number in a text means."""

import datetime as dt

import pytest

from legal_updates.citing.mentions import read_mentions
from legal_updates.citing.resolution import candidates_for, resolve
from legal_updates.models import DocumentType, LegalDocument
from legal_updates.models.choices import BodyLevel
from tests.factories.documents import make_document, make_issuer

pytestmark = pytest.mark.django_db


def meant(text: str) -> list[LegalDocument | None]:
    mentions = read_mentions(text)
    return resolve(mentions, candidates_for(mentions))


def make_plan(place: str, day: dt.date, **fields: object) -> LegalDocument:
    """A plan "24/KH-UBND": every province has one, each year."""
    slug = f"24-kh-ubnd-{place}-{day}".lower().replace(" ", "-").replace("ị", "i")
    return make_document(
        "24/KH-UBND",
        issuer=make_issuer(f"UBND tỉnh {place}", BodyLevel.PROVINCIAL),
        issued_on=day,
        type=DocumentType.objects.get(key="ke_hoach"),
        slug=slug,
        **fields,
    )


@pytest.mark.parametrize(
    "written",
    [
        "Nghị định số 100/2019/NĐ-CP",
        "nghị định 100/2019/nđ-cp",
        "Nghị định 100 / 2019 / NÐ–CP",
        "100/2019/NĐ-CP",
        "Nghị định 100/2019/NĐCP ngày 31/12/2019",
    ],
)
def test_a_number_in_any_spelling_means_its_document(written):
    decree = make_document("100/2019/NĐ-CP")
    assert meant(f"Theo {written} thì") == [decree]


def test_a_number_that_no_record_has_means_nothing():
    make_document("100/2019/NĐ-CP")
    assert meant("Nghị định 101/2019/NĐ-CP") == [None]


def test_another_kind_is_another_document():
    make_document("116/2025/QH15", type=DocumentType.objects.get(key="luat"))
    assert meant("Nghị quyết số 116/2025/QH15") == [None]
    assert meant("Luật số 116/2025/QH15") != [None]


def test_twins_are_told_apart_by_the_date():
    make_plan("Gia Lai", dt.date(2024, 1, 9))
    newer = make_plan("Gia Lai", dt.date(2025, 2, 3))
    assert meant("Kế hoạch số 24/KH-UBND ngày 03 tháng 02 năm 2025") == [newer]
    assert meant("Kế hoạch số 24/KH-UBND ngày 03/02/2023") == [None]


def test_twins_are_told_apart_by_the_body():
    own = make_plan("Gia Lai", dt.date(2025, 2, 3))
    make_plan("Bình Định", dt.date(2025, 2, 3))
    assert meant("Kế hoạch số 24/KH-UBND của UBND tỉnh Gia Lai") == [own]
    assert meant("Kế hoạch số 24/KH-UBND ngày 03/02/2025") == [None]


def test_a_number_without_a_year_needs_a_word_more():
    plan = make_plan("Gia Lai", dt.date(2025, 2, 3))
    assert meant("Kế hoạch số 24/KH-UBND") == [None]
    assert meant("Kế hoạch số 24/KH-UBND ngày 03/02/2025") == [plan]


def test_named_in_full_once_a_number_means_the_same_afterwards():
    plan = make_plan("Gia Lai", dt.date(2025, 2, 3))
    make_plan("Bình Định", dt.date(2025, 2, 3))
    text = "Kế hoạch số 24/KH-UBND của UBND tỉnh Gia Lai. Theo Kế hoạch 24/KH-UBND, các xã làm."
    assert meant(text) == [plan, plan]


def test_a_whole_page_is_one_query(django_assert_num_queries):
    numbers = [f"{number}/2020/NĐ-CP" for number in range(1, 30)]
    for number in numbers[:10]:
        make_document(number)
    text = "; ".join(f"Nghị định số {number}" for number in numbers)
    with django_assert_num_queries(1):
        found = meant(text)
        assert [document.type.key for document in found if document] == ["nghi_dinh"] * 10
