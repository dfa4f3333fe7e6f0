"""What may go live: nothing without its source, nothing that points at another agency."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection

from network.agencies.models import Agency
from network.agencies.services import shared_collection
from network.media.models import AgencyImage
from network.moderation.publication import published_by_install
from network.provisioning.services import open_agency
from sites.models import ArticlePage
from tests.factories.sections import SOURCE, put_live

pytestmark = pytest.mark.django_db


@pytest.fixture
def agencies() -> dict[str, Agency]:
    made = {}
    for code in ("STP", "SYT"):
        made[code] = Agency.objects.create(
            code=code, name=f"Sở {code}", short_name=code, kind="so", slug=f"so-{code.lower()}"
        )
        open_agency(agency=made[code], now=timezone.now())
    return made


def draft(agency: Agency, **fields) -> ArticlePage:
    place = agency.home_page.get_children().get(slug="tin-tuc")
    values = {"title": "Bài", "slug": "bai", "summary": "Ngắn.", "live": False} | fields
    with published_by_install():
        return place.add_child(instance=ArticlePage(**values))


def picture(collection: Collection, **fields) -> AgencyImage:
    return AgencyImage.objects.create(
        title="Ảnh", file=get_test_image_file(), collection=collection, **SOURCE | fields
    )


@pytest.mark.parametrize("missing", sorted(SOURCE))
def test_an_article_without_its_source_cannot_go_live(agencies, missing):
    empty = None if missing == "source_date" else ""
    article = draft(agencies["STP"], **SOURCE | {missing: empty}, body=[])
    with pytest.raises(ValidationError):
        put_live(article.save_revision(clean=False))
    assert not ArticlePage.objects.get(pk=article.pk).live


def test_a_picture_without_its_source_cannot_exist(agencies):
    with pytest.raises(IntegrityError), transaction.atomic():
        picture(agencies["STP"].collection, source_author="")


def test_a_page_cannot_show_another_agency_s_picture(agencies):
    foreign = picture(agencies["SYT"].collection)
    body = [("image", {"image": foreign, "alt_text": "Ảnh", "caption": ""})]
    article = draft(agencies["STP"], **SOURCE, body=body)
    with pytest.raises(ValidationError, match=r"không được dẫn|may not point"):
        article.save_revision()


@pytest.mark.parametrize("shared", [True, False])
def test_a_page_shows_its_own_and_shared_pictures(agencies, shared):
    own = picture(shared_collection() if shared else agencies["STP"].collection)
    body = [("image", {"image": own, "alt_text": "Ảnh của mình", "caption": ""})]
    article = draft(agencies["STP"], **SOURCE, body=body)
    put_live(article.save_revision())
    assert ArticlePage.objects.get(pk=article.pk).live


def test_a_link_to_another_agency_s_page_is_refused(agencies):
    target = draft(agencies["SYT"], **SOURCE, body=[])
    text = f'<p><a linktype="page" id="{target.pk}">bản nháp</a></p>'
    article = draft(agencies["STP"], slug="bai-2", **SOURCE, body=[("paragraph", text)])
    with pytest.raises(ValidationError):
        article.save_revision()


def test_neighbours_follow_the_date(agencies):
    days = [dt.date(2026, 11, day) for day in (1, 2, 3)]
    articles = [
        draft(agencies["STP"], slug=f"bai-{day.day}", date=day, **SOURCE, body=[], live=True)
        for day in days
    ]
    beside = articles[1].shown_neighbours
    assert beside.older and beside.older.pk == articles[0].pk
    assert beside.newer and beside.newer.pk == articles[2].pk
