"""L01-L33, where tenants meet: choosers, lists, and what a refusal gives away."""

import re

import pytest
from django.apps import apps
from django.test import Client
from django.urls import NoReverseMatch, reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site
from wagtail.snippets.models import get_snippet_models
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from network.agencies.services import shared_collection
from network.media.models import AgencyImage
from tests.factories.sections import SOURCE
from tests.tenancy.conftest import Cast
from tests.tenancy.leaks.asking import (
    INSIDERS,
    USUAL,
    assert_closed,
    assert_shows_own_alone,
    body_of,
    visits,
)

pytestmark = [pytest.mark.django_db, pytest.mark.long]
HUB_DEPTH = 2


def hub_of(cast: Cast) -> Page:
    return cast.own.home.get_ancestors().get(depth=HUB_DEPTH)


def test_l01_page_chooser_shows_own_sections_alone(cast):
    child = reverse("wagtailadmin_choose_page_child", args=[hub_of(cast).pk])
    assert_shows_own_alone(cast, child, personas=INSIDERS)
    for _persona, client in visits(cast):
        root = client.get(reverse("wagtailadmin_choose_page"))
        assert cast.foreign.marker not in body_of(root)


def test_l02_page_chooser_does_not_open_a_foreign_section(cast):
    foreign = cast.foreign
    assert_closed(
        cast,
        *(
            reverse("wagtailadmin_choose_page_child", args=[page.pk])
            for page in (foreign.home, foreign.article, foreign.contents.live)
        ),
    )


@pytest.mark.parametrize("words", ["nhap", "Bài", "NHA"])
def test_l03_page_chooser_finds_own_pages_alone(cast, words):
    search = reverse("wagtailadmin_choose_page_search")
    for persona, client in visits(cast, INSIDERS):
        assert cast.foreign.marker not in body_of(client.get(search, {"q": words})), persona
    assert_shows_own_alone(cast, search, query={"q": "nhap"})


def test_l04_nobody_asks_for_a_foreign_page_by_number(cast):
    chosen = reverse("wagtailadmin_choose_page_chosen_multiple")
    foreign, own = cast.foreign.article.pk, cast.own.article.pk
    assert_closed(cast, f"{chosen}?id={foreign}", f"{chosen}?id={own}&id={foreign}")


def test_l05_l17_l48_l49_there_are_no_snippets(cast):
    assert get_snippet_models() == []
    assert_closed(cast, reverse("wagtailsnippets:index"))


@pytest.mark.parametrize("kind", ["images", "docs"])
def test_l06_file_choosers_offer_own_files_alone(cast, kind):
    file = cast.foreign.image if kind == "images" else cast.foreign.document
    chooser = f"wagtail{kind}_chooser"
    assert_shows_own_alone(cast, reverse(f"{chooser}:choose"), reverse(f"{chooser}:choose_results"))
    assert_closed(
        cast,
        reverse(f"{chooser}:chosen", args=[file.pk]),
        f"{reverse(f'{chooser}:chosen_multiple')}?id={file.pk}",
    )


def test_l07_picture_chooser_suggests_words_of_own_pictures_alone(cast):
    cast.own.image.tags.add("tunhaminh")
    cast.foreign.image.tags.add("tunhakhac")
    for persona, client in visits(cast, INSIDERS):
        body = body_of(client.get(reverse("wagtailimages_chooser:choose")))
        assert "tunhaminh" in body, persona
        assert "tunhakhac" not in body, persona


