"""The common library in the hands of an agency: look, search, begin an article."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from aggregator.models import ItemStatus, LibraryItemUse
from aggregator.use_services import record_use
from legal_updates.models import Topic
from network.agencies.models import Role
from network.core.text import slugify_vi
from network.moderation.models import Submission
from sites.models import ArticlePage, LegalUpdatePage, SectionIndexPage, SectionKey
from tests.factories.accounts import signed_in
from tests.factories.documents import make_document, make_issuer
from tests.factories.moderation import make_member, make_office
from tests.factories.sections import make_item, make_source

LIST = reverse("agency_library:index")
REVIEW_LIST = reverse("aggregator_libraryitem_modeladmin_index")

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(office) -> Client:
    """The author's browser, signed in."""
    return signed_in(Client(), office.author)


@pytest.fixture
def item():
    """A published item with all that a source can tell."""
    source = make_source("Công báo", owner="Văn phòng Chính phủ")
    return make_item(
        "Nghị định về đất đai",
        source=source,
        excerpt="Trích yếu của nghị định.",
        published_at=dt.datetime(2026, 11, 20, 8, 0, tzinfo=dt.UTC),
    )


@pytest.fixture
def place(office) -> SectionIndexPage:
    return SectionIndexPage.objects.child_of(office.home).first()


def use(browser: Client, item, place):
    return browser.post(reverse("agency_library:use", args=[item.pk]), {"place": place.pk})


