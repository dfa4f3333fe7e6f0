"""What sources name and the register lacks waits on a desk, and is shown to nobody."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from legal_updates.citations import find_document_numbers
from legal_updates.drafts.cited import draft_cited_documents
from legal_updates.drafts.services import note_sightings
from legal_updates.drafts.sightings import Sighting, sightings_of
from legal_updates.models import Citation, DocumentDraft, LegalDocument
from legal_updates.models.choices import DraftStatus, Origin
from legal_updates.services import DocumentFacts, record_document
from network.agencies.models import Role
from tests.factories.documents import make_document
from tests.factories.moderation import make_draft, publish
from tests.factories.moderation import make_office as make_section_office
from tests.factories.sections import make_item, make_source

pytestmark = pytest.mark.django_db
DESK = reverse("legal_drafts:index")
DECREE = "77/2026/NĐ-CP"
PAGE = "https://congbao.chinhphu.vn/van-ban/nghi-dinh-so-77-2026-nd-cp-1.htm"
GOOD = {
    "number": DECREE,
    "type": "",
    "issuer": "Chính phủ",
    "issued_on": "05/03/2026",
    "title": "Quy định về việc thử",
    "official_url": PAGE,
}


def sight(number=DECREE, *, issuer="chinh phu", year=2026, now=None, **fields):
    return note_sightings([sighting(number, issuer=issuer, year=year, now=now, **fields)])


def sighting(number=DECREE, *, issuer="chinh phu", year=2026, now=None, **fields):
    read = find_document_numbers(f"Nghị định số {number}")[0]
    moment = now or timezone.now()
    return Sighting(number=read, issuer=issuer, year=year, seen_at=moment, **fields)


def the_draft() -> DocumentDraft:
    return DocumentDraft.objects.get()


def confirm(desk, draft=None, **fields):
    address = reverse("legal_drafts:confirm", args=[(draft or the_draft()).pk])
    return desk.post(address, GOOD | fields, follow=True)


def said(response) -> str:
    return " ".join(str(message) for message in response.context["messages"])


@pytest.fixture
def article(db):
    office = make_section_office()
    body = [("paragraph", f"<p>Theo Nghị định số {DECREE} của Chính phủ.</p>")]
    return publish(make_draft(office, body=body), office)


def test_what_a_page_names_gets_its_title_from_the_official_text_that_comes_after():
    assert sight() == 1
    assert sight(title="Quy định về việc thử") == 0
    assert sight(title="Tên khác") == 0
    draft = the_draft()
    assert (str(draft), draft.title) == (f"Nghị định {DECREE}", "Quy định về việc thử")


def test_without_a_year_none_is_made_beside_another_of_the_number():
    assert sight("12/QĐ-TTg", issuer="thu tuong chinh phu", year=None) == 1
    assert sight("12/QĐ-TTg", issuer="thu tuong chinh phu", year=2026) == 1
    assert sight("12/QĐ-TTg", issuer="thu tuong chinh phu", year=None) == 0
    told = [sighting("13/QĐ-BYT", issuer="bo y te", year=year) for year in (None, 2025, 2026)]
    assert note_sightings(told) == 2


@pytest.mark.parametrize(
    ("issuer", "year"), [("", None), ("", 2026), ("ubnd tinh gia lai", None), ("", 2025)]
)
def test_a_bare_local_number_makes_none(issuer, year):
    assert sight("24/KH-UBND", issuer=issuer, year=year) == 0
    assert not DocumentDraft.objects.exists()


def test_a_local_number_with_body_and_year_makes_one_for_each_body_and_year():
    for issuer, year in (("ubnd tinh gia lai", 2025), ("ubnd tinh gia lai", 2026), ("hdnd", 2026)):
        sight("24/KH-UBND", issuer=issuer, year=year)
    found = DocumentDraft.objects.values_list("issuer_key", "year")
    assert {("ubnd tinh gia lai", 2025), ("ubnd tinh gia lai", 2026)} <= set(found)


def test_a_known_document_makes_none():
    make_document(DECREE, issued_on=dt.date(2026, 3, 5))
    assert sight() == 0
    assert not DocumentDraft.objects.exists()


def test_a_published_article_makes_a_draft_and_stays_unknown(article):
    assert draft_cited_documents(page_ids=[article.pk], now=timezone.now()) == 1
    (text,) = sightings_of(the_draft())
    assert (text.url, article.title in text.who, DECREE in text.words) == (article.url, True, True)
    assert Citation.objects.get(page=article).document is None
    assert draft_cited_documents(page_ids=[article.pk], now=timezone.now()) == 0


def test_publishing_queues_the_look_at_what_is_unknown(article):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s"
            " AND args->>'page_id' = %s",
            ["legal_updates.draft_cited_documents", str(article.pk)],
        )
        assert cursor.fetchone() == (1,)


def test_a_draft_is_public_nowhere(client, article):
    draft_cited_documents(page_ids=[article.pk], now=timezone.now())
    text = client.get(article.url).content.decode()
    assert DECREE in text
    assert 'class="cited"' not in text
    for address in ("/van-ban/77-2026-nd-cp/", f"/van-ban/?q={DECREE}", "/sitemap.xml"):
        response = client.get(address, follow=True)
        assert "77-2026-nd-cp" not in response.content.decode() or response.status_code == 404
    assert not LegalDocument.objects.exists()


def test_confirming_shows_what_becomes_known_and_is_journalled(desk, article):
    draft_cited_documents(page_ids=[article.pk], now=timezone.now())
    address = reverse("legal_drafts:confirm", args=[the_draft().pk])
    assert "1 trích dẫn được nhận biết" in desk.get(address).content.decode()
    response = confirm(desk)
    document = LegalDocument.objects.get()
    assert (document.confirmed_at is not None, document.origin) == (True, Origin.HAND)
    assert Citation.objects.get(page=article).document == document
    assert "1 trích dẫn" in said(response)
    assert the_draft().status == DraftStatus.REGISTERED
    told = reverse("legal_updates_legaldocument_modeladmin_history", args=[document.pk])
    history = desk.get(told).content.decode()
    assert "số trích dẫn được nhận biết: 1" in history


def test_the_form_is_filled_in_as_the_official_texts_tell_with_all_that_name_it(desk, article):
    draft_cited_documents(page_ids=[article.pk], now=timezone.now())
    title = f"Nghị định số {DECREE} ngày 05/03/2026 của Chính phủ: Quy định về việc thử"
    told = {"policy_key": f"{the_draft().number_key}|chinh phu", "policy_year": 2026}
    gazette, press = make_source("Công báo"), make_source("Báo Gia Lai")
    make_item(title, source=gazette, link=PAGE, **told)
    make_item(f"{title} mới", source=press, **told)
    response = desk.get(reverse("legal_drafts:confirm", args=[the_draft().pk]))
    told = {name: response.context["form"][name].initial for name in GOOD if name != "type"}
    assert told == {
        "number": DECREE,
        "issuer": "Chính phủ",
        "issued_on": dt.date(2026, 3, 5),
        "title": "Quy định về việc thử",
        "official_url": PAGE,
    }
    text = response.content.decode()
    assert text.index("Công báo</a>") < text.index(f"{article.title}</a>")
    assert "Báo Gia Lai" not in text


def test_a_portal_s_front_page_is_refused(desk):
    sight()
    response = confirm(desk, official_url="https://congbao.chinhphu.vn/")
    assert "official_url" in response.context["form"].errors
    assert not LegalDocument.objects.exists()


def test_two_reviewers_confirm_once(desk):
    sight()
    draft = the_draft()
    confirm(desk, draft)
    assert "đã xử lý" in confirm(desk, draft).content.decode()
    assert LegalDocument.objects.count() == 1


def test_a_refused_one_comes_back_only_by_a_later_text(desk, article):
    draft_cited_documents(page_ids=[article.pk], now=timezone.now())
    address = reverse("legal_drafts:refuse", args=[the_draft().pk])
    desk.post(address, {"reason": "Không phải văn bản của Nhà nước."})
    assert the_draft().status == DraftStatus.REFUSED
    draft_cited_documents(page_ids=[article.pk], now=timezone.now())
    assert the_draft().status == DraftStatus.REFUSED
    sight()
    assert the_draft().status == DraftStatus.WAITING


def test_a_document_that_comes_another_way_leaves_the_desk():
    sight()
    facts = DocumentFacts(number=DECREE, title="Quy định", issued_on=dt.date(2026, 3, 5))
    record_document(facts=facts, origin=Origin.TABLE, now=timezone.now())
    assert the_draft().status == DraftStatus.REGISTERED
    assert the_draft().document == LegalDocument.objects.get()


def test_many_sightings_are_one_statement():
    told = [sighting(f"{number}/2026/NĐ-CP") for number in range(100, 400)]
    with CaptureQueriesContext(connection) as asked:
        assert note_sightings(told) == 300
        assert note_sightings(told) == 0
    assert len(asked) == 2


def test_the_desk_costs_the_same_for_many(desk):
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert desk.get(DESK).status_code == 200
        return len(asked)

    sight()
    few = cost()
    for number in range(100, 120):
        sight(f"{number}/2026/NĐ-CP")
    assert cost() == few


@pytest.mark.parametrize("role", [Role.OVERSEER, Role.AGENCY_ADMIN, Role.AUTHOR])
def test_only_the_network_admin_has_this_desk(seat, role):
    sight()
    somebody: Client = seat(role)
    for address in (DESK, reverse("legal_drafts:confirm", args=[the_draft().pk])):
        assert somebody.get(address).status_code in (302, 403, 404)
        assert somebody.post(address, GOOD).status_code in (302, 403, 404, 405)
    assert not LegalDocument.objects.exists()
