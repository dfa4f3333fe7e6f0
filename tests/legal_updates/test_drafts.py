"""What sources name and the register lacks waits on a desk, and is shown to nobody."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from legal_updates.choices import DraftStatus, Origin
from legal_updates.citations import find_document_numbers
from legal_updates.drafts.cited import draft_cited_documents
from legal_updates.drafts.services import Sighting, note_sightings
from legal_updates.models import Citation, DocumentDraft, LegalDocument
from legal_updates.services import DocumentFacts, record_document
from network.agencies.models import Role
from tests.factories.documents import make_document
from tests.factories.moderation import make_draft, publish
from tests.factories.moderation import make_office as make_section_office

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


def sight(number=DECREE, *, key="item:1", issuer="chinh phu", year=2026, now=None, **fields):
    read = find_document_numbers(f"Nghị định số {number}")[0]
    told = {"who": "Công báo", "words": f"Nghị định số {number} quy định về việc thử"} | fields
    sighting = Sighting(number=read, issuer=issuer, year=year, key=key, **told)
    return note_sightings(sightings=[sighting], now=now or timezone.now())


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


def test_two_sources_make_one_draft_with_both_as_evidence():
    assert sight(title="Quy định về việc thử") == 1
    assert sight(key="item:2", who="Bộ Tư pháp", official_url=PAGE) == 0
    draft = the_draft()
    assert (str(draft), draft.title) == (f"Nghị định {DECREE}", "Quy định về việc thử")
    assert draft.official_url == PAGE
    assert [each.who for each in draft.evidence.all()] == ["Công báo", "Bộ Tư pháp"]


def test_the_same_text_speaks_once():
    sight()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert sight() == 0
    assert len(asked) <= 3
    assert the_draft().evidence.count() == 1


@pytest.mark.parametrize(
    ("issuer", "year"), [("", None), ("", 2026), ("ubnd tinh gia lai", None), ("", 2025)]
)
def test_a_bare_local_number_makes_none(issuer, year):
    assert sight("24/KH-UBND", issuer=issuer, year=year) == 0
    assert not DocumentDraft.objects.exists()


def test_a_local_number_with_body_and_year_makes_one_for_each_body_and_year():
    for issuer, year in (("ubnd tinh gia lai", 2025), ("ubnd tinh gia lai", 2026), ("hdnd", 2026)):
        sight("24/KH-UBND", issuer=issuer, year=year, key=f"item:{issuer}{year}"[:40])
    found = DocumentDraft.objects.values_list("issuer_key", "year")
    assert {("ubnd tinh gia lai", 2025), ("ubnd tinh gia lai", 2026)} <= set(found)


def test_a_known_document_makes_none():
    make_document(DECREE, issued_on=dt.date(2026, 3, 5))
    assert sight() == 0
    assert not DocumentDraft.objects.exists()


def test_a_published_article_makes_a_draft_and_stays_unknown(article):
    assert draft_cited_documents(page_ids=[article.pk], now=timezone.now()) == 1
    evidence = the_draft().evidence.get()
    assert (evidence.key, evidence.url) == (f"page:{article.pk}", article.url)
    assert DECREE in evidence.words
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


def test_the_form_is_filled_in_as_the_sources_tell(desk):
    sight(title="Quy định về việc thử", issued_on=dt.date(2026, 3, 5), official_url=PAGE)
    form = desk.get(reverse("legal_drafts:confirm", args=[the_draft().pk])).context["form"]
    told = {name: form[name].initial for name in ("number", "issuer", "issued_on", "title")}
    assert told == {
        "number": DECREE,
        "issuer": "Chính phủ",
        "issued_on": dt.date(2026, 3, 5),
        "title": "Quy định về việc thử",
    }
    assert form["official_url"].initial == PAGE


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


def test_a_refused_one_comes_back_only_by_another_text(desk):
    sight()
    address = reverse("legal_drafts:refuse", args=[the_draft().pk])
    desk.post(address, {"reason": "Không phải văn bản của Nhà nước."})
    assert the_draft().status == DraftStatus.REFUSED
    sight()
    assert the_draft().status == DraftStatus.REFUSED
    sight(key="item:2")
    assert the_draft().status == DraftStatus.WAITING


def test_a_document_that_comes_another_way_leaves_the_desk():
    sight()
    facts = DocumentFacts(number=DECREE, title="Quy định", issued_on=dt.date(2026, 3, 5))
    record_document(facts=facts, origin=Origin.TABLE, now=timezone.now())
    assert the_draft().status == DraftStatus.REGISTERED
    assert the_draft().document == LegalDocument.objects.get()


def test_many_sightings_cost_what_few_cost():
    def cost(first: int, count: int) -> int:
        sightings = [
            Sighting(
                number=find_document_numbers(f"Nghị định số {each}/2026/NĐ-CP")[0],
                issuer="chinh phu",
                year=2026,
                key=f"item:{each}",
                who="Công báo",
                words="x",
            )
            for each in range(first, first + count)
        ]
        with CaptureQueriesContext(connection) as asked:
            assert note_sightings(sightings=sightings, now=timezone.now()) == count
        return len(asked)

    assert cost(100, 3) == cost(200, 300) <= 12


def test_the_desk_costs_the_same_for_many(desk):
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert desk.get(DESK).status_code == 200
        return len(asked)

    sight()
    few = cost()
    for number in range(100, 120):
        sight(f"{number}/2026/NĐ-CP", key=f"item:{number}")
    assert cost() == few


@pytest.mark.parametrize("role", [Role.OVERSEER, Role.AGENCY_ADMIN, Role.AUTHOR])
def test_only_the_network_admin_has_this_desk(seat, role):
    sight()
    somebody: Client = seat(role)
    for address in (DESK, reverse("legal_drafts:confirm", args=[the_draft().pk])):
        assert somebody.get(address).status_code in (302, 403, 404)
        assert somebody.post(address, GOOD).status_code in (302, 403, 404, 405)
    assert not LegalDocument.objects.exists()
