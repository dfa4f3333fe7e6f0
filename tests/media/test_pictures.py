"""Who gets a picture by its address, before, while and after something published uses it."""

import datetime as dt
import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from wagtail.models import PageViewRestriction
from wagtail.users.models import UserProfile

from network.agencies.models import Role
from network.agencies.services import shared_collection
from network.core import tasks_backend
from network.media import views
from network.media.models import Rendition
from network.moderation.publication import published_by_install
from tests.factories.accounts import (
    PASSWORD,
    make_enrolled_user,
    post_password,
    run_jobs,
    signed_in,
)
from tests.factories.people import make_member, serve
from tests.factories.sections import put_live
from tests.media.conftest import body_of

pytestmark = pytest.mark.django_db


def addresses(image) -> list[str]:
    return [image.file.url, image.get_rendition("width-30").url]


def answers(client: Client, image) -> set[int]:
    return {client.get(address).status_code for address in addresses(image)}


def in_body(image) -> list:
    return [("image", {"image": image, "alt_text": "Nhà rông", "caption": ""})]


def in_cover(image) -> dict:
    return {"cover": image, "cover_alt_text": "Nhà rông"}


def test_a_picture_that_nothing_uses_is_not_found(client, desk):
    assert answers(client, desk.picture()) == {404}


def test_the_picture_of_a_draft_is_not_found_until_the_draft_is_published(client, desk):
    image = desk.picture()
    article = desk.article(live=False, body=in_body(image))
    article.save_revision()
    assert answers(client, image) == {404}
    put_live(article.get_latest_revision())
    assert answers(client, image) == {200}


def test_without_the_rule_the_draft_s_picture_is_there_for_everybody(client, desk, monkeypatch):
    image = desk.picture()
    desk.article(live=False, body=in_body(image))
    monkeypatch.setattr(views, "is_public", lambda image: True)
    assert answers(client, image) == {200}


@pytest.mark.parametrize("place", ["body", "cover", "logo"])
def test_every_place_of_a_live_page_makes_a_picture_public(client, desk, place):
    image = desk.picture()
    if place == "logo":
        home = desk.agency.home_page
        home.logo = image
        put_live(home.save_revision())
    else:
        desk.article(**({"body": in_body(image)} if place == "body" else in_cover(image)))
    assert answers(client, image) == {200}


def test_a_draft_of_a_live_page_keeps_its_new_picture_private(client, desk):
    old, new = desk.picture(), desk.picture()
    article = desk.article(body=in_body(old))
    article.body = in_body(new)
    article.cover, article.cover_alt_text = new, "Nhà rông"
    article.save_revision()
    assert (answers(client, old), answers(client, new)) == ({200}, {404})
    put_live(article.get_latest_revision())
    assert (answers(client, old), answers(client, new)) == ({404}, {200})


def test_if_the_index_waited_for_the_queue_a_removed_picture_would_stay(client, desk, monkeypatch):
    image = desk.picture()
    article = desk.article(body=in_body(image))
    monkeypatch.setattr(tasks_backend, "AT_ONCE", frozenset())
    article.body = []
    put_live(article.save_revision())
    assert answers(client, image) == {200}


@pytest.mark.parametrize("end", ["unpublished", "expired", "deleted", "restricted"])
def test_a_picture_is_private_again_as_soon_as_its_page_is_gone(client, desk, end):
    image = desk.picture()
    article = desk.article(body=in_body(image))
    assert answers(client, image) == {200}
    if end == "unpublished":
        article.unpublish()
    elif end == "expired":
        type(article).objects.update(expire_at=timezone.now() - dt.timedelta(seconds=1))
    elif end == "deleted":
        with published_by_install():
            article.delete()
    else:
        PageViewRestriction.objects.create(
            page=desk.agency.home_page, restriction_type=PageViewRestriction.LOGIN
        )
    assert answers(client, image) == {404}


