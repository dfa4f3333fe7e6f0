"""L34-L53, where tenants meet: reports and logs, people and groups, the workflow."""

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    PageLogEntry,
    PageSubscription,
    TaskState,
)
from wagtail.test.utils.form_data import nested_form_data, streamfield

from network.accounts.models import User
from network.agencies.models import Role, RoleGroup
from tests.tenancy.leaks.asking import (
    INSIDERS,
    assert_closed,
    assert_shows_own_alone,
    body_of,
    visits,
)

pytestmark = [pytest.mark.django_db, pytest.mark.long]
STOCK_REPORTS = (
    "aging_pages",
    "locked_pages",
    "page_types_usage",
    "site_history",
    "workflow",
    "workflow_tasks",
)


@pytest.mark.parametrize("name", STOCK_REPORTS)
def test_l34_to_l39_stock_reports_are_nobodys_on_screen_or_as_files(cast, name):
    address = reverse(f"wagtailadmin_reports:{name}")
    results = reverse(f"wagtailadmin_reports:{name}_results")
    everybody = (*INSIDERS, "network_admin", "overseer", "report_viewer")
    files = (f"{address}?export=csv", f"{address}?export=xlsx")
    assert_closed(cast, address, results, *files, personas=everybody)


@pytest.mark.parametrize("name", ["aging", "history"])
def test_l34_l39_reports_of_ours_show_own_pages_and_people_alone(cast, name):
    for house in (cast.own, cast.foreign):
        PageLogEntry.objects.log_action(
            house.contents.live, "wagtail.edit", user=house.people["author"]
        )
        type(house.article).objects.filter(pk=house.contents.live.pk).update(
            last_published_at="2020-01-01T00:00Z"
        )
    addresses = [reverse(f"agencies_reports:{name}{more}") for more in ("", "_results", "_export")]
    assert_shows_own_alone(cast, *addresses, personas=INSIDERS)
    stranger = cast.foreign.people["author"].pk
    for persona, client in visits(cast):
        for guess in ({"user": stranger}, {"agency": cast.foreign.marker}, {"label": "NHA"}):
            for address in addresses:
                assert f"Bài đăng {cast.foreign.marker}" not in body_of(
                    client.get(address, guess)
                ), (persona, guess)


def test_l40_histories_of_people_and_agencies_are_closed(cast):
    stranger = cast.foreign.people["author"]
    assert_closed(
        cast,
        reverse("wagtailusers_users:history", args=[stranger.pk]),
        reverse("agencies_agency_modeladmin_history", args=[cast.foreign.agency.pk]),
    )


@pytest.mark.parametrize("name", ["edit", "delete", "copy", "usage"])
def test_l41_stock_user_forms_are_nobodys(cast, name):
    stranger = cast.foreign.people["author"]
    before = User.objects.values("email", "password", "is_superuser").get(pk=stranger.pk)
    assert_closed(
        cast,
        reverse("wagtailusers_users:index"),
        reverse("wagtailusers_users:add"),
        reverse(f"wagtailusers_users:{name}", args=[stranger.pk]),
        form={"email": "la@example.vn", "password1": "x" * 20, "is_superuser": "on"},
    )
    assert User.objects.values(*before).get(pk=stranger.pk) == before


def test_l42_nobody_becomes_superuser_by_a_form(cast):
    me = cast.people["agency_admin"]
    _persona, client = next(visits(cast, ["agency_admin"]))
    for address in (reverse("wagtailadmin_account"), reverse("agencies_people:invite")):
        client.post(address, {"is_superuser": "on", "groups": "1"})
    assert not User.objects.filter(is_superuser=True).exists()
    assert not User.objects.get(pk=me.pk).is_staff


def test_l43_groups_are_nobodys(cast):
    group = RoleGroup.objects.get(agency=cast.foreign.agency, role=Role.AUTHOR).group
    rights = GroupPagePermission.objects.count()
    assert_closed(
        cast,
        reverse("wagtailusers_groups:index"),
        reverse("wagtailusers_groups:add"),
        *(reverse(f"wagtailusers_groups:{name}", args=[group.pk]) for name in ("edit", "delete")),
        form={"name": "BIDOI", "page_permissions-0-page": 1},
    )
    assert not Group.objects.filter(name="BIDOI").exists()
    assert GroupPagePermission.objects.count() == rights


def test_l44_l68_privacy_forms_name_no_groups(cast):
    """Groups and passwords of private pages and collections are in these two forms alone."""
    for house in (cast.own, cast.foreign):
        assert_closed(
            cast,
            reverse("wagtailadmin_pages:set_privacy", args=[house.article.pk]),
            reverse("wagtailadmin_collections:set_privacy", args=[house.agency.collection_id]),
        )
    for persona, client in visits(cast, INSIDERS):
        page = body_of(client.get(reverse("wagtailadmin_pages:edit", args=[cast.own.article.pk])))
        assert "STP" not in page or ":author" not in page, persona


def test_l46_no_group_reaches_into_two_sections(cast):
    """A task of the workflow that is given to a group gives it to one agency's people."""
    for group in Group.objects.filter(role_group__agency__isnull=False):
        pages = GroupPagePermission.objects.filter(group=group)
        assert len(set(pages.values_list("page_id", flat=True))) == 1, group


@pytest.mark.parametrize("action", ["approve", "reject"])
def test_l46_nobody_decides_on_a_foreign_page(cast, action):
    page, state = cast.foreign.article, cast.foreign.contents.task_state
    assert_closed(
        cast,
        *(
            reverse(f"wagtailadmin_pages:{name}", args=[page.pk, action, state.pk])
            for name in ("workflow_action", "collect_workflow_action_data")
        ),
    )
    assert TaskState.objects.get(pk=state.pk).status == state.status


@pytest.mark.parametrize("persona", ["author", "appraiser", "approver", "agency_admin"])
def test_l47_nobody_publishes_by_pressing_the_button(cast, persona):
    page = cast.own.article
    form = {"title": "Tin", "slug": "tin", "summary": "x", "date": "25/11/2026"}
    more = {"body": streamfield([]), "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0}}
    source = {
        "source_name": "x",
        "source_author": "x",
        "source_agency": "x",
        "source_url": "https://x.example.vn/",
        "source_date": "25/11/2026",
        "action-publish": "1",
    }
    _persona, client = next(visits(cast, [persona]))
    client.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]), nested_form_data(form | more | source)
    )
    client.post(f"/admin/bulk/wagtailcore/page/publish/?id={page.pk}")
    page.refresh_from_db()
    assert not page.live


def test_l50_nobody_holds_rights_at_the_root(cast):
    assert not Group.objects.filter(role_group__isnull=True).exists()
    assert not GroupPagePermission.objects.filter(page__depth=1).exists()
    root = Collection.objects.get(depth=1)
    holders = GroupCollectionPermission.objects.filter(collection=root)
    # The overseer reads all files; the guard refuses every write.
    roles = set(holders.values_list("group__role_group__role", flat=True))
    assert roles == {Role.OVERSEER}


def test_l51_superusers_are_not_mailed_for_every_agency():
    assert settings.WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS is False


def test_l52_nobody_follows_the_remarks_on_a_foreign_page(cast):
    foreign = cast.foreign.article
    before = set(PageSubscription.objects.filter(page=foreign).values_list("user", flat=True))
    form = {"title": "x", "comment_notifications": "on"}
    assert_closed(cast, reverse("wagtailadmin_pages:edit", args=[foreign.pk]), form=form)
    after = PageSubscription.objects.filter(page=foreign).values_list("user", flat=True)
    assert set(after) == before
