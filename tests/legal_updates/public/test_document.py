"""The page of one document, as a citizen and a machine read it."""

import datetime as dt
import json
import re

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from legal_updates.models import (
    DocumentFile,
    LegalDocument,
    Relation,
    RelationType,
    Topic,
    ValidityChange,
)
from legal_updates.models.choices import TerritorialScope, Validity
from network.agencies.services import shared_collection
from network.hub.models import Situation
from network.media.models import AgencyDocument
from tests.factories.documents import make_change, make_document, make_issuer
from tests.factories.sections import make_hub

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 25)


@pytest.fixture(autouse=True)
def hub(db):
    return make_hub()


def relate(document, kind: str, target=None, *, confirmed=True, **fields) -> Relation:
    return Relation.objects.create(
        document=document,
        type=RelationType.objects.get(key=kind),
        target=target,
        confirmed_at=timezone.now() if confirmed else None,
        **fields,
    )


def page(client, document: LegalDocument) -> str:
    answer = client.get(document.get_absolute_url())
    assert answer.status_code == 200
    return answer.content.decode()


def json_ld(text: str) -> dict:
    found = re.search(r'<script type="application/ld\+json">(.+?)</script>', text, re.DOTALL)
    return json.loads(found[1])


def test_the_facts_stand_there_with_dates_as_vietnamese_write_them(client):
    document = make_document(
        effective_on=dt.date(2020, 1, 1),
        separate_effect="Điều 12 từ 01/7/2020",
        signer="Nguyễn Xuân Phúc",
        validity_source="vbpl.vn",
        validity_checked_on=dt.date(2026, 11, 18),
    )
    text = page(client, document)
    for shown in (
        *("Nghị định 100/2019/NĐ-CP", "Chính phủ", "30/12/2019", "01/01/2020"),
        *("Điều 12 từ 01/7/2020", "Nguyễn Xuân Phúc", "18/11/2026"),
        "Cơ sở dữ liệu quốc gia về văn bản pháp luật",
    ):
        assert shown in text
    state = 'class="status status--in_force"'
    assert text.index(f">{document.title}</h1>") < text.index(state) < text.index(f">{document}<")
    assert document.official_url in text


def test_a_portal_s_front_page_is_not_shown_as_the_official_text(client):
    text = page(client, make_document(official_url="https://vbpl.vn/"))
    assert "document__official" not in text
    assert "https://vbpl.vn/" not in text


def test_an_unconfirmed_record_says_so_and_never_that_it_is_the_law(client):
    document = make_document(confirmed=False, expired_parts="Điều 5", validity=Validity.IN_FORCE)
    make_change(document, became=Validity.EXPIRED)
    text = page(client, document)
    assert "status--unchecked" in text
    assert "status--undetermined" in text
    assert not re.search("status--(in_force|expired)", text)
    assert "Điều 5" not in text
    assert "legislationLegalForce" not in json_ld(text)


def test_a_document_ends_on_its_day_though_no_job_has_run(client, monkeypatch):
    document = make_document(expires_on=TODAY + dt.timedelta(days=1))
    monkeypatch.setattr(timezone, "localdate", lambda *_: TODAY)
    assert "status--in_force" in page(client, document)
    monkeypatch.setattr(timezone, "localdate", lambda *_: TODAY + dt.timedelta(days=1))
    assert "status--expired" in page(client, document)


def test_relations_are_named_from_both_sides(client):
    old, new = make_document("46/2016/NĐ-CP"), make_document("100/2019/NĐ-CP")
    relate(new, "thay_the", old, parts="Toàn bộ Chương II")
    relate(new, "can_cu", target_number="23/2008/QH12", target_key="23/2008/qh12")
    seen_from_new, seen_from_old = page(client, new), page(client, old)
    assert "Văn bản được thay thế" in seen_from_new
    assert f'href="{old.get_absolute_url()}"' in seen_from_new
    assert "Toàn bộ Chương II" in seen_from_new
    assert "<strong>23/2008/QH12</strong>" in seen_from_new
    assert "Văn bản thay thế" in seen_from_old
    assert f'href="{new.get_absolute_url()}"' in seen_from_old


