"""The register's screens: who may, what happens, what a person is told."""

import datetime as dt
import html

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from modelsearch import index

from legal_updates.facts import DocumentFacts
from legal_updates.models import IssuingBody, LegalDocument, Relation, RelationType
from legal_updates.models.choices import Origin, Validity
from legal_updates.models.lifetime import DateWarning
from legal_updates.services import record_document
from network.agencies.models import Role
from tests.factories.documents import make_document

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 25, 8, tzinfo=dt.UTC)
NAME = "legal_updates_legaldocument_modeladmin_"
LIST, CREATE, NUMBERS = (reverse(NAME + name) for name in ("index", "create", "numbers"))
URL = "https://vanban.chinhphu.vn/1"
STATUSES = reverse("legal_statuses:index")


def address(action, document):
    return reverse(NAME + action, args=[document.pk])


def page(browser, url, **query):
    response = browser.get(url, query)
    assert response.status_code == 200
    return html.unescape(response.content.decode())


def filled(**fields):
    return {
        "number": "100/2019/nđ-cp",
        "type": "",
        "issuer": "",
        "issued_on": "2019-12-30",
        "title": "Quy định xử phạt",
        "scope": "nationwide",
        "official_url": URL,
        **fields,
    }


def waiting(number="100/2019/NĐ-CP", **facts):
    facts = {"issued_on": dt.date(2019, 12, 30), "title": "Xử phạt", **facts}
    record = DocumentFacts(number=number, **facts)
    return record_document(facts=record, origin=Origin.TABLE, now=NOW).document


def said(response):
    return [str(message) for message in response.context["messages"]]


def test_a_document_by_hand_takes_kind_and_body_from_its_number(desk, keeper):
    response = desk.post(CREATE, filled(topics=[]), follow=True)
    document = LegalDocument.objects.get()
    assert (str(document), document.slug) == ("Nghị định 100/2019/NĐ-CP", "100-2019-nd-cp")
    assert (document.issuer.name, document.origin) == ("Chính phủ", "hand")
    assert document.confirmed_at is None
    assert response.request["PATH_INFO"] == address("inspect", document)


def test_a_summary_is_signed_dated_and_whole_or_refused_in_words(desk):
    document = waiting()
    lines = {"audience": "Ai", "content": "Gì", "to_do": "Xem", "since": "2020", "by": "Sở"}
    written = {f"summary_{name}": words for name, words in lines.items()}
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    for day, words in (("", "đủ bốn dòng"), (str(tomorrow), "chưa tới")):
        answer = desk.post(address("edit", document), filled(**written, summary_on=day))
        assert words in html.unescape(answer.content.decode())
    desk.post(address("edit", document), filled(**written, summary_on="2026-11-18"))
    document.refresh_from_db()
    assert (document.summary_by, document.summary_on) == ("Sở", dt.date(2026, 11, 18))
    assert "18/11/2026" in page(desk, address("inspect", document))


def test_the_same_document_again_is_refused_and_shown(desk):
    known = waiting()
    text = html.unescape(desk.post(CREATE, filled()).content.decode())
    assert f'href="{address("inspect", known)}"' in text
    assert LegalDocument.objects.count() == 1


def test_odd_dates_and_twins_are_said_after_saving_and_nothing_is_put_right(desk):
    waiting(issued_on=dt.date(2020, 1, 1))
    response = desk.post(CREATE, filled(effective_on="2019-12-01"), follow=True)
    document = LegalDocument.objects.get(effective_on=dt.date(2019, 12, 1))
    assert document.slug == "100-2019-nd-cp-2019-12-30"
    assert DateWarning.EFFECT_BEFORE_ISSUE.label in said(response)
    assert any("href" in text for text in said(response))


def test_while_typing_a_number_its_documents_are_told(desk):
    known = waiting()
    answer = desk.get(NUMBERS, {"number": "100 /2019/NÐ-CP"}).json()
    assert [each["url"] for each in answer["documents"]] == [address("inspect", known)]
    assert "Chính phủ" in answer["documents"][0]["label"]
    assert desk.get(NUMBERS, {"number": "100/2019", "own": "x"}).json() == {"documents": []}


@pytest.mark.parametrize(
    "words",
    ["100/2019/nđ-cp", "0100/2019/NĐCP", "nồng độ cồn", "nghi dinh 100/2019", "100 2019"],
)
def test_the_list_finds_a_number_in_any_spelling_and_a_title(desk, words):
    index.insert_or_update_object(waiting(title="Xử phạt vi phạm nồng độ cồn"))
    waiting("1/2020/NĐ-CP", title="Một việc khác", issued_on=dt.date(2020, 1, 1))
    text = page(desk, LIST, q=words)
    assert "Nghị định 100/2019/NĐ-CP" in text
    assert "Nghị định 1/2020/NĐ-CP" not in text


