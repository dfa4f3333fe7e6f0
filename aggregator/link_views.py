"""Views for adding a link by hand: enter the address, check the values read from the page, save."""

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from network.accounts.models import User

from .feeds.types import NotAFeedReason
from .link_forms import MISSING_PAGE, LinkAddressForm, LinkForm, proposed
from .link_selectors import source_of_portal
from .link_services import LinkKnown, LinkReading, NoArticle, read_link
from .link_services import add_link as store_link
from .models import ItemStatus, LibraryItem
from .preview_services import PreviewBusy
from .preview_wording import explain_failure
from .proposals.accepting import accept_what_was_added

_SAVE = "save"
_TEMPLATE = "aggregator/link.html"


@require_http_methods(["GET", "POST"])
def add_link(request: HttpRequest) -> HttpResponse:
    """Show the address form, the values read from the page, or save the link.

    Raises PermissionDenied without the permission to change library items.
    """
    if not request.user.has_perm("aggregator.change_libraryitem"):
        raise PermissionDenied
    if request.method == "GET":
        return _show(request, LinkAddressForm(initial={"url": request.GET.get("url", "")}))
    address = LinkAddressForm(request.POST)
    if not address.is_valid():
        return _show(request, address)
    if _SAVE in request.POST:
        return _save(request, address.cleaned_data["url"])
    return _read(request, address)


def _read(request: HttpRequest, address: LinkAddressForm) -> HttpResponse:
    """Read the page and show its values in the form, or the library item if the link is known.

    Shows the address form with an error for a portal's front page, for a page that says that it
    does not exist, or while another page is being read.
    """
    url = address.cleaned_data["url"]
    try:
        reading = read_link(url=url, person_id=request.user.pk or 0, now=timezone.now())
    except NoArticle:
        address.add_error("url", _("This is a portal's front page: open the article, copy that."))
        return _show(request, address)
    except PreviewBusy:
        address.add_error("url", _("Another page of yours is still being read: try again shortly."))
        return _show(request, address)
    if reading.detail == NotAFeedReason.MISSING_PAGE:
        address.add_error("url", MISSING_PAGE)
        return _show(request, address)
    if reading.item is not None:
        return _known(request, reading.item)
    form = LinkForm(initial=proposed(reading), source=source_of_portal(reading.link))
    return _show(request, form, notice=_notice(reading))


def _notice(reading: LinkReading) -> str:
    """Return the sentence that asks the user to enter what could not be read from the page, "" if
    nothing is missing."""
    if reading.outcome is not None:
        reason = explain_failure(reading.outcome, reading.detail)
        return _(
            "The page could not be read: %(reason)s Enter the title and the date yourself."
        ) % {"reason": reason}
    if reading.facts is not None and reading.facts.published is None:
        return _("The page does not say when it was published: look it up and enter the date.")
    return ""


def _save(request: HttpRequest, url: str) -> HttpResponse:
    """Save the entered link and redirect to its item; shows the form again if it is invalid."""
    form = LinkForm(request.POST, source=source_of_portal(url))
    if not form.is_valid():
        return _show(request, form)
    try:
        adder = cast("User", request.user)
        item = store_link(new=form.new_link, adder=adder, now=timezone.now())
    except LinkKnown as known:
        accept_what_was_added(request)
        return _known(request, known.item)
    except NoArticle:
        return redirect(request.path)
    accept_what_was_added(request)
    published = item.status == ItemStatus.PUBLISHED
    kept, waiting = _("“%(title)s” is in the library."), _("“%(title)s” now waits for a review.")
    messages.success(request, (kept if published else waiting) % {"title": item.title})
    return redirect(_item_address(item))


def _known(request: HttpRequest, item: LibraryItem) -> HttpResponse:
    """Show a warning that the library has the link, and redirect to its item."""
    text = _("The library has this link already, from %(source)s. Nothing was added.")
    messages.warning(request, text % {"source": item.source.name})
    return redirect(_item_address(item))


def _item_address(item: LibraryItem) -> str:
    return reverse("aggregator_libraryitem_modeladmin_inspect", args=[item.pk])


def _show(request: HttpRequest, form: Any, *, notice: str = "") -> HttpResponse:
    context = {
        "form": form,
        "notice": notice,
        "correcting": isinstance(form, LinkForm),
        "list_url": reverse("aggregator_libraryitem_modeladmin_index"),
    }
    return render(request, _TEMPLATE, context)
