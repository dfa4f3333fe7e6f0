"""One text in several languages: which is the original, and the way between them."""

import datetime as dt
import json
import re

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from legal_updates.citing.wording import cause_of
from legal_updates.models import PageReview
from legal_updates.models.choices import ReviewOutcome
from network.accounts.models import User
from network.agencies.models import Agency
from sites.models import ArticlePage, Language, MaterialPage
from sites.validity.reviews import keep_reviews
from tests.factories.accounts import signed_in
from tests.factories.moderation import make_draft, make_office, publish
from tests.factories.people import make_agency, make_member
from tests.factories.sections import make_article, make_material, make_place, make_section, put_live

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(db):
    return make_place(make_section("Sở Y tế", slug="so-y-te"))


def text_of(client, page) -> str:
    return shown(client, page.url)


def shown(client, address) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def head_and_body(text: str) -> tuple[str, str]:
    head, _, body = text.partition("<main")
    return head, body


def test_versions_lead_to_each_other_for_readers_and_machines(client, place):
    original = make_article(place, "Tiêm chủng cho trẻ")
    people = {"translator": "Ksor H'Lan", "translation_reviewer": "Siu Klơh"}
    fields = {"original": original, **people}
    jrai = make_article(place, "Hră pơhing", language="jra", dialect="Jrai Cheo Reo", **fields)
    bahnar = make_article(place, "Hlabar", language=Language.BAHNAR, **fields)
    make_article(place, "Chưa đăng", language="jra", live=False, **fields)
    make_article(place, "Chưa ai đọc lại", language="jra", original=original, translator="A")
    for page, others in ((original, (jrai, bahnar)), (jrai, (original, bahnar))):
        head, body = head_and_body(text_of(client, page))
        assert "Chưa đăng" not in body
        assert "Chưa ai đọc lại" not in body.partition("neighbours")[0]
        for other in (page, *others):
            alternate = rf'hreflang="{other.language}"\s+href="http://testserver{other.url}"'
            assert re.search(alternate, head)
        for other in others:
            assert f'href="{other.url}" hreflang="{other.language}"' in body
    body = head_and_body(text_of(client, jrai))[1]
    assert '<h1 lang="jra">' in body
    assert "Jrai Cheo Reo" in body
    assert "Ksor H&#x27;Lan" in body


def test_a_text_in_one_language_says_nothing_of_others(client, place):
    assert "hreflang" not in text_of(client, make_article(place))


def test_versions_cost_no_query(client, place, django_assert_num_queries):
    original = make_article(place)
    make_article(place, language="jra", original=original)
    client.get(original.url)
    # Nine of an article, one each for the frame's bands of confirmed fakes and of stops.
    with django_assert_num_queries(11):
        client.get(original.url)


@pytest.mark.parametrize(
    ("own", "others"), [("vi", "vi"), ("jra", "bdq")], ids=["a Vietnamese text", "of no original"]
)
def test_an_original_is_vietnamese_and_its_translation_is_not(place, own, others):
    original = make_article(place, language=others)
    page = make_article(place)
    page.language, page.original = own, original
    with pytest.raises(ValidationError, match="original"):
        page.clean()


def test_what_was_translated_stays_vietnamese(place):
    original = make_article(place)
    make_article(place, language="jra", original=original)
    original.language = Language.BAHNAR
    with pytest.raises(ValidationError, match="language"):
        original.clean()


def test_the_database_keeps_a_vietnamese_text_from_being_a_translation(place):
    original, other = make_article(place), make_article(place)
    with pytest.raises(IntegrityError, match="article_vietnamese_is_original"):
        ArticlePage.objects.filter(pk=other.pk).update(original=original)


@pytest.fixture
def desk(client) -> tuple[object, Agency]:
    agency = make_agency()
    return signed_in(client, make_member(agency)), agency


@pytest.mark.parametrize("is_own", [True, False])
def test_an_author_chooses_an_original_of_the_own_agency_alone(desk, is_own):
    browser, agency = desk
    menu = agency.home_page.get_children().get(slug="tin-tuc").specific
    elsewhere = make_place(make_section("Sở khác"), "Tin tức")
    original = make_article(menu if is_own else elsewhere, "Bản gốc")
    address = reverse("wagtailadmin_pages:add", args=["agency_sites", "articlepage", menu.pk])
    empty = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0}
    form = {"title": "Hră", "slug": "hra", "date": "25/11/2026", "language": "jra"}
    form |= {"original": original.pk, "body": streamfield([])}
    form |= {"comments": empty, "corrections": empty}
    answer = browser.post(address, nested_form_data(form))
    assert answer.status_code == (302 if is_own else 404)
    assert ArticlePage.objects.filter(original=original).count() == int(is_own)