def test_the_list_is_narrowed_and_stays_cheap(desk):
    make_document("1/2018/NĐ-CP", issued_on=dt.date(2018, 1, 1))
    for number in range(1, 60):
        waiting(f"{number}/2019/NĐ-CP")
    text = page(desk, LIST, standing="confirmed", kind="nghi_dinh", level="central")
    assert "Nghị định 1/2018/NĐ-CP" in text
    assert "Nghị định 1/2019/NĐ-CP" not in text
    with CaptureQueriesContext(connection) as seen:
        page(desk, LIST, standing="to_confirm", validity="undetermined", topic="-", p="1")
    # The frame around a list takes 14 of them.
    assert len(seen) <= 23


@pytest.mark.parametrize("front", ["https://vbpl.vn", "https://vbpl.vn/"])
def test_the_front_page_of_a_portal_is_refused_as_the_official_text(desk, front):
    refused = html.unescape(desk.post(CREATE, filled(official_url=front)).content.decode())
    assert "Đây là trang chủ của một trang web" in refused
    assert not LegalDocument.objects.exists()


@pytest.mark.parametrize("column", ["0", "-1", "3"])
def test_a_search_is_narrowed_and_ordered(desk, column):
    document = waiting(title="Xử phạt vi phạm nồng độ cồn", issuer="Chính phủ")
    index.insert_or_update_object(document)
    chosen = {"kind": "nghi_dinh", "level": "central", "topic": "-", "standing": "to_confirm"}
    narrowed = chosen | {"issuer": document.issuer_id, "validity": "undetermined"}
    assert "100/2019/NĐ-CP" in page(desk, LIST, q="nồng độ", o=column, **narrowed)
    assert "100/2019/NĐ-CP" not in page(desk, LIST, q="nồng độ", o=column, issuer="-")


def test_confirming_asks_for_the_official_text_first(desk, keeper):
    document = waiting()
    response = desk.post(address("confirm", document), follow=True)
    assert "văn bản gốc" in said(response)[0]
    LegalDocument.objects.update(official_url=URL)
    desk.post(address("confirm", document))
    document.refresh_from_db()
    assert document.confirmed_by == keeper
    refused = desk.post(address("edit", document), filled(official_url=""))
    assert refused.status_code == 200
    document.refresh_from_db()
    assert document.official_url == URL


def test_a_validity_is_set_by_an_official_page_and_a_second_person_and_logged(desk, seat):
    document = make_document()
    form = {"validity": "expired", "source": "", "checked_on": "2026-11-25", "day": "2025-01-01"}
    for source in ("", "https://thuvienphapluat.vn/1", "https://vbpl.vn/"):
        response = desk.post(address("validity", document), form | {"source": source})
        assert response.status_code == 200
        assert response.context["form"].errors
    desk.post(address("validity", document), form | {"source": "https://vbpl.vn/1"})
    document.refresh_from_db()
    assert document.validity == Validity.IN_FORCE
    seat(Role.NETWORK_ADMIN).post(STATUSES, {"row": [f"d{document.pk}"], "confirm": "1"})
    document.refresh_from_db()
    assert (document.validity, document.expires_on) == (Validity.EXPIRED, dt.date(2025, 1, 1))
    text = page(desk, address("inspect", document))
    for shown in ("01/01/2025", "https://vbpl.vn/1", "25/11/2026"):
        assert shown in text


def test_a_second_status_is_proposed_only_when_the_first_is_decided(desk):
    document = make_document()
    form = {"validity": "expired", "source": "https://vbpl.vn/1", "checked_on": "2026-11-25"}
    assert desk.post(address("validity", document), form).status_code == 302
    response = desk.post(address("validity", document), form | {"validity": "suspended"})
    assert "đang có đề nghị khác chờ xác nhận" in response.content.decode()
    assert document.status_proposals.get().validity == Validity.EXPIRED


def test_a_relation_is_added_confirmed_and_has_its_effect(desk, seat):
    old = make_document()
    new = make_document(
        "168/2024/NĐ-CP", issued_on=dt.date(2024, 12, 26), effective_on=dt.date(2025, 1, 1)
    )
    kind = RelationType.objects.get(key="thay_the")
    desk.post(address("relate", new), {"type": kind.pk, "number": "100/2019/NĐ-CP"})
    relation = Relation.objects.get()
    assert (relation.target, relation.confirmed_at) == (old, None)
    own = reverse(NAME + "relation", args=[relation.pk])
    assert f"{STATUSES}?van-ban={new.pk}" in page(desk, address("inspect", new))
    key = f"r{relation.pk}"
    seen = {f"{key}-evidence_url": URL, f"{key}-seen_on": "2026-11-25"}
    seat(Role.NETWORK_ADMIN).post(STATUSES, {"row": [key], "confirm": "1", **seen})
    old.refresh_from_db()
    assert (old.validity, old.expires_on) == (Validity.EXPIRED, dt.date(2025, 1, 1))
    assert "Văn bản được thay thế" in page(desk, address("inspect", old))
    desk.post(own, {"remove": "1"})
    assert not Relation.objects.exists()