def test_the_picture_has_words_for_those_who_do_not_see_it(client):
    old, new = make_document("46/2016/NĐ-CP"), make_document("100/2019/NĐ-CP")
    assert "relations-picture" not in page(client, new)
    relate(new, "thay_the", old)
    text = page(client, new)
    picture = re.search(r'<svg class="relations-picture".+?</svg>', text, re.DOTALL)[0]
    assert 'role="img"' in picture
    assert "<title" in picture and "<desc" in picture
    assert "46/2016/NĐ-CP" in picture


def test_an_unconfirmed_relation_is_marked(client):
    old, new = make_document("46/2016/NĐ-CP"), make_document("100/2019/NĐ-CP")
    relate(new, "thay_the", old, confirmed=False)
    assert "status--unchecked" in page(client, new)
    assert "legislationRepeals" not in json_ld(page(client, new))


def test_where_the_rest_was_read_is_no_check_of_the_validity(client):
    read = {"validity_source": "vbpl.vn", "validity_checked_on": TODAY}
    document = make_document(validity=Validity.UNDETERMINED, **read)
    text = page(client, document)
    assert "Tình trạng hiệu lực chưa được kiểm tra" in text
    assert "kiểm tra ngày" not in text
    assert "Cơ sở dữ liệu quốc gia" not in text


def test_what_needs_checking_twice_says_so_once(client):
    old = make_document("45/2013/NĐ-CP", confirmed=False)
    new = make_document()
    relate(new, "thay_the", old, confirmed=False)
    assert page(client, new).count("Cần kiểm tra") == 1


def test_its_life_is_told_in_the_order_of_the_days(client):
    document = make_document(
        gazette_on=dt.date(2020, 1, 10), effective_on=dt.date(2020, 1, 1), validity="in_force"
    )
    new = make_document("168/2024/NĐ-CP", issued_on=dt.date(2024, 12, 26))
    ValidityChange.objects.create(
        document=document,
        at=timezone.now(),
        day=dt.date(2025, 1, 1),
        was=Validity.IN_FORCE,
        became=Validity.PARTLY_EXPIRED,
        relation=relate(new, "thay_the", document),
    )
    life = page(client, document).partition('<ol class="life">')[2].partition("</ol>")[0]
    days = re.findall(r'datetime="([\d-]+)"', life)
    today = timezone.localdate().isoformat()
    assert days == ["2019-12-30", "2020-01-01", "2020-01-10", "2025-01-01", today]
    assert "Hôm nay: còn hiệu lực" in life
    assert f'href="{new.get_absolute_url()}"' in life


SUMMARY = {
    "summary_audience": "Người đi đường.",
    "summary_content": "Lỗi nào phạt bao nhiêu.",
    "summary_to_do": "Xem đúng lỗi.",
    "summary_since": "01/01/2020.",
    "summary_by": "Sở Xây dựng",
    "summary_on": dt.date(2026, 11, 18),
}


def test_what_a_person_wrote_in_four_lines_comes_first_signed_and_dated(client):
    document = make_document(usual_name="Nghị định 100 về phạt giao thông", **SUMMARY)
    text = page(client, document)
    assert ">Nghị định 100 về phạt giao thông</h1>" in text
    short = text.partition('<section class="in-short"')[2].partition("</section>")[0]
    for line in (*SUMMARY.values(), "18/11/2026"):
        assert isinstance(line, dt.date) or line in short
    # The title as the state wrote it is on the page too.
    assert document.title in text.partition("</section>")[2]


def test_nobody_s_summary_is_none(client):
    assert "in-short" not in page(client, make_document(effective_on=TODAY))


@pytest.mark.parametrize("missing", ["summary_to_do", "summary_by", "summary_on"])
def test_a_summary_is_whole_and_signed_or_is_none(missing):
    document = make_document()
    without = SUMMARY | {missing: None if missing == "summary_on" else ""}
    with pytest.raises(IntegrityError), transaction.atomic():
        LegalDocument.objects.filter(pk=document.pk).update(**without)


def test_parts_that_no_longer_hold_are_named_with_their_cause(client):
    document = make_document(
        validity=Validity.PARTLY_EXPIRED, expired_parts="Khoản 17 Điều 32", effective_on=TODAY
    )
    new = make_document("238/2026/NĐ-CP", effective_on=dt.date(2026, 8, 15))
    relate(new, "bai_bo", document, parts="Khoản 17 Điều 32")
    notice = page(client, document).partition('aria-labelledby="ended-parts"')[2]
    notice = notice.partition("</section>")[0]
    assert notice.count("Khoản 17 Điều 32") == 1
    assert f'href="{new.get_absolute_url()}"' in notice and "từ 15/08/2026" in notice


