"""The menu by task: few entries for each role, each of which opens."""

import json
import re

import pytest
from django.urls import reverse
from wagtail.admin.menu import admin_menu

from network.agencies.models import Agency, AgencyKind, Role
from network.monitoring.alert_state import AlertState
from network.navigation.entries import ENTRIES
from network.navigation.menus import MENUS, MOST_GROUPED, RANKS, places_for
from network.navigation.wagtail_hooks import menu_items
from tests.factories.accounts import signed_in
from tests.factories.moderation import hand_in, make_draft, make_office
from tests.factories.people import make_agency, make_member, serve

pytestmark = pytest.mark.django_db
PROPS = re.compile(r'<script id="wagtail-sidebar-props" type="application/json">(.+?)</script>')
# Wagtail's own, in place of which ours are offered or which only superusers may open.
NOT_OFFERED = {"explorer", "images", "documents", "snippets", "reports", "settings", "help"}


def menu_of(client, path="/admin/"):
    """Return the main entries and those under "More", as the page at `path` gives them."""
    props = json.loads(PROPS.search(client.get(path).content.decode())[1])
    modules = props["modules"]["_list"] if "_list" in props["modules"] else props["modules"]
    items = next(m["_args"][0] for m in modules if m["_type"].endswith("MainMenuModule"))
    links = [item["_args"][0] for item in items if item["_type"].endswith("LinkMenuItem")]
    more = [
        link["_args"][0]
        for item in items
        if item["_type"].endswith("SubMenuItem")
        for link in item["_args"][1]
    ]
    # The list of keys opens on the page itself.
    more = [item for item in more if item["url"] != "#"]
    return links, more


@pytest.mark.parametrize("role", Role)
def test_each_role_has_at_most_twelve_entries_and_opens_all_of_them(client, role):
    signed_in(client, make_member(make_agency(), role))
    main, more = menu_of(client)
    assert 3 <= len(main) <= 12
    assert len({item["label"] for item in main + more}) == len(main + more)
    assert len([item for item in main if "data-group" in item["attrs"]]) == len(MENUS[role])
    answers = {
        item["url"]: client.get(item["url"], follow=True).status_code for item in main + more
    }
    assert set(answers.values()) == {200}, answers


def marked_at(places, path):
    """Return the names of the items that are marked on the page at `path`: the one whose URL is
    the longest beginning of the path, as Wagtail marks it, or the one that is marked by us."""
    items = [each for item in menu_items(places, path) for each in leaves_of(item)]
    begun = [item for item in items if path.startswith(item.url)]
    marked = {max(begun, key=lambda item: len(item.url)).name} if begun else set()
    return marked | {item.name for item in items if "data-here" in item.attrs}


def leaves_of(item):
    menu = getattr(item, "menu", None)
    return menu.registered_menu_items if menu else [item]


@pytest.mark.parametrize("role", Role)
def test_each_screen_and_the_desk_of_a_text_are_marked_in_the_menu(client, role):
    signed_in(client, make_member(make_agency(), role))
    places = places_for(client.get("/admin/").wsgi_request)
    for place in places:
        for screen in place.screens:
            assert marked_at(places, screen.url) == {place.entry.key}, screen.url
    for name in ("open", "overdue", "agency", "urgent"):
        assert len(marked_at(places, reverse(f"moderation:{name}"))) == 1, name
    assert len(marked_at(places, reverse("moderation:desk", args=[7]))) == 1


@pytest.mark.parametrize("role", Role)
def test_each_screen_that_the_search_offers_opens(client, role):
    signed_in(client, make_member(make_agency(), role))
    page = client.get(reverse("navigation:screens"))
    # The field in the menu that opens this search.
    assert "wagtail.sidebar.SearchModule" in page.content.decode()
    urls = {row["url"] for row in page.context["rows"]}
    answers = {url: client.get(url, follow=True).status_code for url in urls}
    assert set(answers.values()) == {200}, answers