def test_which_of_several_is_asked(desk):
    new = make_document()
    twins = [
        waiting("24/KH-UBND", issuer=body, issued_on=dt.date(2023, 3, 1))
        for body in ("UBND tỉnh Gia Lai", "UBND tỉnh Bình Định")
    ]
    form = {"type": RelationType.objects.get(key="can_cu").pk, "number": "24/KH-UBND"}
    text = html.unescape(desk.post(address("relate", new), form).content.decode())
    assert "Bình Định" in text
    assert not Relation.objects.exists()
    desk.post(address("relate", new), form | {"target": twins[1].pk})
    assert Relation.objects.get().target == twins[1]


def test_a_circle_is_refused_in_words(desk):
    old, new = make_document(), make_document("1/2024/NĐ-CP", issued_on=dt.date(2024, 1, 1))
    form = {"type": RelationType.objects.get(key="thay_the").pk}
    desk.post(address("relate", new), form | {"number": old.number})
    response = desk.post(address("relate", old), form | {"number": new.number})
    assert response.status_code == 200
    assert response.context["form"].errors["number"]


def test_everybody_can_read_a_file_as_long_as_its_record_offers_it(desk):
    pdf = SimpleUploadedFile("toàn văn.pdf", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n")
    desk.post(CREATE, filled(new_file=pdf))
    kept = LegalDocument.objects.get().files.get()
    assert Client().get(kept.file.url).status_code == 200
    desk.post(address("edit", kept.document), filled(drop_files=[kept.pk]))
    assert not kept.document.files.exists()
    assert Client().get(kept.file.url).status_code == 404


def test_a_disguised_file_is_refused_in_words(desk):
    fake = SimpleUploadedFile("toàn văn.pdf", b"<script>alert(1)</script>")
    response = desk.post(CREATE, filled(new_file=fake))
    assert response.status_code == 200
    assert response.context["form"].errors["new_file"]
    assert not LegalDocument.objects.exists()


def test_a_file_too_heavy_for_its_kind_is_refused(desk, settings):
    settings.DOCUMENT_BYTES = settings.DOCUMENT_BYTES | {"pdf": 10}
    pdf = SimpleUploadedFile("a.pdf", b"%PDF-1.4\n%%EOF\n")
    response = desk.post(CREATE, filled(new_file=pdf))
    assert response.context["form"].errors["new_file"]


def test_only_an_unconfirmed_record_without_a_history_is_deleted(desk):
    kept, gone = make_document(), waiting("2/2019/NĐ-CP")
    assert desk.post(address("delete", kept)).status_code in (302, 403)
    desk.post(address("delete", gone))
    assert list(LegalDocument.objects.all()) == [kept]


def test_the_overseer_looks_and_an_agency_does_not(seat):
    document = make_document()
    overseer, admin = seat(Role.OVERSEER), seat(Role.AGENCY_ADMIN)
    text = page(overseer, address("inspect", document))
    assert address("confirm", document) not in text
    for name in ("edit", "validity", "relate"):
        assert overseer.get(address(name, document)).status_code != 200
        assert admin.get(address(name, document)).status_code != 200
    assert admin.get(LIST).status_code != 200
    assert overseer.post(address("confirm", document)).status_code in (302, 403, 404)


def test_a_body_is_added_with_a_key_that_documents_find(desk):
    create = reverse("legal_updates_issuingbody_modeladmin_create")
    form = {
        "name": "Ủy ban nhân dân tỉnh Kon Tum",
        "level": "provincial",
        "other_names": "UBND tỉnh Kon Tum\n",
        "valid_to": "2025-06-30",
    }
    assert desk.post(create, form).status_code == 302
    body = IssuingBody.objects.get(key="ubnd tinh kon tum")
    document = waiting("5/2020/QĐ-UBND", issuer="UBND tỉnh Kon Tum")
    assert (document.issuer, body.aliases) == (body, ["UBND tỉnh Kon Tum"])
    assert desk.post(create, form).status_code == 200


@pytest.mark.parametrize("model", ["issuingbody", "documenttype", "relationtype", "topic"])
def test_the_lists_beside_the_documents_open_and_are_searched(desk, seat, model):
    url = reverse(f"legal_updates_{model}_modeladmin_index")
    assert page(desk, url, q="a")
    assert page(seat(Role.OVERSEER), url)