def test_the_need_whose_keeper_names_it_is_one_step_away(client):
    Situation.objects.update(laws=[])
    document = make_document()
    assert "/toi-can/giao-thong/" not in page(client, document)
    Situation.objects.filter(slug="giao-thong").update(laws=["100/2019/NĐ-CP"])
    assert "/toi-can/giao-thong/" in page(client, document)


def test_machines_read_the_same(client):
    document = make_document(
        effective_on=dt.date(2020, 1, 1),
        scope=TerritorialScope.NATIONWIDE,
        validity_source="vbpl.vn",
    )
    relate(document, "sua_doi_bo_sung", make_document("46/2016/NĐ-CP"))
    text = page(client, document)
    facts = json_ld(text)
    assert facts["@type"] == "Legislation"
    assert facts["legislationIdentifier"] == "100/2019/NĐ-CP"
    assert facts["legislationDate"] == "2019-12-30"
    assert facts["legislationLegalForce"] == "https://schema.org/InForce"
    assert facts["temporalCoverage"] == "2020-01-01/.."
    assert [each["legislationIdentifier"] for each in facts["legislationChanges"]] == [
        "46/2016/NĐ-CP"
    ]
    assert '<meta property="http://data.europa.eu/eli/ontology#date_document"' in text


def test_an_abstract_cannot_break_out_of_the_data(client):
    document = make_document(title='</script><script>alert("x")</script>')
    text = page(client, document)
    assert "<script>alert" not in text
    assert "<script>alert" in json_ld(text)["name"]


def test_its_files_open_for_everybody(client):
    document = make_document()
    file = AgencyDocument.objects.create(
        title="Toàn văn",
        file=ContentFile(b"%PDF-1.4", name="toan-van.pdf"),
        collection=shared_collection(),
    )
    assert client.get(file.url).status_code == 404
    DocumentFile.objects.create(document=document, file=file)
    assert f'href="{file.url}"' in page(client, document)
    assert client.get(file.url).status_code == 200


def test_twins_are_told_apart(client):
    first = make_document(
        "24/2026/QĐ-UBND", slug="24-2026-qd-ubnd-gia-lai", issuer=make_issuer("UBND tỉnh Gia Lai")
    )
    second = make_document(
        "24/2026/QĐ-UBND", slug="24-2026-qd-ubnd-kon-tum", issuer=make_issuer("UBND tỉnh Kon Tum")
    )
    assert "/van-ban/so/24-2026-qd-ubnd/" in page(client, first)
    for address in ("/van-ban/so/24-2026-qd-ubnd/", "/van-ban/24-2026-qd-ubnd/"):
        text = client.get(address).content.decode()
        assert first.get_absolute_url() in text
        assert second.get_absolute_url() in text
    assert client.get("/van-ban/khong-co/").status_code == 404


def test_the_address_of_a_number_leads_to_its_only_document(client):
    document = make_document(slug="100-2019-nd-cp-chinh-phu")
    answer = client.get("/van-ban/100-2019-nd-cp/")
    assert answer.url == document.get_absolute_url()
    # The beginning of a number is not the number.
    assert client.get("/van-ban/100-2019-nd/").status_code == 404


def test_a_full_page_asks_ten_queries_at_most(client, django_assert_max_num_queries):
    document = make_document(effective_on=dt.date(2020, 1, 1))
    document.topics.add(*Topic.objects.all()[:3])
    for number in range(12):
        other = make_document(f"{number + 1}/2016/NĐ-CP")
        relate(document, "thay_the", other)
        relate(other, "huong_dan_ap_dung", document)
        make_change(document, became=Validity.PARTLY_EXPIRED if number % 2 else Validity.IN_FORCE)
    file = AgencyDocument.objects.create(
        title="Toàn văn",
        file=ContentFile(b"%PDF-1.4", name="toan-van.pdf"),
        collection=shared_collection(),
    )
    file.get_file_size()
    DocumentFile.objects.create(document=document, file=file)
    page(client, document)  # fills the caches of the process
    # One of them for the situations, which a server keeps for all pages.
    with django_assert_max_num_queries(10):
        page(client, document)