@pytest.mark.parametrize(
    ("people", "refused"),
    [
        (("", ""), ["translator", "translation_reviewer"]),
        (("Ksor H'Lan", "Ksor H'Lan"), ["translation_reviewer"]),
        (("Ksor H'Lan", "KSOR H'LAN "), ["translation_reviewer"]),
        (("Ksor H'Lan", "Siu Klơh"), []),
    ],
)
def test_a_translation_is_handed_in_by_two_named_people(desk, people, refused):
    browser, agency = desk
    menu = agency.home_page.get_children().get(slug="tin-tuc").specific
    original = make_article(menu, "Bản gốc")
    address = reverse("wagtailadmin_pages:add", args=["agency_sites", "articlepage", menu.pk])
    empty = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0}
    form = {"title": "Hră", "slug": "hra", "date": "25/11/2026", "language": "jra"}
    form |= {"summary": "Ngắn.", "source_name": "A", "source_author": "B", "source_agency": "C"}
    form |= {"source_url": "https://stp.example.vn", "source_date": "25/11/2026"}
    form |= dict(zip(("translator", "translation_reviewer"), people, strict=True))
    form |= {"body": streamfield([("paragraph", rich_text("<p>A</p>"))]), "action-submit": "1"}
    form |= {"original": original.pk, "comments": empty, "corrections": empty}
    answer = browser.post(address, nested_form_data(form))
    if refused:
        assert list(answer.context["form"].errors) == refused
    assert ArticlePage.objects.filter(original=original).exists() != bool(refused)


def test_an_author_is_told_that_the_original_has_changed(desk):
    browser, agency = desk
    menu = agency.home_page.get_children().get(slug="tin-tuc").specific
    original = make_article(menu, "Bản gốc")
    owner = User.objects.get(memberships__agency=agency)
    jrai = make_article(menu, "Hră", language="jra", original=original, owner=owner)
    edit = reverse("wagtailadmin_pages:edit", args=[jrai.pk])
    jrai.save_revision()
    assert "đã đăng lại ngày" not in shown(browser, edit)
    put_live(original.save_revision())
    assert "đã đăng lại ngày" in shown(browser, edit)
    jrai.save_revision()
    assert "đã đăng lại ngày" not in shown(browser, edit)


def test_the_day_of_the_appraisal_is_shown(client):
    office = make_office()
    article = publish(make_draft(office), office)
    text = text_of(client, article)
    assert re.search(r'class="law-reviewed meta">[^<]*\d\d/\d\d/\d{4}', text)


def test_the_newest_review_is_shown(client, place):
    day = dt.date(2026, 11, 2)
    material = make_material(place, last_reviewed_on=day)
    assert re.search(r'class="law-reviewed meta">[^<]*02/11/2026', text_of(client, material))
    assert "law-reviewed" not in text_of(client, make_article(place))


def test_machines_read_who_says_it_and_on_what_it_rests(client, place):
    title = 'Trẻ em</script><script>alert("1")</script>'
    text = text_of(client, make_article(place, title))
    told = re.search(r'<script type="application/ld\+json">(.*?)</script>', text)[1]
    article, way = json.loads(told)
    assert article["headline"] == title
    assert article["author"]["name"] == "Sở Y tế"
    assert article["datePublished"] == "2026-11-20"
    assert [step["name"] for step in way["itemListElement"]][1:] == ["Sở Y tế", "Hỏi đáp", title]
    assert all(step["item"].startswith("http://testserver/") for step in way["itemListElement"])


@pytest.fixture
def translation(place) -> ArticlePage:
    """A live translation, written after its original."""
    original = make_article(place, "Tiêm chủng cho trẻ")
    put_live(original.save_revision())
    fields = {"translator": "Ksor H'Lan", "translation_reviewer": "Siu Klơh"}
    jrai = make_article(place, "Hră pơhing", language="jra", original=original, **fields)
    put_live(jrai.save_revision())
    return ArticlePage.objects.get(pk=jrai.pk)


def flagged(page: ArticlePage) -> list[str]:
    """Return the causes of the open reviews of a page after a night."""
    keep_reviews(now=timezone.now())
    return [cause_of(each) for each in PageReview.objects.filter(page=page, outcome="open")]


def test_a_changed_original_flags_its_translation_the_same_night(client, translation):
    assert flagged(translation) == []
    assert "chưa được đối chiếu" not in text_of(client, translation)
    put_live(ArticlePage.objects.get(pk=translation.original_id).save_revision())
    assert flagged(translation) == flagged(translation) != []
    assert "Bản gốc tiếng Việt" in flagged(translation)[0]
    assert "chưa được đối chiếu" in text_of(client, translation)


def test_a_translation_found_right_is_not_flagged_again_until_the_next_change(client, translation):
    original = ArticlePage.objects.get(pk=translation.original_id)
    put_live(original.save_revision())
    flagged(translation)
    closed = {"outcome": ReviewOutcome.STILL_RIGHT, "closed_at": timezone.now()}
    PageReview.objects.filter(page=translation).update(**closed)
    assert flagged(translation) == []
    assert "chưa được đối chiếu" not in text_of(client, translation)
    put_live(original.save_revision())
    assert len(flagged(translation)) == 1
    assert "chưa được đối chiếu" in text_of(client, translation)


@pytest.mark.parametrize(
    ("people", "missing"),
    [
        ({}, {"recorded_by", "heard_by"}),
        ({"recorded_by": "Rmah Bơi", "heard_by": " rmah bơi"}, {"heard_by"}),
        ({"recorded_by": "Rmah Bơi", "heard_by": "Siu Klơh"}, set()),
    ],
)
def test_a_recording_is_read_by_one_person_and_heard_by_another(people, missing):
    recording = MaterialPage(kind="audio", language="jra", **people)
    assert set(recording.missing_fields()) == missing
    assert not MaterialPage(kind="audio", language="vi").missing_fields()
