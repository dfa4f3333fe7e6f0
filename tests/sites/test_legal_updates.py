"""Legal updates of agencies: what citizens read, and what an editor is asked for."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from legal_updates.models.choices import Validity
from network.hub.search.keeping import refresh_changed
from network.moderation.checklist import items_for
from network.moderation.models import ChecklistItem
from sites.models import ArticlePage, LegalUpdatePage, UpdateDocument
from tests.factories.accounts import signed_in
from tests.factories.documents import make_document
from tests.factories.moderation import make_office, publish
from tests.factories.sections import (
    SOURCE,
    make_article,
    make_place,
    make_section,
    make_update,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(db):
    return make_place(make_section("Sở Y tế", slug="so-y-te"))


def text_of(client, page) -> str:
    answer = client.get(page.get_url())
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_four_answers_stand_at_the_top_those_that_are_given(client, place):
    update = make_update(place, who="Trẻ dưới 6 tuổi", from_when="Từ 01/01/2027")
    short = text_of(client, update).partition('id="in-short"')[2].partition("</section>")[0]
    assert len(re.findall("<dt>", short)) == 2
    assert "Trẻ dưới 6 tuổi" in short
    assert "Từ 01/01/2027" in short


def test_its_documents_are_shown_with_their_validity(client, place):
    decree = make_document(validity=Validity.EXPIRED)
    text = text_of(client, make_update(place, documents=[decree]))
    assert f'href="{decree.get_absolute_url()}"' in text
    assert "status--expired" in text


def test_the_document_page_leads_to_it(client, place):
    decree = make_document()
    update = make_update(place, "Mức phạt mới", documents=[decree])
    make_update(place, "Bản nháp", documents=[decree], live=False)
    make_update(place, "Việc khác", documents=[make_document("34/2020/NĐ-CP")])
    text = client.get(decree.get_absolute_url()).content.decode()
    assert update.url in text
    assert "Sở Y tế" in text
    assert "Bản nháp" not in text
    assert "Việc khác" not in text


def test_it_stands_wherever_articles_do(client, place):
    update = make_update(place, "Quy định mới về khám bệnh")
    make_article(place, "Bài thường")
    refresh_changed()
    for address in ("/", "/so-y-te/", place.get_url(), "/tim-kiem/?q=kham+benh"):
        assert update.url in client.get(address).content.decode(), address
    assert [each.pk for each in ArticlePage.objects.published()].count(update.pk) == 1


def test_lists_of_articles_cost_no_more_for_it(client, place, django_assert_num_queries):
    address = place.get_url()
    make_article(place)
    client.get(address)
    with CaptureQueriesContext(connection) as alone:
        client.get(address)
    for _ in range(5):
        make_update(place, documents=[make_document()])
    with django_assert_num_queries(len(alone)):
        client.get(address)


def test_a_summary_that_was_not_written_is_made_of_the_answers():
    update = LegalUpdatePage(who="Trẻ em", gets="Được tiêm miễn phí.")
    update.full_clean(exclude=[field.name for field in LegalUpdatePage._meta.fields])
    assert update.summary == "Trẻ em. Được tiêm miễn phí."
    assert update.own_summary == ""


def test_the_days_from_arrival_to_publication_are_vietnamese_days():
    update = LegalUpdatePage(
        # 23:30 and 00:30 in Vietnam: an hour later, and the next day.
        received_at=dt.datetime(2026, 11, 20, 16, 30, tzinfo=dt.UTC),
        first_published_at=dt.datetime(2026, 11, 20, 17, 30, tzinfo=dt.UTC),
    )
    assert update.lag_days == 1
    assert update.days_since_issue(dt.date(2026, 11, 1)) == 20
    assert LegalUpdatePage(received_at=timezone.now()).lag_days is None


def test_it_is_appraised_with_the_questions_for_articles(place):
    update, day = make_update(place), timezone.localdate()
    assert ChecklistItem.objects.exclude(page_types=[]).exists()
    asked = [item.key for item in items_for(page=update, day=day)]
    assert asked == [item.key for item in items_for(page=make_article(place), day=day)]


def test_it_goes_the_way_of_every_page_and_keeps_its_documents(client):
    office, decree = make_office(), make_document()
    menu = office.home.get_children().get(slug="tin-tuc")
    draft = LegalUpdatePage(
        title="Mức phạt mới",
        who="Người đi xe máy",
        summary="Mức phạt mới.",
        body=[("paragraph", "<p>Nội dung.</p>")],
        live=False,
        owner=office.author,
        **SOURCE,
    )
    draft.documents.add(UpdateDocument(document=decree))
    menu.add_child(instance=draft)
    draft.save_revision(user=office.author)
    assert client.get(draft.get_url()).status_code == 404
    publish(draft, office)
    live = LegalUpdatePage.objects.live().get()
    assert live.bound_documents() == [decree]
    assert "Người đi xe máy" in text_of(client, live)


def test_what_it_says_counts_as_citing_its_documents(place):
    update = make_update(place, documents=[make_document()], who="Trẻ em")
    content = update.moderation_content()
    assert "100/2019/NĐ-CP" in content.numbers
    assert "Trẻ em" in content.texts


def test_the_editor_offers_the_kinds_of_page_in_vietnamese_with_a_line_of_help(client):
    office = make_office()
    browser = signed_in(client, office.author)
    menu = office.home.get_children().get(slug="tin-tuc")
    text = browser.get(reverse("wagtailadmin_pages:add_subpage", args=[menu.pk])).content.decode()
    for kind in ("articlepage", "legalupdatepage", "materialpage", "sectionindexpage"):
        address = reverse("wagtailadmin_pages:add", args=["agency_sites", kind, menu.pk])
        assert address in text
        assert browser.get(address).status_code == 200


def test_a_form_without_a_document_is_a_draft_and_cannot_be_handed_in(client):
    office = make_office()
    browser = signed_in(client, office.author)
    menu = office.home.get_children().get(slug="tin-tuc")
    address = reverse("wagtailadmin_pages:add", args=["agency_sites", "legalupdatepage", menu.pk])
    empty = {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0", "MIN_NUM_FORMS": "0", "MAX_NUM_FORMS": ""}
    form = {
        "title": "Mức phạt mới",
        "kind": "new_document",
        "who": "Người đi xe máy",
        "date": "2026-11-20",
        "body-count": "1",
        "body-0-deleted": "",
        "body-0-order": "0",
        "body-0-type": "quote",
        "body-0-id": "",
        "body-0-value-text": "Lời",
        "body-0-value-attribution": "",
        **{
            f"{name}-{key}": value
            for name in ("documents", "corrections", "comments")
            for key, value in empty.items()
        },
        **{name: str(value) for name, value in SOURCE.items()},
    }
    refused = browser.post(address, form | {"action-submit": "1"})
    assert refused.status_code == 200
    assert not LegalUpdatePage.objects.exists()
    assert browser.post(address, form).status_code == 302
    decree = make_document()
    row = {"documents-TOTAL_FORMS": "1", "documents-0-document": str(decree.pk)}
    row |= {"documents-0-id": "", "documents-0-ORDER": "1", "documents-0-DELETE": ""}
    handed_in = browser.post(address, form | row | {"action-submit": "1"})
    assert handed_in.status_code == 302
    page = LegalUpdatePage.objects.last().get_latest_revision_as_object()
    assert page.bound_documents() == [decree]
    assert page.summary == "Người đi xe máy."
