"""Screens of the admin beyond modeladmin's own: every one that changes something is a POST."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail_modeladmin.views import DeleteView, EditView, InspectView

from network.core.listing import ListView

from . import review_services, services, tasks
from .clusters import services as cluster_services
from .models import LibraryItem, Source
from .review_services import Decision

SOURCES = "aggregator_source_modeladmin_index"
ITEMS = "aggregator_libraryitem_modeladmin_index"
REVIEW = "aggregator_libraryitem_modeladmin_review"
SELECTED = "selected"
_JOIN, _SEPARATE = "join", "separate"
_LARGEST_ID_LENGTH = 18


@require_POST
def fetch_now(request: HttpRequest, instance_pk: str) -> HttpResponse:
    """Queue a fetch of one source."""
    _require(request, "aggregator.change_source")
    source = get_object_or_404(Source, pk=instance_pk)
    if not services.request_refresh(source_id=source.pk, now=timezone.now()):
        text = _("“%(source)s” is switched off. Switch it on in its form, then fetch.")
        messages.error(request, text % {"source": source})
    else:
        tasks.enqueue(source.pk)
        text = _("“%(source)s” is being fetched. Reload this list in a moment.")
        messages.success(request, text % {"source": source})
    return _back(request, SOURCES)


@require_POST
def review(request: HttpRequest) -> HttpResponse:
    """Approve, skip, join or separate the ticked items, or the one whose button was pressed."""
    _require(request, "aggregator.change_libraryitem")
    action, ids = _pressed(request.POST)
    if not ids:
        messages.error(request, _("Nothing was ticked: tick items first, then press the button."))
    else:
        _decide(request, action, ids)
    return _back(request, ITEMS)


def _decide(request: HttpRequest, action: str, ids: list[int]) -> None:
    who: dict[str, Any] = {"reviewer": request.user, "now": timezone.now()}
    if action == _SEPARATE:
        count = cluster_services.split_items(item_ids=ids, **who)
        text = _("%(count)d items now stand by themselves and wait for a review.")
    elif action == _JOIN:
        count = cluster_services.join_items(item_ids=ids, **who)
        text = _("%(count)d cards became one.")
        if count < 2:
            messages.error(request, _("Tick at least two items that are about the same policy."))
            return
    else:
        decision = Decision(action)
        count = review_services.review_items(item_ids=ids, decision=decision, **who)
        approved = _("%(count)d items are in the library.")
        text = approved if decision is Decision.APPROVE else _("%(count)d items were skipped.")
    if count:
        messages.success(request, text % {"count": count})
    if count < len(ids) and action == Decision.APPROVE:
        _say_what_stayed(request, ids)


def _say_what_stayed(request: HttpRequest, ids: list[int]) -> None:
    linkless = LibraryItem.objects.filter(pk__in=ids, link="").count()
    if linkless:
        text = _("%(count)d items have no link: open them, enter the link, then approve them.")
        messages.warning(request, text % {"count": linkless})


def _pressed(data: QueryDict) -> tuple[str, list[int]]:
    """Return the button and the ids it is about; no ids where the form says none."""
    action = next((name for name in (*Decision, _JOIN, _SEPARATE) if name in data), "")
    value = data.get(action, "")
    written = data.getlist("item") if value == SELECTED else [value]
    digits = [each for each in written if each.isascii() and each.isdigit()]
    return str(action), [int(each) for each in digits if len(each) <= _LARGEST_ID_LENGTH]


def _require(request: HttpRequest, permission: str) -> None:
    if not request.user.has_perm(permission):
        raise PermissionDenied


def _back(request: HttpRequest, url_name: str) -> HttpResponse:
    """Return to the list as it was filtered; never to another host."""
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        target = reverse(url_name)
    return redirect(target)


class SourceDeleteView(DeleteView):
    """Deletes a source that never brought anything; any other is switched off instead."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Say what to do where the library still names the source."""
        may = request.user.is_authenticated and self.check_action_permitted(request.user)
        if may and self.instance.items.exists():
            text = _("“%(source)s” has items in the library: switch it off instead of deleting it.")
            messages.error(request, text % {"source": self.instance})
            return redirect(self.edit_url)
        return super().dispatch(request, *args, **kwargs)


class LibraryItemEditView(EditView):
    """Corrects an item; who did it is kept."""

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        """Save through the service that knows what a correction means."""
        review_services.correct_item(
            item=form.instance,
            changed=form.changed_fields,
            reviewer=self.request.user,
            now=timezone.now(),
        )
        return super().form_valid(form)


class FactsView(InspectView):
    """Shows a row with what a decision needs, and the buttons for whoever may decide."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the list's own columns know about the row."""
        admin = self.model_admin
        row = admin.get_queryset(self.request).get(pk=self.instance.pk)
        return super().get_context_data(
            facts=admin.facts(row),
            may_change=admin.permission_helper.user_can_edit_obj(self.request.user, row),
            row_buttons=admin.buttons(row),
            post_url=reverse(REVIEW),
            **kwargs,
        )


class ItemListView(ListView):
    """The review queue and the library, in one form."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add where the form goes and whether this person may decide."""
        return super().get_context_data(
            may_change=self.permission_helper.user_can_edit_obj(self.request.user, None),
            post_url=reverse(REVIEW),
            sources_url=reverse(SOURCES),
            **kwargs,
        )
