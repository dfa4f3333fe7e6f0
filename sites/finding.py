"""Pages in the search of the admin (Ctrl K)."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from wagtail.permission_policies.pages import PagePermissionPolicy

from network.desks.finding import MOST, FoundThing


def find_pages(request: HttpRequest, words: str) -> Iterator[FoundThing]:
    """Yield the pages of the user's sections that have the words, best first.

    A page that the user may not edit is opened in the list of its neighbours.
    """
    pages = PagePermissionPolicy().explorable_instances(request.user)
    for page in pages.autocomplete(words, operator="and")[:MOST]:
        url = reverse("wagtailadmin_pages:edit", args=[page.pk])
        if not page.permissions_for_user(request.user).can_edit():
            url = reverse("wagtailadmin_explore", args=[page.get_parent().pk])
        yield FoundThing(
            page.get_admin_display_title(),
            f"{page.page_type_display_name}, {page.status_string}",
            url,
            "doc-full",
        )
