"""Wagtail hooks of sections."""

from collections.abc import Iterator

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.widgets import ListingButton
from wagtail.models import Page
from wagtail.query import PageQuerySet

from network.accounts.models import User
from network.agencies.guard.menu import mount_screens
from network.agencies.scope import SECTION_DEPTH, scope_now
from network.agencies.sections import stays_in_section
from network.core.keys import parse_key

from .models import SectionIndexPage
from .querysets import has_something

mount_screens(
    {
        "lien-ket/": "sites.links.urls",
        "kho-tin/": "sites.library.urls",
        "toc-do-dang/": "sites.updates.urls",
        "so-lieu-tai-lieu/": "sites.validity.urls",
        "tep-doc/": "sites.reading.urls",
        "pages/nhap-tu-word/": "sites.word_import.urls",
    }
)


@hooks.register("construct_page_chooser_queryset")
def own_pages_only(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """Limit the page chooser to the user's sections. Wagtail would offer drafts of all agencies."""
    user = request.user
    if not user.is_authenticated:
        return pages.none()
    if user.is_superuser:
        return pages
    own = Q(pk__in=[])
    for path in scope_now(request).writable_pages:
        # Ancestors of the section, so that users can browse to it.
        way = [path[:end] for end in range(Page.steplen, len(path), Page.steplen)]
        own |= Q(path__startswith=path) | Q(path__in=way)
    return pages.filter(own)


@hooks.register("construct_explorer_page_queryset")
def tell_empty_places(parent_page: Page, pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """Annotate which index pages have content; citizens do not see empty ones."""
    if parent_page.depth < SECTION_DEPTH or request.GET.get("q"):
        return pages
    return pages.annotate(has_something=has_something())


@hooks.register("register_page_listing_buttons")
def first_page_button(
    page: Page, user: User, next_url: str | None = None
) -> Iterator[ListingButton]:
    """Yield a button to write the first page of an empty index page, whose row is grey
    (admin.css)."""
    is_empty = isinstance(page, SectionIndexPage) and not getattr(page, "has_something", True)
    if is_empty and page.permissions_for_user(user).can_add_subpage():
        yield ListingButton(
            gettext_lazy("Write the first page"),
            reverse("wagtailadmin_pages:add_subpage", args=[page.pk]),
            classname="first-page",
            priority=10,
        )


@hooks.register("before_copy_page")
@hooks.register("before_move_page")
def stay_in_the_section(
    request: HttpRequest, page: Page, destination: Page | None = None
) -> HttpResponse | None:
    """Refuse copies and moves to another section, because images and files belong to the agency."""
    target = destination or _parent_of_copy(request)
    if target is None or stays_in_section(page, target):
        return None
    messages.error(
        request, _("A page stays in its agency's section. Write a new one in the other section.")
    )
    return redirect("wagtailadmin_explore", page.get_parent().pk)


def _parent_of_copy(request: HttpRequest) -> Page | None:
    """Return the parent chosen for a copy, None before the choice. Raises Http404 for an invalid
    one."""
    if request.method != "POST":
        return None
    return get_object_or_404(Page, pk=parse_key(Page, request.POST.get("new_parent_page")))
