"""Admin views besides modeladmin's own. Views that change something accept POST only."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail_modeladmin.views import DeleteView, EditView, InspectView

from network.core.disk import FULL, is_full

from . import review_services, services, tasks
from .models import Source

SOURCES = "aggregator_source_modeladmin_index"
ITEMS = "aggregator_libraryitem_modeladmin_index"
REVIEW = "aggregator_libraryitem_modeladmin_review"


@require_POST
def fetch_now(request: HttpRequest, instance_pk: str) -> HttpResponse:
    """Queue a fetch of one source and redirect to the list. 404 for an unknown source.

    Raises PermissionDenied without the permission to change sources. A disabled source gives an
    error message.
    """
    require_permission(request, "aggregator.change_source")
    source = get_object_or_404(Source, pk=instance_pk)
    if is_full():
        messages.error(request, str(FULL))
    elif not services.request_refresh(source_id=source.pk, now=timezone.now()):
        text = _("“%(source)s” is switched off. Switch it on in its form, then fetch.")
        messages.error(request, text % {"source": source})
    else:
        tasks.enqueue(source.pk)
        text = _("“%(source)s” is being fetched. Reload this list in a moment.")
        messages.success(request, text % {"source": source})
    return go_back(request, SOURCES)


def require_permission(request: HttpRequest, permission: str) -> None:
    """Raise PermissionDenied unless the user has the permission."""
    if not request.user.has_perm(permission):
        raise PermissionDenied


def go_back(request: HttpRequest, url_name: str) -> HttpResponse:
    """Redirect to the list with its filters."""
    return redirect(back_address(request, url_name))


def back_address(request: HttpRequest, url_name: str) -> str:
    """Return the local address in `next`, else the URL of the named list. Other hosts are
    ignored."""
    target = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        return target
    return reverse(url_name)


class SourceDeleteView(DeleteView):
    """Deletes a source without items; a source with items can only be disabled."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Redirect to the edit form with an explanation if the source has items."""
        may = request.user.is_authenticated and self.check_action_permitted(request.user)
        if may and self.instance.items.exists():
            text = _("“%(source)s” has items in the library: switch it off instead of deleting it.")
            messages.error(request, text % {"source": self.instance})
            return redirect(self.edit_url)
        return super().dispatch(request, *args, **kwargs)


class LibraryItemEditView(EditView):
    """Edits an item through `review_services.correct_item`, which records the reviewer."""

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        """Save the correction through the service."""
        review_services.correct_item(
            item=form.instance,
            changed=form.changed_fields,
            reviewer=self.request.user,
            now=timezone.now(),
        )
        return super().form_valid(form)


class FactsView(InspectView):
    """Inspect view with the facts for a decision and, for users who may decide, the buttons."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the row's facts and buttons from its modeladmin."""
        admin = self.model_admin
        row = admin.get_queryset(self.request).get(pk=self.instance.pk)
        return super().get_context_data(
            facts=admin.facts(row),
            may_change=admin.permission_helper.user_can_edit_obj(self.request.user, row),
            row_buttons=admin.buttons(row),
            post_url=reverse(REVIEW),
            **kwargs,
        )
