"""Materials are compared with the law in time, and what ends is nowhere offered any more."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from legal_updates.citing.opening_reviews import open_page_reviews
from legal_updates.models import PageReview
from legal_updates.models.choices import ReviewOutcome
from network.agencies.models import AuditEntry, Role
from network.hub.tasks import record_calendar_changes, refresh_search_each_minute
from sites.models import ArticlePage, EventPage, MaterialPage, SectionIndexPage, SectionKey
from sites.validity.tasks import keep_reviews
from tests.factories.accounts import run_jobs, signed_in
from tests.factories.documents import backdate, make_change, make_document
from tests.factories.moderation import hand_in, make_draft, make_member, make_office, publish
from tests.factories.sections import make_article, make_material, make_place

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
WORDS = "Tờ gấp tiêm chủng"
LIST = "/admin/trang-can-ra-soat/"


@pytest.fixture
def material(office) -> MaterialPage:
    return publish(make_draft(office, model=MaterialPage, title=WORDS), office)


@pytest.fixture
def on(monkeypatch):
    """Let it be another day, with the work of its night done."""

    def move(moment: dt.datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)
        for job in (record_calendar_changes, keep_reviews, refresh_search_each_minute):
            job(timestamp=0)

    return move


def places_of(client, office) -> dict[str, bool]:
    """Return where citizens meet the material."""
    section = office.agency.slug
    addresses = {
        "front page": "/",
        "section": f"/{section}/",
        "place": f"/{section}/tin-tuc/",
        "materials of all": "/tai-lieu/",
        "search": f"/tim-kiem/?q={WORDS}",
        "feed of all": "/rss.xml",
        "feed of the agency": f"/co-quan/{section}/bai-viet/feed.json",
    }
    found = {}
    for name, address in addresses.items():
        answer = client.get(address)
        assert answer.status_code == 200, address
        main = answer.content.decode().partition("<main")[2] or answer.content.decode()
        found[name] = WORDS in main.replace(f'value="{WORDS}"', "").replace(f"“{WORDS}”", "")
    return found


def address_of(review: PageReview) -> str:
    return reverse("legal_reviews:review", args=[review.pk])


def test_what_ends_today_is_offered_nowhere_the_same_night(client, office, on):
    today = timezone.now()
    newer = publish(make_draft(office, title="Bản năm nay"), office)
    draft = make_draft(
        office,
        model=MaterialPage,
        title=WORDS,
        valid_until=timezone.localdate(),
        replaced_by=newer,
    )
    page = publish(draft, office)
    run_jobs()
    assert [name for name, is_there in places_of(client, office).items() if not is_there] == []
    assert "Hết giá trị sử dụng" not in client.get(page.url).content.decode()
    on(today + DAY)
    assert [name for name, is_there in places_of(client, office).items() if is_there] == []
    answer = client.get(page.url)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "Hết giá trị sử dụng" in text
    assert f'<a href="{newer.url}">Bản năm nay</a>' in text


def test_its_time_for_a_comparison_comes_and_comes_again(client, office, material, on, settings):
    MaterialPage.objects.update(review_months=6)
    published = timezone.now()
    due = (published + dt.timedelta(days=185)).replace(hour=5)
    on(published + 100 * DAY)
    assert not PageReview.objects.exists()
    on(due)
    review = PageReview.objects.get()
    assert (review.agency, review.document) == (office.agency, None)
    assert review.due_on == timezone.localdate(due) + settings.LEGAL_REVIEW_DAYS * DAY
    for role in ("author", "approver"):
        start = signed_in(client, office.people[role]).get("/admin/").content.decode()
        assert WORDS in start
    form = {"outcome": "still_right", "note": "Đã đối chiếu"}
    assert signed_in(client, office.approver).post(address_of(review), form).status_code == 302
    review.refresh_from_db()
    assert (review.outcome, review.closed_by) == (ReviewOutcome.STILL_RIGHT, office.approver)
    line = AuditEntry.objects.get(action="review_still_right")
    assert (line.actor, line.agency, line.subject) == (office.approver, office.agency, WORDS)
    assert line.at == due
    day = f"{timezone.localdate(due):%d/%m/%Y}"
    assert day in client.get(material.url).content.decode().partition("<main")[2]
    on(due + 100 * DAY)
    assert PageReview.objects.count() == 1
    on(due + 185 * DAY)
    assert PageReview.objects.count() == 2


def test_a_night_twice_and_a_missed_night_make_one_review_with_its_days(material, on):
    late = timezone.now() + 800 * DAY
    on(late)
    on(late)
    assert PageReview.objects.get().due_on > timezone.localdate(late)


def test_a_new_version_is_a_comparison_and_names_who_wrote_it(office, material, on):
    on(timezone.now() + 400 * DAY)
    draft = MaterialPage.objects.get(pk=material.pk)
    draft.save_revision(user=office.author)
    publish(draft, office)
    review = PageReview.objects.get()
    assert (review.outcome, review.closed_by) == (ReviewOutcome.UPDATED, office.author)
    assert AuditEntry.objects.get(action="review_updated").actor == office.author


def test_who_compares_may_end_its_use_at_once(client, office, on):
    decree = make_document()
    body = [("paragraph", f"<p>Theo {decree}.</p>")]
    page = backdate(publish(make_draft(office, model=MaterialPage, title=WORDS, body=body), office))
    newer = publish(make_draft(office, title="Bản năm nay"), office)
    # Written before the end: it does not begin the use again.
    draft = MaterialPage.objects.get(pk=page.pk)
    draft.save_revision(user=office.author)
    open_page_reviews(change_id=make_change(decree).pk, now=timezone.now())
    review = PageReview.objects.get()
    form = {
        "seen": review.change_id,
        "outcome": "ended",
        "note": "Nghị định đã bị thay thế",
        "replacement": newer.full_url,
    }
    assert signed_in(client, office.author).post(address_of(review), form).status_code != 200
    assert MaterialPage.objects.get().in_use
    assert len(MaterialPage.objects.get().paper_lead()) == 1
    assert signed_in(client, office.approver).post(address_of(review), form).status_code == 302
    run_jobs()
    client.logout()
    assert [name for name, is_there in places_of(client, office).items() if is_there] == []
    assert "Bản năm nay" in client.get(page.url).content.decode()
    review.refresh_from_db()
    assert (review.outcome, review.closed_by) == (ReviewOutcome.ENDED, office.approver)
    assert AuditEntry.objects.get(action="review_ended").actor == office.approver
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert "Hết giá trị sử dụng từ" in signed_in(client, office.author).get(edit).content.decode()
    publish(draft, office)
    ended = MaterialPage.objects.get()
    assert not ended.in_use
    # Paper goes from hand to hand.
    assert ended.paper_lead()[0][0] == "Hết giá trị sử dụng"
    anew = MaterialPage.objects.get(pk=page.pk)
    anew.save_revision(user=office.author)
    publish(anew, office)
    assert MaterialPage.objects.get().in_use


def test_the_end_of_its_use_ends_what_was_to_be_compared(material, on):
    begun = timezone.now()
    on(begun + 400 * DAY)
    MaterialPage.objects.update(valid_until=timezone.localdate(begun + 401 * DAY))
    on(begun + 402 * DAY)
    assert PageReview.objects.get().outcome == ReviewOutcome.ENDED
    on(begun + 800 * DAY)
    assert PageReview.objects.count() == 1


def test_an_article_does_not_end_by_a_review(office):
    decree = make_document()
    backdate(publish(make_draft(office, body=[("paragraph", f"<p>Theo {decree}.</p>")]), office))
    open_page_reviews(change_id=make_change(decree).pk, now=timezone.now())
    from legal_updates.citing.reviews.services import end_use

    review = PageReview.objects.get()
    with pytest.raises(ValidationError):
        end_use(
            review_id=review.pk,
            seen_change_id=review.change_id,
            user=office.approver,
            note="Hết",
            replacement=None,
            now=timezone.now(),
        )


def test_a_withdrawn_material_says_who_withdrew_it(client, office, material, on):
    on(timezone.now() + 400 * DAY)
    form = {"reason": "order", "comment": "Kết luận số 12/KL-STP."}
    address = reverse("moderation:withdraw", kwargs={"page_id": material.pk})
    assert signed_in(client, office.approver).post(address, form).status_code == 302
    review = PageReview.objects.get()
    assert (review.outcome, review.closed_by) == (ReviewOutcome.WITHDRAWN, office.approver)


@pytest.mark.parametrize("key", ["de_cuong", "to_gap", "so_tay", "tap_huan", "audio", "video"])
def test_places_of_materials_take_nothing_else(client, office, key):
    place = SectionIndexPage.objects.descendant_of(office.home).get(key=key)
    news = SectionIndexPage.objects.descendant_of(office.home).get(key="tin_tuc")
    assert MaterialPage.can_create_at(place)
    assert not ArticlePage.can_create_at(place)
    assert not EventPage.can_create_at(place)
    assert not make_article(news).can_move_to(place)
    client = signed_in(client, office.author)
    add = reverse("wagtailadmin_pages:add", args=["agency_sites", "articlepage", place.pk])
    assert client.get(add).status_code != 200
    assert client.get(add.replace("articlepage", "materialpage")).status_code == 200


def test_figures_are_an_agency_s_own_and_the_overseer_s_of_all(client, office, material):
    other = make_office("STC")
    place = make_place(other.home, "Sổ tay", key=SectionKey.SO_TAY)
    make_article(place)
    make_material(place, first_published_at=timezone.now() - 900 * DAY)
    PageReview.objects.create(
        agency=office.agency,
        page=material,
        opened_at=timezone.now(),
        due_on=timezone.localdate() - DAY,
    )
    address = reverse("material_figures:export")

    def rows(user) -> list[list[str]]:
        lines = signed_in(client, user).get(address).getvalue().decode("utf-8-sig").splitlines()
        return [line.split(",") for line in lines[1:]]

    # In use, read in the browser, digitised this year, overdue, articles among materials.
    own = ["Sở STP", "1", "1", "1", "1", "0"]
    assert rows(office.author) == [own]
    overseer = make_member(make_office("TTT").agency, Role.OVERSEER)
    assert rows(overseer) == [
        own,
        ["Sở STC", "1", "1", "0", "0", "1"],
        ["Sở TTT", "0", "0", "0", "0", "0"],
    ]
    page = signed_in(client, overseer).get(reverse("material_figures:index"), {"period": "2026-1"})
    assert "Sở STC" in page.content.decode()


def test_the_ones_who_hand_in_may_say_how_often_it_is_compared(office):
    draft = make_draft(office, model=MaterialPage, review_months=3)
    hand_in(draft, office.author)
    assert MaterialPage.objects.get().get_latest_revision_as_object().review_months == 3
