"""Records: one for each document, twins apart, a person's word kept."""

import datetime as dt

import pytest
from django.db import InternalError, ProgrammingError, connection, transaction
from django.utils import timezone

from legal_updates.facts import DocumentFacts
from legal_updates.models import IssuingBody, LegalDocument, ValidityChange
from legal_updates.models.choices import Origin, Validity
from legal_updates.services import (
    NotWhole,
    RecordOutcome,
    UnreadableNumber,
    ValidityUnfounded,
    confirm_document,
    record_document,
    set_validity,
)
from tests.factories.accounts import make_user
from tests.factories.documents import make_document

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 25, 8, tzinfo=dt.UTC)
ISSUED = dt.date(2019, 12, 30)
URL = "https://vanban.chinhphu.vn/?docid=198733"


def record(number="100/2019/NĐ-CP", origin=Origin.TABLE, **facts):
    facts.setdefault("issued_on", ISSUED)
    return record_document(facts=DocumentFacts(number=number, **facts), origin=origin, now=NOW)


def test_a_record_is_made_once_in_whatever_spelling():
    first = record(issuer="Chính phủ", title="Quy định xử phạt")
    again = record("Số 100 /2019/NÐ-CP".removeprefix("Số "), issuer="CHÍNH PHỦ", title="Khác")
    assert (first.verdict, again.verdict) == (RecordOutcome.CREATED, RecordOutcome.UNCHANGED)
    document = LegalDocument.objects.get()
    assert (document.slug, document.title) == ("100-2019-nd-cp", "Quy định xử phạt")
    assert (document.type.key, document.issuer.name) == ("nghi_dinh", "Chính phủ")
    assert (document.validity, document.confirmed_at) == ("undetermined", None)


def test_what_a_portal_left_out_a_table_adds_and_puts_right():
    record(origin=Origin.FEED, issued_on=None, title="Mức phạt mới về nồng độ cồn")
    told = record(issuer="Chính phủ", title="Quy định xử phạt", effective_on=dt.date(2020, 1, 1))
    later = record(origin=Origin.FEED, title="Lại là mức phạt", signer="Nguyễn Xuân Phúc")
    assert [told.verdict, later.verdict] == [RecordOutcome.COMPLETED] * 2
    document = LegalDocument.objects.get()
    assert (document.title, document.issued_on) == ("Quy định xử phạt", ISSUED)
    assert (document.signer, document.origin) == ("Nguyễn Xuân Phúc", "table")


def test_what_a_person_confirmed_stays():
    document = record(issuer="Chính phủ", official_url=URL, title="Quy định").document
    confirm_document(document=document, actor=make_user(), now=NOW)
    again = record(origin=Origin.HAND, title="Khác", expires_on=dt.date(2025, 1, 1))
    document.refresh_from_db()
    assert (again.verdict, document.title) == (RecordOutcome.UNCHANGED, "Quy định")
    assert document.expires_on is None


def test_twins_stay_apart_with_addresses_of_their_own():
    day = dt.date(2023, 3, 1)
    for body, issued_on in (
        ("UBND tỉnh Gia Lai", day),
        ("UBND tỉnh Bình Định", day),
        ("UBND tỉnh Gia Lai", dt.date(2024, 3, 1)),
    ):
        record("24/KH-UBND", issuer=body, issued_on=issued_on)
    slugs = LegalDocument.objects.order_by("pk").values_list("slug", flat=True)
    assert list(slugs) == ["24-kh-ubnd", "24-kh-ubnd-tinh-binh-dinh", "24-kh-ubnd-2024-03-01"]


def test_a_law_and_a_resolution_share_a_number_and_no_record():
    record("116/2025/QH15", type="luat", issued_on=dt.date(2025, 12, 10))
    record("116/2025/QH15", type="nghi_quyet_qh", issued_on=dt.date(2025, 12, 10))
    slugs = LegalDocument.objects.order_by("pk").values_list("slug", flat=True)
    assert list(slugs) == ["116-2025-qh15", "116-2025-qh15-nghi-quyet-qh"]


