"""A file that changed hands since it was chosen goes out with nobody's text."""

import datetime as dt

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.images.tests.utils import get_test_image_file

from network.media.models import AgencyDocument, AgencyImage
from network.moderation import tasks
from network.moderation.models import Decision, EditorialRules, UrgentPublication
from network.moderation.moves import MoveRefused
from network.moderation.rules import MoveRefusal
from tests.factories.accounts import run_jobs, signed_in
from tests.factories.desk import press
from tests.factories.moderation import (
    appraise,
    approve,
    hand_in,
    make_draft,
    make_office,
    publish,
)
from tests.factories.sections import SOURCE

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
SENTENCE = "trỏ đến trang, ảnh hoặc tệp của cơ quan khác"


@pytest.fixture
def other():
    return make_office("SYT")


@pytest.fixture
def picture(office) -> AgencyImage:
    return AgencyImage.objects.create(
        title="Ảnh",
        file=get_test_image_file(filename="a.png"),
        collection=office.agency.collection,
        **SOURCE,
    )


@pytest.fixture
def file(office) -> AgencyDocument:
    content = ContentFile(b"%PDF-1.4", name="a.pdf")
    return AgencyDocument.objects.create(
        title="Tệp", file=content, collection=office.agency.collection
    )


def hand_over(thing, office) -> None:
    """Let whoever serves both agencies put a picture or a file into the other's collection."""
    thing.collection = office.agency.collection
    thing.save()


def actions(article) -> list[str]:
    rows = Decision.objects.filter(page_id=article.pk).order_by("sequence")
    return list(rows.values_list("deed", flat=True))


def with_picture(office, picture, **fields):
    return make_draft(office, cover=picture, cover_alt_text="Ảnh", **fields)


def test_the_approver_is_told_and_nothing_goes_out(client, office, other, picture):
    article = hand_in(with_picture(office, picture), office.author)
    appraise(article, office.appraiser)
    hand_over(picture, other)
    answer = press(signed_in(client, office.approver), article, "approve")
    assert (answer.status_code, SENTENCE in answer.content.decode()) == (409, True)
    article.refresh_from_db()
    assert (article.live, actions(article)) == (False, ["submitted", "appraised"])
    press(client, article, "return", comment="Thay ảnh.")
    assert actions(article)[-1] == "returned"


def test_a_file_in_the_text_counts_as_well(office, other, file):
    body = [("file", {"document": file, "title": ""})]
    article = hand_in(make_draft(office, body=body), office.author)
    appraise(article, office.appraiser)
    hand_over(file, other)
    with pytest.raises(MoveRefused) as refused:
        approve(article, office.approver)
    assert refused.value.refusal is MoveRefusal.FOREIGN_ROWS


def test_urgency_is_no_way_around(client, office, other, picture):
    EditorialRules.objects.create(agency=office.agency, urgent_allowed=True, urgent_hours=6)
    article = hand_in(with_picture(office, picture), office.author)
    hand_over(picture, other)
    signed_in(client, office.approver)
    answer = press(client, article, "publish_urgently", comment="Lũ về.", urgent_reason="Lũ về.")
    assert SENTENCE in answer.content.decode()
    article.refresh_from_db()
    assert (article.live, actions(article)) == (False, ["submitted"])
    assert not UrgentPublication.objects.exists()


@pytest.fixture
def scheduled(office, picture):
    return publish(with_picture(office, picture, go_live_at=timezone.now() + HOUR), office)


def let_the_hour_come(monkeypatch) -> None:
    moment = timezone.now() + 2 * HOUR
    monkeypatch.setattr(timezone, "now", lambda: moment)
    for _ in range(2):
        tasks.publish_and_expire_due_pages(timestamp=0)


def test_the_clock_holds_it_back_and_tells_the_agency(
    office, other, picture, scheduled, monkeypatch, mailoutbox
):
    hand_over(picture, other)
    run_jobs()
    mailoutbox.clear()
    let_the_hour_come(monkeypatch)
    scheduled.refresh_from_db()
    assert (scheduled.live, actions(scheduled)[-2:]) == (False, ["approved", "held_back"])
    assert not scheduled.approved_schedule
    run_jobs()
    assert {letter.to[0] for letter in mailoutbox} == {
        office.people[role].email for role in ("author", "appraiser", "approver")
    }
    assert all("không được đăng" in letter.subject for letter in mailoutbox)


def test_what_was_held_back_goes_out_when_it_is_mended(
    office, other, picture, scheduled, monkeypatch
):
    hand_over(picture, other)
    let_the_hour_come(monkeypatch)
    scheduled.refresh_from_db()
    scheduled.cover, scheduled.cover_alt_text, scheduled.go_live_at = None, "", None
    scheduled.save_revision(user=office.author)
    publish(scheduled, office)
    assert (scheduled.live, scheduled.cover) == (True, None)


def test_what_stays_one_s_own_goes_out_at_its_hour(scheduled, monkeypatch):
    let_the_hour_come(monkeypatch)
    scheduled.refresh_from_db()
    assert (scheduled.live, actions(scheduled)[-1]) == (True, "published")