def shown(browser: Client, address: str = LIST, **query: str) -> str:
    answer = browser.get(address, query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_people_of_an_agency_see_what_is_published_alone(author, item):
    make_item("Tin đang chờ", status=ItemStatus.NEW)
    make_item("Tin đã bỏ qua", status=ItemStatus.SKIPPED)
    make_item("Tin trùng", source=make_source("Báo"), duplicate_of=item)
    text = shown(author)
    assert item.title in text
    assert item.link in text
    for hidden in ("Tin đang chờ", "Tin đã bỏ qua", "Tin trùng"):
        assert hidden not in text
    assert "Báo" in text


def test_the_library_is_searched_without_accents(author, item):
    make_item("Lịch tiếp công dân")
    text = shown(author, q="dat dai")
    assert item.title in text
    assert "Lịch tiếp công dân" not in text
    assert item.title in shown(author, reverse("agency_library:results"), q="đất đai")


def test_a_draft_comes_with_title_source_and_the_way_to_the_text(author, office, item, place):
    item.topics.add(Topic.objects.get(slug="dat-dai"))
    answer = use(author, item, place)
    article = ArticlePage.objects.get()
    assert answer.url == reverse("wagtailadmin_pages:edit", args=[article.pk])
    draft = article.get_latest_revision_as_object()
    assert (draft.title, draft.live, draft.owner) == (item.title, False, office.author)
    assert draft.get_parent().pk == place.pk
    assert (draft.source_name, draft.source_agency) == ("Công báo", "Văn phòng Chính phủ")
    assert (draft.source_url, draft.source_date) == (item.link, dt.date(2026, 11, 20))
    body = str(draft.body)
    assert item.link in body
    assert "Trích yếu của nghị định." in body
    assert [topic.slug for topic in draft.topics.all()] == ["dat-dai"]
    assert author.get(answer.url).status_code == 200


def test_the_address_of_a_draft_has_every_letter_of_the_title(author, item, place):
    for _ in range(2):
        use(author, item, place)
    drafts = ArticlePage.objects.order_by("pk")
    assert [each.slug for each in drafts] == ["nghi-dinh-ve-dat-dai", "nghi-dinh-ve-dat-dai-2"]


def test_the_draft_is_nobody_s_to_read_before_it_went_its_way(author, item, place, client):
    use(author, item, place)
    article = ArticlePage.objects.get()
    assert client.get(article.url).status_code == 404
    assert not Submission.objects.exists()


def test_every_source_of_a_policy_is_named_in_the_draft(author, item, place):
    repeat = make_item("Tin của báo", source=make_source("Báo Gia Lai"), duplicate_of=item)
    use(author, item, place)
    body = str(ArticlePage.objects.get().body)
    assert repeat.link in body
    assert "Báo Gia Lai" in body


def test_the_use_is_noted_and_shown_to_reviewers_and_to_the_agency(author, office, item, place):
    use(author, item, place)
    noted = LibraryItemUse.objects.get()
    assert (noted.item, noted.agency) == (item, office.agency)
    assert noted.page.specific == ArticlePage.objects.get()
    network = signed_in(Client(), make_member(office.agency, Role.NETWORK_ADMIN))
    text = shown(network, REVIEW_LIST, status="published")
    assert "Used (1)" in text or "Đã dùng (1)" in text
    assert "Used " in shown(author) or "Đã dùng " in shown(author)


def test_other_agencies_do_not_see_who_used_an_item(author, item, place):
    use(author, item, place)
    other = make_office("SNV")
    text = shown(signed_in(Client(), other.author))
    assert item.title in text
    assert "Used " not in text
    assert "Đã dùng " not in text


def test_the_use_of_a_duplicate_counts_for_its_card(office, item, place):
    repeat = make_item("Tin trùng", source=make_source("Báo"), duplicate_of=item)
    noted = record_use(item=repeat, agency=office.agency, page=place, now=timezone.now())
    assert noted.item == item


def test_a_draft_stands_in_one_s_own_section_alone(author, item):
    foreign = SectionIndexPage.objects.child_of(make_office("SNV").home).first()
    assert use(author, item, foreign).status_code == 200
    assert not ArticlePage.objects.exists()
    assert not LibraryItemUse.objects.exists()


@pytest.mark.parametrize("status", [ItemStatus.NEW, ItemStatus.SKIPPED])
def test_what_is_not_published_cannot_be_used(author, place, status):
    assert use(author, make_item(status=status), place).status_code == 404
    assert not ArticlePage.objects.exists()


@pytest.mark.parametrize("role", ["appraiser", "approver"])
def test_who_does_not_write_looks_and_uses_nothing(office, item, place, role):
    browser = signed_in(Client(), office.people[role])
    assert reverse("agency_library:use", args=[item.pk]) not in shown(browser)
    assert use(browser, item, place).status_code in (302, 403)
    assert not ArticlePage.objects.exists()


def test_markup_of_a_source_is_text_in_the_draft(author, place):
    item = make_item("<script>alert(1)</script>", excerpt="<img src=x onerror=alert(1)>")
    use(author, item, place)
    body = str(ArticlePage.objects.get().body)
    assert "<script>alert" not in body
    assert "<img src=x" not in body
    assert "<script>alert(1)" not in shown(author)


def test_the_number_of_items_costs_no_queries(author, place):
    costs = []
    for size in (2, 10):
        for number in range(size):
            item = make_item(f"Tin {number}", source=make_source())
            make_item(source=make_source(), duplicate_of=item)
            use(author, item, place)
        shown(author)
        with CaptureQueriesContext(connection) as queries:
            shown(author)
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_a_legal_update_begins_with_the_documents_and_the_day_of_arrival(
    office, author, item, place
):
    item.document_numbers = ["100/2019/NĐ-CP", "24/KH-UBND", "1/2099/NĐ-CP"]
    item.fetched_at = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC)
    item.save()
    decree = make_document()
    # Every province has one: the author chooses.
    for name in ("UBND tỉnh Gia Lai", "UBND tỉnh Kon Tum"):
        make_document("24/KH-UBND", slug=slugify_vi(name), issuer=make_issuer(name))
    address = reverse("agency_library:use", args=[item.pk])
    answer = author.post(address, {"place": place.pk, "draft": "update"})
    update = LegalUpdatePage.objects.get()
    assert answer.url == reverse("wagtailadmin_pages:edit", args=[update.pk])
    assert update.get_latest_revision_as_object().bound_documents() == [decree]
    assert (update.title, update.received_at) == (item.title, item.fetched_at)
    assert (update.source_name, update.source_date) == ("Công báo", dt.date(2026, 11, 20))
    assert LibraryItemUse.objects.get().page_id == update.pk
    assert author.get(answer.url).status_code == 200


def test_the_form_proposes_a_legal_update_for_what_names_a_document(author, item):
    address = reverse("agency_library:use", args=[item.pk])
    assert author.get(address).context["form"]["draft"].initial == "article"
    item.document_numbers = ["100/2019/NĐ-CP"]
    item.save()
    assert author.get(address).context["form"]["draft"].initial == "update"


def test_the_form_proposes_the_place_of_new_policies(office, author, item):
    usual = SectionIndexPage.objects.descendant_of(office.home).get(key=SectionKey.VAN_BAN_MOI)
    form = author.get(reverse("agency_library:use", args=[item.pk])).context["form"]
    assert form["place"].initial == usual.pk
