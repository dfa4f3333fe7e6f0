"""Nobody of one agency sees or changes a thing of another: every admin address, every persona."""

import contextlib

import pytest
from django.urls import NoReverseMatch, reverse
from wagtail.models import Page

from network.agencies.guard.middleware import GuardMiddleware
from network.agencies.guard.rules import rule_of
from network.media.models import AgencyDocument, AgencyImage
from tests.factories.accounts import signed_in
from tests.tenancy.admin_urls import admin_patterns, arguments
from tests.tenancy.conftest import Cast

# Who belongs to the first house, or to nobody; the overseer and the network admin may look.
STRANGERS = (
    "author",
    "appraiser",
    "approver",
    "agency_admin",
    "report_viewer",
    "without_membership",
    "visitor",
)


def addresses(cast: Cast) -> list[str]:
    found = []
    for name, pattern, _route in admin_patterns():
        with contextlib.suppress(NoReverseMatch):
            found.append(reverse(name, kwargs=arguments(name, pattern, cast.foreign)))
    return found


def queries(cast: Cast) -> list[str]:
    """Addresses that name foreign things in their query."""
    page, image, document = (
        cast.foreign.article.pk,
        cast.foreign.image.pk,
        cast.foreign.document.pk,
    )
    return [
        f"{reverse('wagtailadmin_choose_page_chosen_multiple')}?id={page}",
        f"{reverse('wagtailadmin_choose_page')}?page_type=agency_sites.articlepage",
        f"{reverse('wagtailadmin_choose_page_search')}?q=nhap",
        f"{reverse('wagtailimages_chooser:chosen_multiple')}?id={image}",
        f"{reverse('wagtaildocs_chooser:chosen_multiple')}?id={document}",
        f"{reverse('wagtailadmin_pages:search')}?q=nhap",
        f"/admin/bulk/wagtailcore/page/delete/?id={page}",
        f"/admin/bulk/media/agencyimage/delete/?id={image}",
        "/admin/bulk/media/agencyimage/delete/?id=all",
        f"/admin/bulk/media/agencydocument/delete/?id={document}",
        "/admin/tag-autocomplete/?term=NHA",
    ]


def unguarded(monkeypatch) -> None:
    monkeypatch.setattr(GuardMiddleware, "process_view", lambda *args, **kwargs: None)


def leaks_of(client, cast: Cast, persona: str) -> tuple[list[str], int]:
    """Return the addresses whose answer carries the foreign marker, and how many were asked."""
    user = cast.people[persona]
    if user is not None:
        signed_in(client, user)
    asked = [*addresses(cast), *queries(cast)]
    client.raise_request_exception = False
    leaks = []
    for address in asked:
        response = client.get(address)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        if cast.foreign.marker.encode() in body:
            leaks.append(address)
        elif response.status_code >= 500:
            leaks.append(f"{address} answered {response.status_code}")
    return leaks, len(asked)


def test_every_admin_address_has_a_rule():
    missing = {name for name, _pattern, _route in admin_patterns() if rule_of(name) is None}
    # The ping names its model in the path and is resolved by the guard itself.
    assert missing == {"wagtailadmin_editing_sessions:ping"}


@pytest.mark.parametrize("persona", STRANGERS)
def test_no_answer_carries_a_foreign_marker(client, cast, persona):
    leaks, asked = leaks_of(client, cast, persona)
    assert leaks == [], f"{len(leaks)} of {asked} requests leaked"


def test_without_the_guard_the_same_requests_do_leak(client, cast, monkeypatch):
    unguarded(monkeypatch)
    leaks, _asked = leaks_of(client, cast, "agency_admin")
    assert leaks


@pytest.mark.parametrize("persona", [*STRANGERS, "overseer", "network_admin"])
def test_no_post_changes_a_foreign_thing(client, cast, persona):
    user = cast.people[persona]
    if user is not None:
        signed_in(client, user)
    client.raise_request_exception = False
    before = state(cast)
    for address in [*addresses(cast), *queries(cast)]:
        if "/logout" not in address:
            client.post(address, {"title": "BIDOI", "name": "BIDOI", "is_superuser": "on"})
    assert state(cast) == before


def state(cast: Cast) -> list[object]:
    return [
        list(Page.objects.filter(path__startswith=cast.foreign.home.path).values_list("title")),
        list(AgencyImage.objects.filter(pk=cast.foreign.image.pk).values_list("title")),
        list(AgencyDocument.objects.filter(pk=cast.foreign.document.pk).values_list("title")),
        [
            (
                user.username,
                user.is_superuser,
                list(user.memberships.values_list("role", "valid_to")),
            )
            for user in type(cast.foreign.people["author"]).objects.filter(
                pk__in=[user.pk for user in cast.foreign.people.values()]
            )
        ],
    ]


@pytest.mark.parametrize("name", ["wagtailadmin_pages:edit", "wagtailadmin_pages:view_draft"])
def test_a_foreign_page_answers_like_one_that_does_not_exist(client, cast, name):
    signed_in(client, cast.people["author"])
    foreign = client.get(reverse(name, args=[cast.foreign.article.pk]))
    missing = client.get(reverse(name, args=[999_999]))
    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert foreign.content == missing.content


def test_one_s_own_pages_open(client, cast):
    signed_in(client, cast.people["author"])
    assert client.get("/admin/").status_code == 200
    own = cast.own
    for name, pk in [
        ("wagtailadmin_pages:edit", own.article.pk),
        ("wagtailadmin_explore", own.home.pk),
    ]:
        assert client.get(reverse(name, args=[pk])).status_code == 200


def test_the_overseer_reads_and_may_not_write(client, cast):
    signed_in(client, cast.people["overseer"])
    edit = reverse("wagtailadmin_pages:edit", args=[cast.foreign.article.pk])
    assert cast.foreign.marker in client.get(edit).content.decode()
    assert client.post(edit, {"title": "BIDOI"}).status_code == 403


def test_the_chooser_finds_one_s_own_drafts_and_no_foreign_ones(client, cast):
    signed_in(client, cast.people["author"])
    found = client.get(f"{reverse('wagtailadmin_choose_page_search')}?q=nhap").content.decode()
    assert cast.own.article.title in found
    assert cast.foreign.article.title not in found