def test_a_picture_two_pages_use_stays_public_with_one_of_them(client, desk):
    image = desk.picture()
    desk.article(body=in_body(image))
    desk.article(slug="bai-2", body=in_body(image)).unpublish()
    assert answers(client, image) == {200}


def test_a_picture_marked_public_needs_no_page(client, desk):
    assert answers(client, desk.picture(public=True)) == {200}


def test_the_shared_collection_opens_nothing_to_visitors(client, desk):
    image = desk.picture(collection=shared_collection())
    assert answers(client, image) == {404}
    assert answers(desk.client(), image) == {200}


def test_people_see_drafts_of_their_agency_and_of_no_other(desk, open_desk):
    image = desk.picture()
    for role in (Role.AUTHOR, Role.APPRAISER, Role.APPROVER, Role.AGENCY_ADMIN, Role.OVERSEER):
        assert answers(desk.client(role), image) == {200}, role
    other = open_desk()
    for role in (Role.AUTHOR, Role.AGENCY_ADMIN, Role.REPORT_VIEWER, Role.NETWORK_ADMIN):
        assert answers(other.client(role), image) == {404}, role


def test_without_the_scope_another_agency_s_author_sees_the_draft(desk, open_desk, monkeypatch):
    monkeypatch.setattr(views, "may_open", lambda image, person: person.is_authenticated)
    assert answers(open_desk().client(), desk.picture()) == {200}


def test_rights_end_with_the_membership(desk):
    former = make_enrolled_user()
    serve(former, desk.agency, begins=-30, ends=-1)
    assert answers(signed_in(Client(), former), desk.picture()) == {404}


def test_a_password_without_the_second_factor_opens_nothing(client, desk):
    person = make_enrolled_user()
    serve(person, desk.agency)
    post_password(client, person.username, PASSWORD)
    assert answers(client, desk.picture()) == {404}


def test_public_and_private_answers_say_how_long_they_keep(client, desk):
    shown, hidden = desk.picture(), desk.picture()
    desk.article(body=in_body(shown))
    public, private = client.get(shown.file.url), desk.client().get(hidden.file.url)
    assert public["Cache-Control"] == "public, max-age=3600"
    assert private["Cache-Control"] == "private, no-store"
    for response in (public, private):
        assert response["Content-Type"] == "image/png"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"].endswith("sandbox")
    with shown.file.open("rb") as stored:
        assert body_of(public) == stored.read()


def test_an_unchanged_picture_is_not_sent_again_but_is_asked_for_again(client, desk):
    image = desk.picture()
    article = desk.article(body=in_body(image))
    known = {"if-none-match": client.get(image.file.url)["ETag"]}
    assert client.get(image.file.url, headers=known).status_code == 304
    article.unpublish()
    assert client.get(image.file.url, headers=known).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "",
        "nothing.png",
        "original_images/",
        "original_images/../secret.txt",
        "original_images/%2e%2e/secret.txt",
        "..%2fsecret.txt",
        "images/%00.png",
        "wagtail_uploads/secret.txt",
        "documents/secret.txt",
    ],
)
def test_only_what_is_a_picture_has_an_address(client, desk, media_folder, path):
    for folder in (".", "original_images", "wagtail_uploads", "documents"):
        (media_folder / folder).mkdir(exist_ok=True)
        (media_folder / folder / "secret.txt").write_text("bí mật")
    assert client.get(f"/media/{path}").status_code == 404
    assert desk.client(Role.OVERSEER).get(f"/media/{path}").status_code == 404


def test_a_file_gone_from_the_disk_is_not_found(client, desk):
    image = desk.picture(public=True)
    Path(image.file.path).unlink()
    assert client.get(image.file.url).status_code == 404


def test_only_reading_is_answered(client, desk):
    image = desk.picture(public=True)
    assert client.head(image.file.url).status_code == 200
    assert client.post(image.file.url).status_code == 405


