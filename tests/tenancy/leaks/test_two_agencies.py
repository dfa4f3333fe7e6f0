"""Who serves two agencies takes no page across: its files belong to the agency it would leave."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from network.agencies.models import Role
from network.agencies.services import grant_membership
from tests.factories.accounts import signed_in
from tests.tenancy.conftest import Cast, House
from tests.tenancy.forms import forms_of
from tests.tenancy.leaks.asking import body_of, visits

pytestmark = pytest.mark.django_db
ACTIONS = ["move", "copy", "create_alias", "convert_alias", "delete", "publish", "unpublish", "x"]


@pytest.fixture
def of_both(cast) -> Client:
    """Return the browser of somebody who administers both agencies."""
    user = cast.own.people["agency_admin"]
    begins = dt.date(2026, 1, 1)
    grant_membership(
        user=user, agency=cast.foreign.agency, role=Role.AGENCY_ADMIN, valid_from=begins
    )
    return signed_in(Client(raise_request_exception=False), user)


def place_of(house: House, slug: str = "tin-tuc") -> Page:
    return house.home.get_children().get(slug=slug)


def assert_all_at_home(cast: Cast, before: set[str]) -> None:
    """Fail where a page stands in the other section that did not stand there before."""
    assert paths_of(cast.foreign) == before
    article = Page.objects.get(pk=cast.own.article.pk)
    assert article.path == cast.own.article.path


def paths_of(house: House) -> set[str]:
    return set(Page.objects.filter(path__startswith=house.home.path).values_list("path", flat=True))


def bulk_move(client: Client, page: Page, destination: object) -> object:
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
    return client.post(f"{address}?id={page.pk}", {"chooser": destination})


def test_pages_are_not_moved_across_in_bulk(cast, of_both):
    before = paths_of(cast.foreign)
    answer = bulk_move(of_both, cast.own.article, place_of(cast.foreign).pk)
    assert "Không thể di chuyển các trang sau đến" in body_of(answer)
    assert_all_at_home(cast, before)


def test_bulk_moves_within_the_section(cast, of_both):
    target = place_of(cast.own, "gioi-thieu")
    assert bulk_move(of_both, cast.own.article, target.pk).status_code == 302
    assert Page.objects.get(pk=cast.own.article.pk).is_child_of(target)


def test_a_bulk_move_to_a_foreign_place_answers_as_to_none(cast):
    for persona, client in visits(cast):
        foreign, none, plus = (
            bulk_move(client, cast.own.article, key)
            for key in (place_of(cast.foreign).pk, 999_999, f"+{place_of(cast.foreign).pk}")
        )
        assert {foreign.status_code, none.status_code, plus.status_code} == {404}, persona
        assert foreign.content == none.content, persona


@pytest.mark.parametrize("action", ACTIONS)
def test_the_admin_api_takes_no_actions(cast, of_both, action):
    before = paths_of(cast.foreign)
    target = {"destination_page_id": place_of(cast.foreign).pk, "recursive": True}
    for page_id in (cast.own.article.pk, cast.foreign.article.pk, 999_999):
        address = f"/admin/api/main/pages/{page_id}/action/{action}/"
        for kind in ("application/json", None):
            kinds = {"content_type": kind} if kind else {}
            assert of_both.post(address, target, **kinds).status_code == 404
    assert_all_at_home(cast, before)


def test_a_page_is_not_moved_across(cast, of_both):
    before, target = paths_of(cast.foreign), place_of(cast.foreign)
    address = reverse("wagtailadmin_pages:move_confirm", args=[cast.own.article.pk, target.pk])
    for ask in (of_both.get, of_both.post):
        answer = ask(address, follow=True)
        assert "Mỗi trang chỉ ở trong chuyên mục" in body_of(answer)
    assert_all_at_home(cast, before)


@pytest.mark.parametrize("more", [{}, {"alias": "on"}])
def test_a_page_is_not_copied_across(cast, of_both, more):
    before = paths_of(cast.foreign)
    form = {"new_title": "x", "new_slug": "x", "new_parent_page": place_of(cast.foreign).pk}
    address = reverse("wagtailadmin_pages:copy", args=[cast.own.article.pk])
    assert of_both.post(address, form | more).status_code == 302
    assert_all_at_home(cast, before)


@pytest.mark.parametrize("key", ["", "x", "+5", None])
def test_a_copy_without_a_parent_is_no_error(cast, of_both, key):
    form = {"new_title": "x", "new_slug": "x"} | ({} if key is None else {"new_parent_page": key})
    address = reverse("wagtailadmin_pages:copy", args=[cast.own.article.pk])
    assert of_both.post(address, form).status_code == 404


def test_a_copy_within_the_section_is_no_alias(cast, of_both):
    form = {"new_title": "Bản sao", "new_slug": "ban-sao", "alias": "on"}
    form |= {"new_parent_page": place_of(cast.own).pk}
    of_both.post(reverse("wagtailadmin_pages:copy", args=[cast.own.article.pk]), form)
    copy = Page.objects.get(title="Bản sao")
    assert copy.alias_of is None
    address = reverse("wagtailadmin_pages:convert_alias", args=[copy.pk])
    assert of_both.post(address).status_code == 404


def test_a_copy_that_cannot_be_whole_leaves_nothing_behind(cast, of_both):
    article, picture = cast.own.article, cast.own.image
    article.cover, article.cover_alt_text = picture, "Ảnh"
    article.save_revision()
    # Whoever serves both agencies may hand a picture over.
    picture.collection = cast.foreign.agency.collection
    picture.save()
    pages = Page.objects.count()
    form = {"new_title": "x", "new_slug": "x", "new_parent_page": place_of(cast.own).pk}
    answer = of_both.post(reverse("wagtailadmin_pages:copy", args=[article.pk]), form)
    assert (answer.status_code, "của cơ quan khác" in body_of(answer)) == (200, True)
    assert Page.objects.count() == pages


def test_no_code_moves_a_page_out_of_its_section(cast):
    before = paths_of(cast.foreign)
    with pytest.raises(PermissionDenied):
        cast.own.article.move(place_of(cast.foreign), pos="last-child")
    with pytest.raises(PermissionDenied):
        cast.own.article.move(place_of(cast.foreign).get_first_child(), pos="right")
    assert_all_at_home(cast, before)


def test_sections_change_places(cast):
    cast.own.home.move(cast.foreign.home, pos="right")
    order = cast.own.home.get_parent().get_children().values_list("slug", flat=True)
    assert list(order)[-1] == cast.own.home.slug


FILES = {"image": "wagtailimages:edit", "document": "wagtaildocs:edit"}


@pytest.mark.parametrize("kind", FILES)
def test_files_are_not_given_away(cast, of_both, kind):
    own, elsewhere = getattr(cast.own, kind), cast.foreign.agency.collection_id
    address = reverse(FILES[kind], args=[own.pk])
    forms = forms_of(address, of_both.get(address).content)
    fields = next(fields for _where, fields, _relations in forms if "collection" in fields)
    fields["collection"] = str(elsewhere)
    assert "Tệp ở lại với cơ quan của mình." in body_of(of_both.post(address, fields))
    bulk = reverse("wagtail_bulk_action", args=["media", f"agency{kind}", "add_to_collection"])
    assert of_both.post(f"{bulk}?id={own.pk}", {"collection": elsewhere}).status_code == 404
    own.refresh_from_db()
    assert own.collection_id == cast.own.agency.collection_id
