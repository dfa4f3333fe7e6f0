"""The index follows what is drafted, published and taken away."""

import datetime as dt
import io

import pytest
from django.core.management import call_command
from django.utils import timezone

from legal_updates.citing.selectors import pages_citing
from legal_updates.citing.services import index_pages_of_number, resolve_citations
from legal_updates.models import Citation, PageReview
from legal_updates.models.choices import ReviewOutcome
from network.moderation.exceptional_services import withdraw_page
from network.moderation.models import WithdrawalReason
from tests.factories.documents import make_change, make_document
from tests.factories.moderation import make_draft, publish
from tests.factories.sections import make_article, make_place, make_section

pytestmark = pytest.mark.django_db
BODY = [("paragraph", "<p>Theo Nghị định số 100/2019/NĐ-CP và Nghị định số 7/2099/NĐ-CP.</p>")]


@pytest.fixture
def decree():
    return make_document("100/2019/NĐ-CP")


def rows(page) -> set[tuple[str, bool, bool, bool]]:
    return {
        (row.number, row.document_id is not None, row.in_live, row.in_draft)
        for row in Citation.objects.filter(page=page)
    }


def test_a_saved_draft_is_indexed_known_and_unknown(office, decree):
    article = make_draft(office, body=BODY)
    assert rows(article) == {
        ("100/2019/NĐ-CP", True, False, True),
        ("7/2099/NĐ-CP", False, False, True),
    }
    assert not pages_citing(decree)


def test_publication_makes_the_citation_live(office, decree):
    article = publish(make_draft(office, body=BODY), office)
    assert [page.pk for page in pages_citing(decree)] == [article.pk]


def test_a_draft_without_the_number_leaves_it_live(office, decree):
    article = publish(make_draft(office, body=BODY), office)
    article.body = [("paragraph", "<p>Không dẫn gì.</p>")]
    article.save_revision(user=office.author)
    assert ("100/2019/NĐ-CP", True, True, False) in rows(article)
    publish(article, office)
    assert rows(article) == set()


def test_a_withdrawn_page_cites_nothing_live(office, decree):
    article = publish(make_draft(office, body=BODY), office)
    withdraw_page(
        page_id=article.pk,
        user=office.approver,
        reason=WithdrawalReason.EXPIRED,
        comment="Đã cũ",
        now=timezone.now(),
    )
    assert not pages_citing(decree)
    assert ("100/2019/NĐ-CP", True, False, True) in rows(article)


def test_a_document_chosen_on_purpose_is_cited(office, decree):
    link = f'<p>Xem <a linktype="legal-document" id="{decree.pk}">nghị định</a>.</p>'
    article = make_draft(office, body=[("paragraph", link)])
    assert rows(article) == {("100/2019/NĐ-CP", True, False, True)}
    article = make_draft(office, body=[("related_documents", {"documents": [decree]})])
    assert rows(article) == {("100/2019/NĐ-CP", True, False, True)}


def test_a_document_that_arrives_late_is_linked(office):
    article = publish(make_draft(office, body=BODY), office)
    late = make_document("7/2099/NĐ-CP", issued_on=dt.date(2099, 1, 5))
    assert resolve_citations(document=late, now=timezone.now()) == 1
    assert [page.pk for page in pages_citing(late)] == [article.pk]
    assert resolve_citations(document=late, now=timezone.now()) == 0


def test_a_twin_that_arrives_lets_the_words_decide(office, decree):
    article = publish(make_draft(office, body=BODY), office)
    twin = make_document("100/2019/NĐ-CP", issued_on=dt.date(2019, 12, 1), slug="sinh-doi")
    assert resolve_citations(document=twin, now=timezone.now()) == 0
    index_pages_of_number(number_key=twin.number_key)
    assert ("100/2019/NĐ-CP", False, True, True) in rows(article)


def test_the_command_indexes_what_no_signal_told_of_and_can_run_again(decree):
    article = make_article(make_place(make_section()), body=BODY)
    assert rows(article) == set()
    out = io.StringIO()
    call_command("index_citations", stdout=out)
    first = set(Citation.objects.values_list("pk", flat=True))
    call_command("index_citations", stdout=out)
    assert set(Citation.objects.values_list("pk", flat=True)) == first
    assert ("100/2019/NĐ-CP", True, True, True) in rows(article)
    assert "pages read." in out.getvalue()


def test_saving_costs_the_same_however_much_is_cited(office, django_assert_max_num_queries):
    numbers = [f"{number}/2020/NĐ-CP" for number in range(1, 40)]
    for number in numbers:
        make_document(number)
    article = make_draft(office)
    article.body = [("paragraph", "".join(f"<p>Nghị định số {each}</p>" for each in numbers))]
    with django_assert_max_num_queries(47):
        article.save_revision(user=office.author)
    assert Citation.objects.filter(page=article).count() == 39


def test_withdrawing_and_publishing_end_the_reviews(office, decree):
    article = publish(make_draft(office, body=BODY), office)
    now = timezone.now()
    review = PageReview.objects.create(
        agency=office.agency,
        page=article,
        document=decree,
        change=make_change(decree, now=now),
        opened_at=now,
        due_on=now.date(),
    )
    article.title = "Bản mới"
    article.save_revision(user=office.author)
    publish(article, office)
    review.refresh_from_db()
    assert review.outcome == ReviewOutcome.UPDATED
