"""Views for adding and changing a source, with a preview before it is saved."""

import json
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail_modeladmin.views import CreateView, EditView

from . import services
from .adapters import adapters, get_adapter
from .feeds.types import Feed
from .found_lists import FoundList
from .preview_services import Preview, PreviewBusy, preview_source
from .preview_wording import (
    advise_preview,
    explain_entry,
    explain_failure,
    explain_feed,
    explain_lists,
)
from .proposals.accepting import accept_what_was_added
from .source_forms import SourceForm, field_name

_SHOWN = 50
_SHOWN_OF_A_LIST = 5
_PREVIEW, _PICK, _TAKE = "preview", "pick", "take"


class PreviewMixin(FormView):
    """Handles the buttons “Try it out”, “Use this address” and “Use this list”; none of them stores
    anything."""

    request: HttpRequest

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form with a preview, or save the source."""
        if not {_PREVIEW, _PICK, _TAKE} & request.POST.keys():
            return super().post(request, *args, **kwargs)
        form = self.get_form()
        ready = form.is_ready_for_preview()
        shown = self._preview(form) if ready else _unready(form)
        context = self.get_context_data(form=form, preview=shown)
        return self.render_to_response(context)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Replace the entered address with the chosen candidate, or fill in the chosen list."""
        kwargs: dict[str, Any] = super().get_form_kwargs()
        if _PICK in self.request.POST:
            kwargs["data"] = _with_picked(kwargs["data"])
        elif _TAKE in self.request.POST:
            kwargs["data"] = _with_taken(kwargs["data"])
        return kwargs

    def _preview(self, form: SourceForm) -> dict[str, Any]:
        """Fetch a preview and return its template context."""
        try:
            preview = preview_source(
                url=form.cleaned_data["url"],
                kind=form.instance.kind,
                options=form.instance.options,
                person_id=self.request.user.pk or 0,
                now=timezone.now(),
            )
        except PreviewBusy:
            text = _("Another preview of yours is still running: wait for it, then try again.")
            return {"failure": text}
        taken = preview.feed is not None and _TAKE in self.request.POST
        return _shown(preview) | {"taken": taken}


class SourceCreateView(PreviewMixin, CreateView):
    """Adds a source; it is fetched at the next turn."""

    page_title = gettext_lazy("Add a source")

    def get_initial(self) -> dict[str, Any]:
        """Prefill the address from `url`, for example of a proposal."""
        return {**super().get_initial(), "url": self.request.GET.get("url", "")}

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        """Save the source, set its state, and accept the proposal that it comes from."""
        response = super().form_valid(form)
        services.update_health(source_id=form.instance.pk, now=timezone.now())
        accept_what_was_added(self.request)
        return response

    def get_page_subtitle(self) -> str:
        """Return "", because the title is enough."""
        return ""


class SourceEditView(PreviewMixin, EditView):
    """Changes a source. A new address or enabling it starts with a full fetch."""

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        """Save the source. If earlier fetches no longer count, reset its fetch state."""
        response = super().form_valid(form)
        if form.reads_anew:
            services.force_full_fetch(source=self.instance, now=timezone.now())
        services.update_health(source_id=self.instance.pk, now=timezone.now())
        return response


def _with_picked(data: QueryDict) -> QueryDict:
    """Return the form data with the chosen candidate, sent as "kind address"."""
    kind, _blank, url = str(data[_PICK]).partition(" ")
    picked = data.copy()
    picked["read_as"], picked["url"] = kind, url
    return picked


def _with_taken(data: QueryDict) -> QueryDict:
    """Return the form data with kind and options of the chosen list, sent as JSON.

    They are then validated like any other input. Unknown kinds and options are ignored.
    """
    try:
        taken = json.loads(str(data[_TAKE]))
        kind, options = str(taken["kind"]), dict(taken["options"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return data
    filled = data.copy()
    if kind in adapters():
        filled["read_as"] = kind
        for option in get_adapter(kind).OPTIONS:
            filled[field_name(kind, option)] = str(options.get(option.name, ""))
    return filled


def _unready(form: SourceForm) -> dict[str, Any]:
    """Return the template context that says why a preview is not possible."""
    if form.errors:
        return {"failure": _("Mend the fields marked below, then try again.")}
    return {"failure": _("Nothing is fetched for this kind of source: there is nothing to try.")}


def _shown(preview: Preview) -> dict[str, Any]:
    """Return the template context of a preview."""
    shown: dict[str, Any] = {
        "candidates": preview.candidates,
        "lists": [_shown_list(each) for each in preview.lists],
    }
    if preview.feed is not None:
        return shown | _shown_feed(preview.feed)
    if preview.lists:
        shown["summary"] = explain_lists(preview)
    elif preview.outcome is not None:
        shown["failure"] = explain_failure(preview.outcome, preview.detail)
        shown["advice"] = advise_preview(preview)
    return shown


def _shown_feed(feed: Feed) -> dict[str, Any]:
    """Return the template context of a feed that was read."""
    count = len(feed.entries)
    found = _("%(count)d items were found.") if count else _("No item was found.")
    return {
        "rows": [(entry, explain_entry(entry)) for entry in feed.entries[:_SHOWN]],
        "summary": found % {"count": count} if count else found,
        "notes": explain_feed(feed.problems),
        "cut": count > _SHOWN,
    }


def _shown_list(found: FoundList) -> dict[str, Any]:
    """Return the template context of a list that the source could read."""
    return {
        "value": json.dumps({"kind": found.kind, "options": dict(found.options)}),
        "label": get_adapter(found.kind).LABEL,
        "pattern": found.options.get("pattern") or found.options.get("items", ""),
        "count": len(found.feed.entries),
        "entries": found.feed.entries[:_SHOWN_OF_A_LIST],
    }
