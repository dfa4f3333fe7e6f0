"""From the review queue into the register of documents."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from aggregator.models import ItemStatus, LibraryItem, Publisher
from aggregator.review_services import ReviewChoice, review_items
from legal_updates.models import LegalDocument, Relation, Topic
from tests.factories.accounts import make_user
from tests.factories.documents import make_document
from tests.factories.sections import make_item, make_source

pytestmark = pytest.mark.django_db
REVIEW = reverse("aggregator_libraryitem_modeladmin_review")
DECREE = "Nghị định số 168/2024/NĐ-CP"
HEADING = f"{DECREE} ngày 26/12/2024 của Chính phủ quy định xử phạt vi phạm hành chính"


def waiting(title=HEADING, *, key="168/2024/ndcp|chinh phu", **fields) -> LibraryItem:
    key = key.replace("ndcp", "nđcp")
    return make_item(title, status=ItemStatus.NEW, policy_key=key, **fields)


def decide(*items, choice=ReviewChoice.APPROVE):
    return review_items(
        item_ids=[item.pk for item in items],
        choice=choice,
        reviewer=make_user(),
        now=timezone.now(),
        reason="trùng",
    )


def test_an_approved_item_makes_a_record_to_confirm():
    item = waiting(link="https://chinhphu.vn/168")
    item.topics.add(Topic.objects.first())
    decide(item)
    document = LegalDocument.objects.get()
    assert (str(document), document.slug) == ("Nghị định 168/2024/NĐ-CP", "168-2024-nd-cp")
    assert (document.issuer.name, document.issued_on) == ("Chính phủ", dt.date(2024, 12, 26))
    assert document.title == "quy định xử phạt vi phạm hành chính"
    assert (document.official_url, document.origin) == ("https://chinhphu.vn/168", "feed")
    assert (document.confirmed_at, document.validity) == (None, "undetermined")
    assert [topic.pk for topic in document.topics.all()] == [Topic.objects.first().pk]


def test_the_reviewer_is_led_to_what_waits_to_be_checked(desk):
    response = desk.post(REVIEW, {"approve": waiting().pk}, follow=True)
    said = " ".join(str(message) for message in response.context["messages"])
    assert "standing=to_confirm" in said


def test_press_gives_a_record_and_no_official_text_and_the_gazette_completes_it():
    press = make_source("Báo Gia Lai", publisher=Publisher.PRESS)
    gazette = make_source("Công báo", publisher=Publisher.GAZETTE)
    decide(waiting("168/2024/NĐ-CP: mức phạt mới từ 1/1", source=press))
    document = LegalDocument.objects.get()
    assert (document.official_url, document.issued_on) == ("", None)
    decide(waiting(source=gazette, link="https://congbao.chinhphu.vn/168"))
    document.refresh_from_db()
    assert document.official_url == "https://congbao.chinhphu.vn/168"
    assert document.issued_on == dt.date(2024, 12, 26)


def test_in_a_cluster_the_official_text_speaks_first():
    press = make_source("Báo Gia Lai", publisher=Publisher.PRESS)
    card = waiting("168/2024/NĐ-CP: mức phạt mới", source=press)
    official = waiting(source=make_source(), link="https://chinhphu.vn/168", duplicate_of=card)
    decide(card)
    document = LegalDocument.objects.get()
    assert document.official_url == official.link
    assert document.title == "quy định xử phạt vi phạm hành chính"


def test_what_a_title_says_it_does_is_noted_for_a_person_to_confirm():
    old = make_document()
    words = "thay thế Nghị định số 100/2019/NĐ-CP ngày 30/12/2019 và Nghị định số 1/2018/NĐ-CP"
    decide(waiting(f"{DECREE} {words}"))
    known, unknown = Relation.objects.order_by("pk")
    assert (known.type.key, known.target, known.confirmed_at) == ("thay_the", old, None)
    assert (unknown.target, unknown.target_number) == (None, "1/2018/NĐ-CP")
    old.refresh_from_db()
    assert old.validity == "in_force"


def test_skipped_items_and_items_about_no_document_leave_the_register_alone():
    decide(waiting(), choice=ReviewChoice.SKIP)
    decide(waiting("Hội nghị triển khai Nghị định 168/2024/NĐ-CP", key=""))
    assert not LegalDocument.objects.exists()


def test_approving_again_changes_nothing():
    for _ in range(2):
        decide(waiting())
    assert LegalDocument.objects.count() == 1


def test_approving_many_at_once_costs_few_queries_each():
    def cost(first, count):
        numbers = [f"{number}/2024" for number in range(first, first + count)]
        items = [
            waiting(f"Nghị định {number}/NĐ-CP", key=f"{number}/ndcp|chinh phu")
            for number in numbers
        ]
        with CaptureQueriesContext(connection) as seen:
            decide(*items)
        return len(seen)

    two, twelve = cost(200, 2), cost(300, 12)
    # The record and its address; in each of two journals a line, its person and its kind.
    assert (twelve - two) / 10 <= 8
