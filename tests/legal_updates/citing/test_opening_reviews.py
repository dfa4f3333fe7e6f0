"""A document changes: pages that cite it are to be reviewed, who may conclude hears once a day."""

import datetime as dt
import re
from typing import Any

import pytest
from django.core import mail
from wagtail.models import Page

from legal_updates.citing.opening_reviews import open_page_reviews
from legal_updates.models import Citation, PageReview, ValidityChange
from legal_updates.models.choices import ReviewOutcome, Validity
from network.core.working_days import is_working_day, working_days
from network.mailing.digests import queue_digests
from network.mailing.models import QueuedMail
from network.mailing.services import send
from network.moderation.publication import published_by_install
from tests.factories.documents import backdate, make_change, make_document
from tests.factories.moderation import Office, make_draft, make_office, publish
from tests.factories.sections import make_place, make_section

pytestmark = pytest.mark.django_db
NUMBER = "34/2020/NĐ-CP"
BODY = [("paragraph", f"<p>Theo Nghị định số {NUMBER}.</p>")]
NOW = dt.datetime(2026, 11, 25, 18, 30, tzinfo=dt.UTC)
MORNING = dt.datetime(2026, 11, 26, 0, 0, tzinfo=dt.UTC)


@pytest.fixture
def decree():
    return make_document(NUMBER)


@pytest.fixture
def offices(decree, office):
    return [office, make_office("SYT")]


def earlier(article: Page, office: Office) -> Page:
    """Return the article, published before the law changed."""
    return backdate(publish(article, office), days=400)


def change_of(decree, **how) -> ValidityChange:
    return make_change(decree, day=dt.date(2026, 11, 20), **how)


def spread(change: ValidityChange) -> int:
    return open_page_reviews(change_id=change.pk, now=NOW)


def tell(now: dt.datetime = MORNING) -> list[Any]:
    """Write the daily mails of that day; return the new ones that name pages to review."""
    mail.outbox.clear()
    queue_digests(now=now)
    for row in QueuedMail.objects.filter(kind="mailing.digest", done_at=None):
        send(mail_id=row.pk, now=now)
    return [message for message in mail.outbox if "cần rà soát:" in message.body]


def test_each_page_of_each_agency_gets_a_review_with_its_day(offices, decree, settings):
    settings.LEGAL_REVIEW_DAYS = 15
    pages = [earlier(make_draft(office, body=BODY), office) for office in offices]
    make_draft(offices[0], body=BODY)
    assert spread(change_of(decree)) == 2
    found = {(row.page_id, row.agency_id, row.due_on) for row in PageReview.objects.all()}
    # In Vietnam it is the 26th by then.
    due = dt.date(2026, 12, 11)
    assert found == {
        (page.pk, office.agency.pk, due) for page, office in zip(pages, offices, strict=True)
    }


def test_a_second_run_does_nothing_even_after_the_review_is_closed(offices, decree):
    earlier(make_draft(offices[0], body=BODY), offices[0])
    change = change_of(decree)
    spread(change)
    PageReview.objects.update(outcome=ReviewOutcome.STILL_RIGHT, closed_at=NOW)
    assert spread(change) == 0
    ValidityChange.objects.update(spread_at=None)
    spread(change)
    assert PageReview.objects.count() == 1


@pytest.mark.parametrize("became", [Validity.IN_FORCE, Validity.NOT_YET, Validity.UNDETERMINED])
def test_what_comes_into_force_needs_no_review(offices, decree, became):
    earlier(make_draft(offices[0], body=BODY), offices[0])
    change = change_of(decree, became=became)
    assert spread(change) == 0
    change.refresh_from_db()
    assert change.spread_at == NOW


def test_a_document_that_changes_twice_keeps_one_open_review(offices, decree):
    earlier(make_draft(offices[0], body=BODY), offices[0])
    first = change_of(decree, became=Validity.PARTLY_EXPIRED)
    spread(first)
    opened = PageReview.objects.get()
    second = change_of(decree, became=Validity.EXPIRED)
    spread(second)
    review = PageReview.objects.get()
    assert (review.pk, review.due_on, review.change) == (opened.pk, opened.due_on, second)


def test_a_change_that_was_late_in_the_queue_does_not_take_the_newer_one_back(offices, decree):
    earlier(make_draft(offices[0], body=BODY), offices[0])
    first = change_of(decree, became=Validity.PARTLY_EXPIRED)
    second = change_of(decree, became=Validity.EXPIRED)
    spread(second)
    spread(first)
    assert PageReview.objects.get().change == second


def test_who_may_conclude_reviews_gets_one_mail_a_day_however_many_pages(offices, decree):
    for number in range(12):
        earlier(make_draft(offices[0], body=BODY, title=f"Bài dẫn {number}"), offices[0])
    for change in (change_of(decree), change_of(make_document("35/2020/NĐ-CP"))):
        spread(change)
    told = tell()
    assert sorted(message.to[0] for message in told) == sorted(
        offices[0].people[role].email for role in ("appraiser", "approver", "agency_admin")
    )
    text = told[0].body
    assert "34/2020/NĐ-CP" in text and "12 trang" in text
    assert len(re.findall("- Bài dẫn", text)) == 10
    for review in PageReview.objects.order_by("due_on", "pk")[:10]:
        assert f"/admin/trang-can-ra-soat/{review.pk}/" in text
    assert tell() == []


def test_a_review_is_named_when_it_is_new_and_again_before_and_after_its_day(offices, decree):
    earlier(make_draft(offices[0], body=BODY), offices[0])
    spread(change_of(decree))
    due = PageReview.objects.get().due_on
    days = [MORNING + number * dt.timedelta(days=1) for number in range(25)]
    told = [day.date() for day in days if is_working_day(day.date()) and tell(day)]
    assert (told[0], told[2], len(told)) == (MORNING.date(), due, 4)
    assert working_days(told[1], due) == working_days(due, told[3]) == 3


def test_who_has_done_everything_already_gets_no_mail(offices, decree):
    earlier(make_draft(offices[0], body=BODY), offices[0])
    spread(change_of(decree))
    PageReview.objects.update(outcome=ReviewOutcome.STILL_RIGHT, closed_at=NOW)
    assert tell() == []


def cite_in_many_pages(number: int, document) -> None:
    """Let so many live pages of one section cite the document; straight in the database."""
    place = make_place(make_section())
    rows = [
        Page(
            path=f"{place.path}{position:04d}",
            depth=place.depth + 1,
            title="Bài",
            draft_title="Bài",
            slug=f"bai-{position}",
            url_path=f"{place.url_path}bai-{position}/",
            content_type=place.content_type,
            locale=place.locale,
        )
        for position in range(1, number + 1)
    ]
    with published_by_install():
        pages = Page.objects.bulk_create(rows)
    key = {"number": NUMBER, "number_key": document.number_key, "document": document}
    Citation.objects.bulk_create(Citation(page=page, in_live=True, **key) for page in pages)


def test_a_thousand_pages_are_a_handful_of_queries(decree, django_assert_max_num_queries):
    cite_in_many_pages(1000, decree)
    with django_assert_max_num_queries(12):
        assert spread(change_of(decree)) == 1000
