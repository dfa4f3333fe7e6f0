"""What a request out of the ordinary meets: an answer in words, never an error page."""

import pytest
from django.test import Client
from django.urls import reverse

from network.agencies.models import Role
from network.media.models import AgencyImage
from tests.factories.accounts import signed_in
from tests.tenancy.conftest import Cast

pytestmark = pytest.mark.django_db


def browser_of(cast: Cast, persona: str, **options: bool) -> Client:
    return signed_in(Client(raise_request_exception=False, **options), cast.people[persona])


@pytest.mark.parametrize("persona", [Role.OVERSEER, Role.AUTHOR, Role.AGENCY_ADMIN])
@pytest.mark.parametrize("app", ["wagtailimages", "wagtaildocs"])
def test_files_are_listed_by_collection_for_who_may_add_none(cast, persona, app):
    browser = browser_of(cast, persona)
    collection = {"collection_id": cast.own.agency.collection_id}
    for name in ("index", "index_results"):
        answer = browser.get(reverse(f"{app}:{name}"), collection)
        assert (answer.status_code, cast.own.marker in answer.text) == (200, True), name


@pytest.mark.parametrize("used", [True, False])
def test_a_picture_just_uploaded_is_deleted_unless_a_page_uses_it(cast, used):
    picture, article = cast.own.image, cast.own.article
    if used:
        article.cover, article.cover_alt_text = picture, "Ảnh"
        article.save()
    address = reverse("wagtailimages:delete_multiple", args=[picture.pk])
    answer = browser_of(cast, "agency_admin").post(address)
    assert AgencyImage.objects.filter(pk=picture.pk).exists() is used
    assert answer.json()["success"] is not used
    if used:
        assert (answer.status_code, "bài" in answer.json()["error_message"]) == (409, True)


@pytest.mark.parametrize("key", ["5.0", "²", "x", "9" * 30])
def test_what_is_no_key_names_no_document(cast, key):
    browser = browser_of(cast, "author")
    chosen = reverse("legal_document_chooser:chosen", args=[key])
    assert browser.get(chosen).status_code == 404
    several = reverse("legal_document_chooser:chosen_multiple")
    assert browser.get(several, {"id": key}).json()["result"] == []
