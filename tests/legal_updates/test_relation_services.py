"""Relations: no circles, waiting ones find their document, confirmed ones have their effect."""

import datetime as dt

import pytest

from legal_updates.facts import DocumentFacts
from legal_updates.models import Relation, RelationType
from legal_updates.models.choices import Origin, Validity
from legal_updates.services import (
    NoTarget,
    RelatedToItself,
    RelationCycle,
    add_relation,
    confirm_relation,
    record_document,
    remove_relation,
)
from tests.factories.accounts import make_user
from tests.factories.documents import make_document

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 25, 8, tzinfo=dt.UTC)
PAST, COMING = dt.date(2026, 1, 1), dt.date(2027, 1, 1)


def kind(key="thay_the"):
    return RelationType.objects.get(key=key)


def relate(document, target=None, key="thay_the", **fields):
    return add_relation(document=document, type=kind(key), target=target, now=NOW, **fields)


def confirm(relation):
    return confirm_relation(relation=relation, actor=make_user(), now=NOW)


def decrees(*years):
    return [make_document(f"1/{year}/NĐ-CP", issued_on=dt.date(year, 5, 1)) for year in years]


def test_a_circle_is_refused_through_a_chain_and_across_kinds_that_end():
    a, b, c = decrees(2020, 2021, 2022)
    relate(c, b)
    relate(b, a, "bai_bo")
    with pytest.raises(RelationCycle):
        relate(a, c)
    with pytest.raises(RelatedToItself):
        relate(a, a)
    with pytest.raises(RelatedToItself):
        relate(a, number="01/2020/NĐ-CP")
    with pytest.raises(NoTarget):
        relate(a)
    relate(a, c, "dan_chieu")
    relate(a, b, "lien_quan")
    relate(b, a, "lien_quan")


def test_the_same_relation_is_there_once():
    old, new = decrees(2020, 2021)
    assert relate(new, old) == relate(new, number="1/2020/NĐ-CP")
    assert Relation.objects.count() == 1


def test_a_number_waits_for_its_document():
    (new,) = decrees(2021)
    relation = relate(new, number="100/2019/NĐ-CP", words="Nghị định số 100/2019/NĐ-CP")
    assert (relation.target, relation.target_number) == (None, "100/2019/NĐ-CP")
    facts = DocumentFacts(number="100/2019/nđ-cp", issued_on=dt.date(2019, 12, 30))
    arrived = record_document(facts=facts, origin=Origin.TABLE, now=NOW).document
    relation.refresh_from_db()
    assert relation.target == arrived


def test_a_number_that_many_bodies_use_waits_for_the_right_one():
    (new,) = decrees(2021)
    words = "Kế hoạch số 24/KH-UBND ngày 01/3/2023 của UBND tỉnh Gia Lai"
    relation = relate(new, number="24/KH-UBND", words=words)
    for body in ("UBND tỉnh Bình Định", "UBND tỉnh Gia Lai"):
        facts = DocumentFacts(number="24/KH-UBND", issuer=body, issued_on=dt.date(2023, 3, 1))
        record_document(facts=facts, origin=Origin.TABLE, now=NOW)
    relation.refresh_from_db()
    assert relation.target.issuer.name == "Ủy ban nhân dân tỉnh Gia Lai"


@pytest.mark.parametrize(
    ("key", "parts", "became"),
    [
        ("thay_the", "", "expired"),
        ("bai_bo", "", "expired"),
        ("bai_bo", "Điều 5, Điều 6", "partly_expired"),
        ("dinh_chi", "", "suspended"),
        ("can_cu", "", "in_force"),
    ],
)
def test_a_confirmed_relation_changes_the_other_side(key, parts, became):
    old, new = decrees(2020, 2025)
    change = confirm(relate(new, old, key, parts=parts, takes_effect_on=PAST))
    old.refresh_from_db()
    assert old.validity == became
    assert (old.expires_on == PAST) == (became == "expired")
    assert old.expired_parts == (parts if became == "partly_expired" else "")
    if became != "in_force":
        assert (change.day, change.source) == (PAST, "Nghị định 1/2025/NĐ-CP")
    assert confirm(Relation.objects.get()) is None
    assert old.changes.count() == (became != "in_force")


def test_an_amendment_is_logged_and_leaves_the_validity():
    old, new = decrees(2020, 2025)
    change = confirm(relate(new, old, "sua_doi_bo_sung", takes_effect_on=PAST))
    assert (change.amended, change.was, change.became) == (True, "in_force", "in_force")


def test_nothing_happens_before_a_person_confirms_or_before_the_day():
    old, new = decrees(2020, 2025)
    relation = relate(new, old, takes_effect_on=COMING)
    assert confirm(relation) is None
    old.refresh_from_db()
    assert (old.validity, old.changes.count()) == (Validity.IN_FORCE, 0)


def test_what_a_relation_did_stays_when_it_goes():
    old, new = decrees(2020, 2025)
    relation = relate(new, old, takes_effect_on=PAST)
    confirm(relation)
    remove_relation(relation=relation, actor=make_user(), now=NOW)
    old.refresh_from_db()
    assert (old.validity, old.changes.get().relation) == ("expired", None)