def test_the_address_that_makes_any_size_is_not_mounted():
    with pytest.raises(NoReverseMatch):
        reverse("wagtailimages_serve", args=("x", 1, "original"))


def test_a_visitor_s_picture_costs_two_queries_however_often_it_is_used(
    client, desk, django_assert_num_queries
):
    image = desk.picture()
    desk.article(live=False, slug="nhap", body=in_body(image))
    for number in range(12):
        desk.article(slug=f"bai-{number}", body=in_body(image))
    for address in addresses(image):
        with django_assert_num_queries(2):
            assert client.get(address).status_code == 200


def test_a_private_picture_costs_six_queries_more(desk, django_assert_num_queries):
    image, author = desk.picture(), desk.client()
    # The panos, session, person, and the three of the scope.
    with django_assert_num_queries(8):
        assert author.get(image.file.url).status_code == 200


def pictures_in(html: str) -> list[str]:
    return re.findall(r'(?:src|href)="(/media/[^"]+)"', html)


def test_the_admin_s_lists_and_previews_show_private_pictures(client, desk):
    image = desk.picture()
    article = desk.article(live=False, body=in_body(image))
    article.save_revision()
    admin = desk.client(Role.AGENCY_ADMIN)
    for name, args in (
        ("wagtailimages:index", ()),
        ("wagtailimages:edit", (image.pk,)),
        ("wagtailimages_chooser:choose", ()),
        ("wagtailadmin_pages:view_draft", (article.pk,)),
    ):
        html = admin.get(reverse(name, args=args)).content.decode()
        html = html.replace('\\"', '"')
        found = pictures_in(html)
        assert found, name
        assert {admin.get(address).status_code for address in found} == {200}
        assert {client.get(address).status_code for address in found} == {404}


def test_faces_are_for_colleagues(client, desk, open_desk, media_folder):
    owner = make_member(desk.agency)
    (media_folder / "avatar_images").mkdir()
    (media_folder / "avatar_images" / "mat.png").write_bytes(b"x")
    UserProfile.objects.create(user=owner, avatar="avatar_images/mat.png")
    address = "/media/avatar_images/mat.png"
    assert signed_in(Client(), owner).get(address).status_code == 200
    assert desk.client(Role.APPRAISER).get(address).status_code == 200
    assert desk.client(Role.OVERSEER).get(address).status_code == 200
    assert open_desk().client().get(address).status_code == 404
    assert client.get(address).status_code == 404


def test_a_published_article_has_its_pictures_made_before_the_first_reader_comes(client, desk):
    cover, inside = desk.picture(), desk.picture()
    article = desk.article(live=False, body=in_body(inside), **in_cover(cover))
    put_live(article.save_revision())
    assert run_jobs()
    made = set(Rendition.objects.values_list("image", "file"))
    assert {image for image, _file in made} == {cover.pk, inside.pk}
    page = client.get(article.url).content.decode()
    assert set(Rendition.objects.values_list("image", "file")) == made
    # A picture as small as these is offered once, however many widths have been asked for.
    assert {image for image, file in made if f"/media/{file}" in page} == {cover.pk, inside.pk}


def test_without_the_job_the_first_reader_waits_until_they_are_made(client, desk):
    article = desk.article(live=False, **in_cover(desk.picture()))
    put_live(article.save_revision())
    assert not Rendition.objects.exists()
    client.get(article.url)
    assert Rendition.objects.exists()


def test_an_article_without_pictures_or_taken_back_meanwhile_makes_no_work(desk):
    plain = desk.article(live=False, slug="khong-anh")
    put_live(plain.save_revision())
    assert not ProcrastinateJob.objects.filter(task_name="sites.make_pictures").exists()
    article = desk.article(live=False, **in_cover(desk.picture()))
    put_live(article.save_revision())
    article.refresh_from_db()
    article.unpublish()
    run_jobs()
    assert not Rendition.objects.exists()
