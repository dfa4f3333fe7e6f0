"""What a citizen sees of the documents that a page cites."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from legal_updates.models import PageReview, Relation, RelationType
from legal_updates.models.choices import ReviewOutcome, Validity
from tests.factories.documents import backdate, make_change, make_document
from tests.factories.moderation import make_draft, publish

pytestmark = pytest.mark.django_db
NUMBER = "34/2020/NĐ-CP"
BODY = [("paragraph", f"<p>Theo Nghị định số {NUMBER}.</p>")]
HEAD = "pháp luật đã thay đổi so với"


@pytest.fixture
def decree():
    return make_document(NUMBER, issued_on=dt.date(2020, 3, 1), title="Quy định cũ")


@pytest.fixture
def article(decree, office):
    article = backdate(publish(make_draft(office, body=BODY), office), days=400)
    article.office = office
    return article


def shown(client, article) -> str:
    return client.get(article.url).content.decode()


def replace(decree) -> None:
    newer = make_document("12/2026/NĐ-CP", issued_on=dt.date(2026, 1, 1))
    Relation.objects.create(
        document=newer,
        type=RelationType.objects.get(key="thay_the"),
        target=decree,
        confirmed_at=timezone.now(),
        applied_at=timezone.now(),
    )


def test_the_number_leads_to_the_document_with_its_card(client, article, decree):
    text = shown(client, article)
    assert f'<a class="cited" href="{decree.get_absolute_url()}" data-title="Quy định cũ"' in text
    assert HEAD not in text


def test_an_expired_document_is_announced_with_day_and_replacement(client, article, decree):
    # After the article, whatever day it is.
    decree.expires_on = timezone.localdate() - dt.timedelta(days=300)
    decree.save()
    make_change(decree)
    replace(decree)
    text = shown(client, article)
    notice = text[text.index('class="law-notices"') : text.index("</aside>")]
    assert HEAD in notice
    assert f"đã hết hiệu lực từ ngày {decree.expires_on:%d/%m/%Y}" in notice
    assert 'href="/van-ban/12-2026-nd-cp/"' in notice
    assert notice.index("34/2020/NĐ-CP") < notice.index("12/2026/NĐ-CP")
    assert text.index('class="law-notices"') < text.index('class="in-short"')


@pytest.mark.parametrize(
    "validity, words",
    [
        (Validity.PARTLY_EXPIRED, "đã hết hiệu lực một phần"),
        (Validity.SUSPENDED, "bị ngưng hiệu lực"),
        (Validity.OBSOLETE, "không còn phù hợp"),
    ],
)
def test_every_end_of_validity_has_its_words(client, article, decree, validity, words):
    make_change(decree, became=validity)
    assert words in shown(client, article)


def test_an_amendment_is_announced_until_the_page_is_published_anew(client, article, decree):
    make_change(decree, became=Validity.IN_FORCE, amended=True)
    assert "được sửa đổi, bổ sung từ ngày" in shown(client, article)
    office = article.office
    article.save_revision(user=office.author)
    publish(article, office)
    assert HEAD not in shown(client, article)


@pytest.mark.parametrize("validity", [Validity.IN_FORCE, Validity.NOT_YET, Validity.UNDETERMINED])
def test_what_holds_is_not_announced(client, article, decree, validity):
    make_change(decree, became=validity)
    assert HEAD not in shown(client, article)


def test_nothing_is_announced_of_a_record_that_nobody_confirmed(client, article, decree):
    make_change(decree)
    decree.confirmed_at = None
    decree.save()
    assert HEAD not in shown(client, article)


def confirm(article, change) -> None:
    PageReview.objects.create(
        agency=article.office.agency,
        page=article,
        document=change.document,
        change=change,
        opened_at=change.at,
        due_on=change.day,
        outcome=ReviewOutcome.STILL_RIGHT,
        closed_at=timezone.now(),
    )


def test_found_still_right_a_quiet_line_stands_in_its_place(client, article, decree):
    confirm(article, make_change(decree))
    text = shown(client, article)
    assert HEAD not in text
    assert "nội dung vẫn đúng" in text[text.index("<footer") - 6000 :]


def test_a_later_change_is_announced_again(client, article, decree):
    confirm(article, make_change(decree, became=Validity.PARTLY_EXPIRED))
    make_change(decree, became=Validity.EXPIRED)
    text = shown(client, article)
    assert HEAD in text
    assert "nội dung vẫn đúng" not in text


def test_a_page_costs_one_query_more_and_three_where_there_is_a_notice(client, article, decree):
    shown(client, article)

    def about_the_law() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            shown(client, article)
        return sum(
            "legal_updates_citation" in each["sql"] or "legal_updates_relation" in each["sql"]
            for each in captured
        )

    before = about_the_law()
    make_change(decree)
    replace(decree)
    # The rule, and what caused the change.
    assert about_the_law() - before == 2