def test_a_page_below_an_entry_marks_it_and_no_other_page_marks_the_start_page(client):
    office = make_office("YTE")
    draft = make_draft(office)
    signed_in(client, office.author)
    for path, marked in (
        ("/admin/", "home"),
        (reverse("word_import:page", args=[draft.pk]), "pages"),
        (reverse("navigation:screens"), None),
    ):
        main, more = menu_of(client, path)
        begun = [item for item in main + more if path.startswith(item["url"])]
        longest = max(begun, key=lambda item: len(item["url"]), default=None)
        assert (longest["name"] if longest else None) == marked, path


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("nhac", "work"),
        ("fanpage", "channels"),
        ("gop y", "citizens"),
        ("nghi viec", "people"),
        ("quen mat khau", "account"),
    ],
)
def test_everyday_words_find_a_screen_of_the_entry(client, typed, key):
    signed_in(client, make_member(make_agency(), Role.AGENCY_ADMIN))
    rows = client.get(reverse("navigation:screens")).context["rows"]
    found = {row["url"] for row in rows if all(word in row["words"] for word in typed.split())}
    entry = next(entry for entry in ENTRIES if entry.key == key)
    assert found & {screen.url for screen in entry.screens}


def test_every_screen_that_a_package_or_model_admin_adds_has_an_entry():
    entered = {screen.url for entry in ENTRIES for screen in entry.screens}
    items = [item for item in admin_menu.registered_menu_items if item.name not in NOT_OFFERED]
    urls = set()
    for item in items:
        menu = getattr(item, "menu", None)
        urls |= {each.url for each in (menu.registered_menu_items if menu else [item])}
    assert urls <= entered


def test_every_entry_of_a_menu_has_a_rank():
    keys = {key for groups in MENUS.values() for _heading, keys in groups for key in keys}
    assert keys == set(RANKS)


def test_several_roles_unite_their_menus(client):
    agency = make_agency()
    Agency.objects.filter(pk=agency.pk).update(kind=AgencyKind.UBND_XA)
    person = make_member(agency, Role.AUTHOR)
    signed_in(client, person)
    commune = [item["name"] for item in menu_of(client)[0]]
    assert "commune_standard" in commune
    assert "library" not in commune
    for role in (Role.APPROVER, Role.NETWORK_ADMIN):
        serve(person, agency, role)
    main, more = menu_of(signed_in(client, person))
    names = [item["name"] for item in main]
    assert len(names) == MOST_GROUPED
    assert {"status", "waiting", "pages", "home"} <= set(names)
    assert {"files", "hub", "library"} <= {item["name"] for item in more}
    headings = [item["attrs"]["data-group"] for item in main if "data-group" in item["attrs"]]
    assert len(headings) == len(set(headings)) >= 4


def test_the_faults_of_the_system_are_counted(client, settings, tmp_path):
    settings.MONITORING_DIR = tmp_path
    AlertState(bad_runs={"disk": 3, "mail": 1}).save()
    for role, faults in ((Role.NETWORK_ADMIN, 2), (Role.AUTHOR, None)):
        signed_in(client, make_member(make_agency(), role))
        assert client.get(reverse("navigation:counts")).json().get("status") == faults


def test_the_counts_are_those_of_the_tasks(client):
    office = make_office("YTE")
    hand_in(make_draft(office), office.author)
    signed_in(client, office.appraiser)
    before = client.get(reverse("navigation:counts")).json()
    hand_in(make_draft(office), office.author)
    after = client.get(reverse("navigation:counts")).json()
    assert before["waiting"] == 1
    screen = reverse("moderation:waiting")
    assert after == before | {"work": before["work"] + 1, "waiting": 2, screen: 2}


def test_screens_of_one_entry_are_tabs_of_each_other(client):
    signed_in(client, make_member(make_agency(), Role.AUTHOR))
    page = client.get(reverse("problem_desk:index")).content.decode()
    tabs = re.search(r'<nav class="screen-tabs".+?</nav>', page, re.DOTALL)[0]
    assert reverse("question_desk:index") in tabs
    assert f'{reverse("problem_desk:index")}" aria-current="page"' in tabs
    main, _ = menu_of(client, reverse("problem_desk:index"))
    assert reverse("problem_desk:index") in {item["url"] for item in main}
    assert "screen-tabs" not in client.get(reverse("activities:index")).content.decode()