@pytest.mark.parametrize("also_wrong", [False, True])
@pytest.mark.parametrize("field", ["cover", "link", "file", "picture"])
def test_l08_a_page_that_points_at_foreign_things_is_neither_saved_nor_shown(
    cast, field, also_wrong
):
    foreign, article = cast.foreign, cast.own.article
    before = article.latest_revision_id
    link = f'<p><a linktype="page" id="{foreign.article.pk}">x</a></p>'
    block = {
        "cover": ("file", {"document": "", "title": ""}),
        "link": ("paragraph", rich_text(link)),
        "file": ("file", {"document": foreign.document.pk, "title": ""}),
        "picture": ("image", {"image": foreign.image.pk, "alt_text": "", "caption": ""}),
    }[field]
    # A mistake elsewhere shows the form again, with all that was typed in.
    body = [block, ("file", {"document": "", "title": "x"})] if also_wrong else [block]
    form = {"title": "Tin", "slug": "tin", "summary": "x", "date": "25/11/2026"}
    more = {"body": streamfield(body), "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0}}
    cover = {"cover": foreign.image.pk} if field == "cover" else {}
    for name in ("edit", "preview_on_edit"):
        _persona, client = next(visits(cast, ["author"]))
        address = reverse(f"wagtailadmin_pages:{name}", args=[article.pk])
        answer = client.post(address, nested_form_data(form | more | cover))
        assert answer.status_code == 404, name
        assert foreign.marker not in body_of(answer), name
    article.refresh_from_db()
    assert article.latest_revision_id == before


@pytest.mark.parametrize(
    "name",
    [
        "index",
        "add",
        "task_index",
        "select_task_type",
        "task_chooser",
        "task_chooser_results",
    ],
)
def test_l09_l45_workflows_and_their_tasks_are_nobodys_to_see(cast, name):
    assert_closed(cast, reverse(f"wagtailadmin_workflows:{name}"))


@pytest.mark.parametrize("name", ["edit", "disable", "usage", "usage_results"])
def test_l13_l45_a_foreign_workflow_is_closed(cast, name):
    workflow = cast.foreign.contents.workflow
    assert_closed(cast, reverse(f"wagtailadmin_workflows:{name}", args=[workflow.pk]))
    workflow.refresh_from_db()
    assert workflow.active


def test_l10_a_foreign_picture_gives_no_address_and_no_sizes(cast):
    pk = cast.foreign.image.pk
    assert_closed(
        cast,
        reverse("wagtailimages:url_generator", args=[pk]),
        reverse("wagtailimages:url_generator_output", args=[pk]),
        reverse("wagtailimages:preview", args=[pk, "original"]),
        reverse("wagtailimages_chooser:select_format", args=[pk]),
    )


def test_l11_explorer_filters_name_own_people_alone(cast):
    addresses = [
        reverse(name, args=[page.pk])
        for name in ("wagtailadmin_explore", "wagtailadmin_explore_results")
        for page in (hub_of(cast), cast.own.home)
    ]
    for persona, client in visits(cast, INSIDERS):
        for address in addresses:
            body = body_of(client.get(address, {"_w_filter_fragment": 1}, follow=True))
            assert cast.foreign.marker not in body, persona
            assert "site" not in re.findall(r'name="(\w+)"', body)
            assert cast.own.people["author"].get_full_name() in body, persona


def test_l12_lists_of_a_type_are_closed_and_there_are_no_forms(cast):
    address = reverse("wagtailadmin_pages:type_use", args=["agency_sites", "articlepage"])
    assert_closed(cast, address)
    assert not apps.is_installed("wagtail.contrib.forms")


@pytest.mark.parametrize("kind", ["images", "docs"])
def test_l14_file_lists_and_their_filters_name_own_files_alone(cast, kind):
    own, foreign = (
        (house.image if kind == "images" else house.document) for house in (cast.own, cast.foreign)
    )
    own.tags.add("tunhaminh")
    foreign.tags.add("tunhakhac")
    index = reverse(f"wagtail{kind}:index")
    assert_shows_own_alone(cast, index, reverse(f"wagtail{kind}:index_results"))
    for persona, client in visits(cast):
        body = body_of(client.get(index))
        assert "tunhaminh" in body, persona
        assert "tunhakhac" not in body, persona
        guessed = body_of(client.get(index, {"tag": "tunhakhac"}))
        assert foreign.title not in guessed, persona


def test_l15_page_search_finds_own_pages_alone(cast):
    for name in ("search", "search_results"):
        assert_shows_own_alone(cast, reverse(f"wagtailadmin_pages:{name}"), query={"q": "nhap"})


def test_l16_words_of_others_are_not_completed(cast):
    cast.foreign.image.tags.add("tunhakhac")
    plain = reverse("wagtailadmin_tag_autocomplete")
    model = reverse("wagtailadmin_tag_model_autocomplete", args=["taggit", "tag"])
    assert_closed(cast, f"{plain}?term=tu", f"{model}?term=tu")


def test_l18_sites_are_nobodys(cast):
    site = Site.objects.get()
    assert_closed(
        cast,
        reverse("wagtailsites:index"),
        reverse("wagtailsites:add"),
        *(reverse(f"wagtailsites:{name}", args=[site.pk]) for name in ("edit", "delete")),
        form={"hostname": "la.example.vn", "port": 80, "root_page": site.root_page_id},
    )
    assert list(Site.objects.values_list("hostname", flat=True)) == [site.hostname]


@pytest.mark.parametrize(
    ("app", "url_name"),
    [
        ("wagtail.locales", "wagtaillocales:index"),
        ("wagtail.contrib.search_promotions", "wagtailsearchpromotions:index"),
        ("wagtail.contrib.forms", "wagtailforms:index"),
        ("wagtail.api.v2", "wagtailapi:pages:listing"),
        ("wagtail.api.v3", "wagtailusers_api_tokens:index"),
    ],
)
def test_l19_l20_l23_l53_what_knows_no_agency_is_not_installed(app, url_name):
    assert not apps.is_installed(app)
    with pytest.raises(NoReverseMatch):
        reverse(url_name)


def test_l21_redirects_are_nobodys(cast):
    known = set(Redirect.objects.values_list("pk", flat=True))
    assert_closed(
        cast,
        *(reverse(f"wagtailredirects:{name}") for name in ("index", "add", "start_import")),
        *(
            reverse(f"wagtailredirects:{name}", args=[cast.foreign.contents.redirect.pk])
            for name in ("edit", "delete")
        ),
        form={"old_path": "/cu", "redirect_link": "https://la.example.vn/", "site": ""},
    )
    assert set(Redirect.objects.values_list("pk", flat=True)) == known


def test_l22_collections_are_nobodys(cast):
    collection = cast.foreign.agency.collection
    assert_closed(
        cast,
        reverse("wagtailadmin_collections:index"),
        reverse("wagtailadmin_collections:add"),
        reverse("wagtailadmin_collections:edit", args=[collection.pk]),
        reverse("wagtailadmin_collections:delete", args=[collection.pk]),
        form={"name": "BIDOI"},
    )
    collection.refresh_from_db()
    assert collection.name != "BIDOI"


def test_l24_start_page_shows_nothing_of_others(cast):
    for persona, client in visits(cast, INSIDERS):
        body = body_of(client.get(reverse("wagtailadmin_home")))
        assert cast.foreign.marker not in body, persona


def test_l25_start_page_counts_no_files(cast):
    """It begins with the work that waits; Wagtail's counts are gone for who serves an agency."""
    _persona, client = next(visits(cast, ["agency_admin"]))
    assert numbers(client) == []


def numbers(client: Client) -> list[str]:
    """Return the counts on the start page."""
    body = body_of(client.get(reverse("wagtailadmin_home")))
    summary = body.partition('class="w-summary')[2].partition("</section>")[0]
    return re.findall(r">\s*(\d+)", summary)


@pytest.mark.parametrize("kind", ["image", "document"])
def test_l26_files_are_moved_to_own_collections_alone(cast, kind):
    own = getattr(cast.own, kind)
    address = f"/admin/bulk/media/agency{kind}/add_to_collection/?id={own.pk}"
    _persona, client = next(visits(cast, ["agency_admin"]))
    assert cast.foreign.agency.collection.name not in body_of(client.get(address))
    client.post(address, {"collection": cast.foreign.agency.collection_id})
    own.refresh_from_db()
    assert own.collection_id == cast.own.agency.collection_id


@pytest.mark.parametrize("action", ["delete", "move", "publish", "unpublish"])
def test_l27_bulk_actions_name_no_foreign_page(cast, action):
    own, foreign = cast.own.article.pk, cast.foreign.article.pk
    assert_closed(
        cast,
        f"/admin/bulk/wagtailcore/page/{action}/?id={foreign}",
        f"/admin/bulk/wagtailcore/page/{action}/?id={own}&id={foreign}",
        f"/admin/bulk/wagtailcore/page/{action}/?id=all&childOf={cast.foreign.home.pk}",
    )
    assert Page.objects.filter(pk__in=[own, foreign]).count() == 2


@pytest.mark.parametrize("kind", ["image", "document"])
def test_l27_bulk_actions_name_no_foreign_file(cast, kind):
    foreign = getattr(cast.foreign, kind)
    assert_closed(
        cast,
        f"/admin/bulk/media/agency{kind}/delete/?id={foreign.pk}",
        f"/admin/bulk/media/agency{kind}/delete/?id=all",
        "/admin/bulk/accounts/user/delete/?id=all",
    )
    assert type(foreign).objects.filter(pk=foreign.pk).exists()


def test_l28_moving_names_no_foreign_page(cast):
    own, foreign = cast.own, cast.foreign
    confirm = "wagtailadmin_pages:move_confirm"
    assert_closed(
        cast,
        reverse("wagtailadmin_pages:move", args=[foreign.article.pk]),
        reverse(confirm, args=[own.article.pk, foreign.home.pk]),
        reverse(confirm, args=[foreign.article.pk, own.home.pk]),
    )


def test_l29_copying_names_no_foreign_parent(cast):
    own, foreign = cast.own.article, cast.foreign
    form = {"new_title": "x", "new_slug": "x", "new_parent_page": foreign.home.pk}
    for persona, client in visits(cast, INSIDERS):
        answer = client.post(reverse("wagtailadmin_pages:copy", args=[own.pk]), form)
        assert foreign.marker not in body_of(answer), persona
        assert answer.status_code in (403, 404), persona
    assert not foreign.home.get_descendants().filter(slug="x").exists()


@pytest.mark.parametrize(
    "name",
    ["edit", "delete", "copy", "history", "usage", "unpublish", "view_draft", "lock", "move"],
)
def test_l30_a_foreign_page_answers_like_none(cast, name):
    for persona, client in visits(cast):
        for ask in (client.get, client.post):
            foreign, none = (
                ask(reverse(f"wagtailadmin_pages:{name}", args=[pk]))
                for pk in (cast.foreign.article.pk, 999_999)
            )
            assert (foreign.status_code, none.status_code) == (404, 404), (persona, ask)
            assert foreign.content == none.content, (persona, ask)


def test_l31_no_question_about_cancelling_a_foreign_workflow(cast):
    pk = cast.foreign.article.pk
    assert_closed(cast, reverse("wagtailadmin_pages:confirm_workflow_cancellation", args=[pk]))


def test_l32_use_of_a_shared_picture_by_others_is_not_told(cast):
    shared = AgencyImage.objects.create(
        title="Chung", file=cast.own.image.file.name, collection=shared_collection(), **SOURCE
    )
    cast.foreign.contents.live.cover = shared
    cast.foreign.contents.live.save()
    for persona, client in visits(cast, INSIDERS):
        for name in ("image_usage", "edit", "delete"):
            answer = client.get(reverse(f"wagtailimages:{name}", args=[shared.pk]))
            assert cast.foreign.marker not in body_of(answer), (persona, name)
            assert answer.status_code in (302, 403, 404), (persona, name)


def test_l33_the_editor_of_a_foreign_page_cannot_be_watched(cast):
    names = ["agency_sites", "articlepage", cast.foreign.article.pk, 1]
    ping = reverse("wagtailadmin_editing_sessions:ping", args=names)
    for persona, client in visits(cast, INSIDERS):
        answer = client.post(ping)
        assert answer.status_code == 404, persona
        assert cast.foreign.marker not in body_of(answer), persona


def test_everybody_asked_here_may_use_the_admin(cast):
    for persona, client in visits(cast, (*INSIDERS, *USUAL)):
        assert client.get(reverse("wagtailadmin_home")).status_code == 200, persona