def test_a_body_is_the_one_of_its_day():
    old = record("5/KH-UBND", issuer="UBND tỉnh Gia Lai", issued_on=dt.date(2025, 6, 30))
    new = record("6/KH-UBND", issuer="UBND tỉnh Gia Lai", issued_on=dt.date(2025, 7, 1))
    assert old.document.issuer.valid_to == dt.date(2025, 6, 30)
    assert list(old.document.issuer.successors.all()) == [new.document.issuer]
    late = record("1/2025/TT-BTNMT", issued_on=dt.date(2025, 5, 5))
    assert (late.document.issuer.abbreviation, late.body_out_of_time) == ("BTNMT", True)


def test_joint_and_unknown_bodies_become_rows_of_their_own():
    said = "Bộ Khoa học và Công nghệ và Bộ Tài chính"
    joint = record("79/2014/TTLT-BTC-BKHCN", issuer=said).document.issuer
    assert joint.name == "Bộ Tài chính và Bộ Khoa học và Công nghệ"
    assert record("80/2014/TTLT-BTC-BKHCN").document.issuer == joint
    unknown = record("09/2020/NQ-HĐND", issuer="HĐND thành phố Hà Nội")
    body = unknown.document.issuer
    assert (unknown.new_body, body.name, body.level) == (
        True,
        "HĐND thành phố Hà Nội",
        "provincial",
    )
    assert record("01/QĐ-UBND", issuer="UBND tỉnh").document.issuer is None
    assert IssuingBody.objects.filter(key=body.key).count() == 1


def test_an_unknown_kind_is_other_and_reported_and_no_number_is_refused():
    odd = record("12/SL-CTN", type="sac_lenh")
    assert (odd.unknown_kind, odd.document.type.key) == (True, "khac")
    with pytest.raises(UnreadableNumber):
        record("07/6/2019")


@pytest.mark.parametrize("url", ["", "https://vbpl.vn", "https://vbpl.vn/"])
def test_confirming_takes_the_whole_record(url):
    document = record(title="Quy định", official_url=url).document
    with pytest.raises(NotWhole) as refused:
        confirm_document(document=document, actor=make_user(), now=NOW)
    assert refused.value.missing == ("official_url",)


def test_what_a_table_said_of_validity_is_logged_when_a_person_confirms():
    document = record(
        validity="expired",
        validity_source="vbpl.vn",
        validity_checked_on=dt.date(2026, 11, 1),
        expires_on=dt.date(2025, 1, 1),
        official_url=URL,
        title="Quy định",
    ).document
    assert document.validity == Validity.EXPIRED
    assert not document.changes.exists()
    confirm_document(document=document, actor=make_user(), now=NOW)
    change = document.changes.get()
    assert (change.was, change.became, change.day.year) == ("undetermined", "expired", 2025)


@pytest.mark.parametrize(
    "left_out", [{"source": " "}, {"checked_on": None}, {"validity": "partly_expired"}]
)
def test_a_validity_needs_its_source_its_day_and_its_parts(left_out):
    said = {"validity": Validity.EXPIRED, "source": "vbpl.vn", "checked_on": ISSUED} | left_out
    with pytest.raises(ValidityUnfounded):
        set_validity(document=make_document(), now=NOW, **said)
    assert not ValidityChange.objects.exists()


def test_a_validity_is_logged_where_it_changes_and_only_there():
    document, person = make_document(), make_user()
    said = {"source": "vbpl.vn", "checked_on": NOW.date(), "actor": person, "now": NOW}
    day = dt.date(2025, 1, 1)
    set_validity(document=document, validity=Validity.EXPIRED, day=day, **said)
    assert set_validity(document=document, validity=Validity.EXPIRED, day=day, **said) is None
    change = document.changes.get()
    assert (change.was, change.became, change.day) == ("in_force", "expired", day)
    assert (document.validity, document.expires_on, change.actor) == ("expired", day, person)


def test_the_database_keeps_the_log_as_it_was_written():
    document = make_document()
    change = set_validity(
        document=document,
        validity=Validity.EXPIRED,
        source="vbpl.vn",
        checked_on=NOW.date(),
        now=NOW,
        actor=make_user(),
    )
    rows = ValidityChange.objects.filter(pk=change.pk)
    for rewrite in (lambda: rows.update(became="in_force"), rows.delete):
        with pytest.raises((ProgrammingError, InternalError)), transaction.atomic():
            rewrite()
    assert rows.update(spread_at=timezone.now(), actor=None) == 1
    assert connection.in_atomic_block
