"""A leader without an account reads what is not published yet, and nobody else does."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.images.tests.utils import get_test_image_file

from network.agencies.models import Role
from network.media.models import AgencyImage
from network.moderation.models import PreviewLink
from network.moderation.previewing.services import (
    make_preview_link,
    revoke_preview_link,
    token_of,
)
from network.moderation.selectors import case_of
from tests.factories.accounts import signed_in
from tests.factories.moderation import make_draft, make_member, make_office
from tests.factories.sections import SOURCE

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def article():
    return make_draft(make_office(), title="Bài chưa đăng")


def link_to(article, *, now=None, lasting=DAY) -> PreviewLink:
    now = now or timezone.now()
    case = case_of(page_id=article.pk, user=article.owner, now=now)
    return make_preview_link(
        case=case, user=article.owner, made_for="Giám đốc Sở", lasting=lasting, now=now
    )


def address(link) -> str:
    return reverse("preview", args=[token_of(link)])


def test_the_link_shows_the_revision_it_was_made_for(client, article):
    link = link_to(article)
    article.summary = "Sửa sau khi gửi."
    article.save_revision(user=article.owner)
    answer = client.get(address(link))
    assert answer.status_code == 200
    assert "Bài chưa đăng" in answer.content.decode()
    assert "Giám đốc Sở" in answer.content.decode()
    assert "Sửa sau khi gửi." not in answer.content.decode()
    assert "noindex" in answer["X-Robots-Tag"]
    assert "no-store" in answer["Cache-Control"]


def test_each_opening_is_counted(client, article):
    link = link_to(article)
    client.get(address(link))
    client.get(address(link))
    link.refresh_from_db()
    assert link.times_opened == 2
    assert link.last_opened_at is not None


def test_an_ended_a_revoked_and_a_forged_link_show_nothing(client, article):
    ended = link_to(article, now=timezone.now() - 2 * DAY)
    revoked = link_to(article)
    revoke_preview_link(link=revoked, now=timezone.now())
    forged = address(link_to(article))[:-3] + "AA/"
    for url in (address(ended), address(revoked), forged, "/xem-truoc/x/"):
        answer = client.get(url)
        assert answer.status_code == 404
        assert "Bài chưa đăng" not in answer.content.decode()


def test_the_link_only_reads(client, article):
    assert client.post(address(link_to(article))).status_code == 405


def test_no_link_lasts_longer_than_a_week(article):
    with pytest.raises(ValueError, match="week"):
        link_to(article, lasting=8 * DAY)


def test_a_link_is_made_copied_and_ended_on_the_screen(client, article):
    signed_in(client, article.owner)
    screen = reverse("moderation:preview_links", args=[article.pk])
    shown = client.post(screen, {"made_for": "Giám đốc Sở", "hours": "24"}, follow=True)
    link = PreviewLink.objects.get(page=article)
    assert address(link) in shown.content.decode()
    end = reverse("moderation:revoke_preview", args=[article.pk, link.pk])
    shown = client.post(end, follow=True)
    assert address(link) not in shown.content.decode()
    assert client.get(address(link)).status_code == 404


def test_neither_strangers_nor_the_overseer_make_links(client, article):
    screen = reverse("moderation:preview_links", args=[article.pk])
    other = make_office("SYT")
    for person, status in ((other.author, 404), (make_member(other.agency, Role.OVERSEER), 403)):
        signed_in(client, person)
        answer = client.post(screen, {"made_for": "Tôi", "hours": "24"})
        assert answer.status_code in (status, 302)
    assert not PreviewLink.objects.exists()


def test_the_pictures_of_the_preview_open_and_no_others(client):
    office = make_office()
    shown, other = (
        AgencyImage.objects.create(
            title=title, file=get_test_image_file(), collection=office.agency.collection, **SOURCE
        )
        for title in ("Ảnh trong bài", "Ảnh khác")
    )
    body = [("image", {"image": shown, "alt_text": "Nhà rông", "caption": ""})]
    article = make_draft(office, body=body)
    assert client.get(shown.file.url).status_code == 404
    link = link_to(article)
    client.get(address(link))
    assert client.get(shown.file.url).status_code == 200
    assert client.get(other.file.url).status_code == 404
    revoke_preview_link(link=link, now=timezone.now())
    assert client.get(shown.file.url).status_code == 404
