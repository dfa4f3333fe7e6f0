"""Admin views of the register besides lists. Every change is a POST."""

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail_modeladmin.views import CreateView, EditView, InspectView

from network.accounts.models import User

from .. import relation_services, services, wording
from ..models import LegalDocument, Relation
from ..resolution import resolve_document
from ..selectors import document_address, numbered, relations_from, relations_to, twins_of
from ..statuses.services import state_status
from .register_forms import RelationForm, ValidityForm, document_label

_CHANGE = "legal_updates.change_legaldocument"
_MOST_TWINS = 5


class KeepingMixin:
    """Mixin that saves a document with its service and shows warnings."""

    request: HttpRequest

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        """Save the record with its topics and files."""
        services.save_document(
            document=form.instance,
            topics=form.cleaned_data["topics"],
            new_file=form.cleaned_data["new_file"],
            dropped_files=form.cleaned_data.get("drop_files") or (),
            now=timezone.now(),
        )
        response = super().form_valid(form)  # type: ignore[misc]
        show_warnings(self.request, form.instance)
        return cast("HttpResponse", response)

    def get_success_url(self) -> str:
        """Return the URL of the record."""
        return document_address(self.instance)  # type: ignore[attr-defined]

    def get_success_message_buttons(self, instance: LegalDocument) -> list[Any]:
        """Return no buttons, since the record is shown next."""
        return []


class BodyCreateView(CreateView):
    """Form for a new issuing body."""

    page_title = gettext_lazy("Add an issuing body")

    def get_page_subtitle(self) -> str:
        """Return "": the page title says it all."""
        return ""


class DocumentCreateView(KeepingMixin, CreateView):
    """Form for a new document. It waits for confirmation like any other record."""

    page_title = gettext_lazy("Add a legal document")

    def get_page_subtitle(self) -> str:
        """Return "": the page title says it all."""
        return ""


class DocumentEditView(KeepingMixin, EditView):
    """Form for changing a record. Status and relations have their own screens."""


class DocumentView(InspectView):
    """Page of a record: facts, status, relations in both directions, and changes."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add facts, status, relations and changes to the context."""
        document, user = self.instance, self.request.user
        helper = self.model_admin.permission_helper
        changes = document.changes.select_related("actor")
        out = [wording.relation_row(each, passive=False) for each in relations_from(document)]
        into = [wording.relation_row(each, passive=True) for each in relations_to(document)]
        return super().get_context_data(
            facts=wording.facts_of(document),
            validity=wording.validity_facts(document),
            standing=wording.confirmation_label(document),
            warnings=[each.label for each in services.warnings_of(document, timezone.localdate())],
            relations=out + into,
            changes=[wording.change_row(change) for change in changes],
            twins=[(document_address(each), document_label(each)) for each in twins_of(document)],
            may_change=helper.user_can_edit_obj(user, document),
            may_delete=helper.user_can_delete_obj(user, document),
            **kwargs,
        )


@require_POST
def confirm(request: HttpRequest, instance_pk: str) -> HttpResponse:
    """Record that this user has checked the record."""
    document = _to_change(request, instance_pk)
    try:
        services.confirm_document(document=document, actor=_person(request), now=timezone.now())
    except services.NotWhole as lacking:
        messages.error(request, wording.missing_words(lacking.missing))
    else:
        messages.success(request, _("“%(document)s” is confirmed.") % {"document": document})
    return redirect(document_address(document))


@require_http_methods(["GET", "POST"])
def set_validity(request: HttpRequest, instance_pk: str) -> HttpResponse:
    """Ask for the status that an official page shows. A second person must confirm it."""
    document = _to_change(request, instance_pk)
    form = ValidityForm(request.POST or None, initial=_validity_of(document))
    if form.is_valid():
        try:
            proposal = state_status(
                document_id=document.pk,
                seen=form.seen_status(),
                actor=_person(request),
                now=timezone.now(),
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            kept = _("Kept. A second network admin confirms it.")
            messages.success(request, kept if proposal else _("The status is confirmed."))
            return redirect(document_address(document))
    return _form(request, document, form, _("Set the validity"))


@require_http_methods(["GET", "POST"])
def relate(request: HttpRequest, instance_pk: str) -> HttpResponse:
    """Ask for a relation, and for the document if several have the number."""
    document = _to_change(request, instance_pk)
    candidates = _candidates(request)
    form = RelationForm(request.POST or None, candidates=candidates)
    asked = not candidates or "target" in request.POST
    if asked and form.is_valid() and _relate(request, document, form):
        messages.success(request, _("The relation is kept. Confirm it to let it have its effect."))
        return redirect(document_address(document))
    return _form(request, document, form, _("Add a relation"))


@require_POST
def change_relation(request: HttpRequest, relation_pk: str) -> HttpResponse:
    """Delete a relation. Confirmation is on the screen of relations and statuses."""
    relation = get_object_or_404(Relation.objects.select_related("document"), pk=relation_pk)
    document = _to_change(request, str(relation.document_id))
    relation_services.remove_relation(relation=relation, actor=_person(request), now=timezone.now())
    messages.success(request, _("The relation was taken away."))
    back = request.POST.get("from", "")
    shown = LegalDocument.objects.filter(pk=back).first() if back.isdecimal() else None
    return redirect(document_address(shown or document))


@require_GET
def duplicates(request: HttpRequest) -> JsonResponse:
    """Return the documents with the number being typed, as JSON for the form's script.

    Raises PermissionDenied if the user may not change documents.
    """
    if not request.user.has_perm(_CHANGE):
        raise PermissionDenied
    number, own = request.GET.get("number", "")[:60], request.GET.get("own", "")
    found = numbered(number)
    if own.isdecimal() and len(own) < 19:
        found = found.exclude(pk=own)
    rows = [
        {"label": document_label(each), "url": document_address(each)}
        for each in found[:_MOST_TWINS]
    ]
    return JsonResponse({"documents": rows})


def show_warnings(request: HttpRequest, document: LegalDocument) -> None:
    """Show warnings about implausible dates and other documents with the same number."""
    for warning in services.warnings_of(document, timezone.localdate()):
        messages.warning(request, warning.label)
    twins = [(document_address(each), document_label(each)) for each in twins_of(document)]
    if twins:
        links = format_html_join(", ", '<a href="{}">{}</a>', twins[:_MOST_TWINS])
        said = _("Others have the same number. Make sure it is none of them:")
        messages.warning(request, format_html("{} {}", said, links))


def _to_change(request: HttpRequest, pk: str) -> LegalDocument:
    if not request.user.has_perm(_CHANGE):
        raise PermissionDenied
    return get_object_or_404(LegalDocument.objects.with_register(), pk=pk)


def _person(request: HttpRequest) -> User:
    return cast("User", request.user)


def _form(request: HttpRequest, document: LegalDocument, form: Any, title: str) -> HttpResponse:
    context = {
        "form": form,
        "document": document,
        "page_title": title,
        "back": document_address(document),
    }
    return render(request, "legal_updates/admin/form.html", context)


def _validity_of(document: LegalDocument) -> dict[str, Any]:
    return {
        "validity": document.validity,
        "source": document.validity_evidence,
        "checked_on": timezone.localdate(),
        "parts": document.expired_parts,
    }


def _candidates(request: HttpRequest) -> Any:
    """Return the documents with the submitted number, or None if it identifies one (or there is
    none)."""
    number = request.POST.get("number", "")
    found = numbered(number)
    return found if found and resolve_document(number) is None else None


def _relate(request: HttpRequest, document: LegalDocument, form: RelationForm) -> bool:
    """Add the relation of a valid form. Returns False with an error in the form if it would be a
    circle."""
    said = form.cleaned_data
    try:
        services.add_relation(
            document=document,
            type=said["type"],
            target=said.get("target"),
            number=said["number"],
            parts=said["parts"],
            takes_effect_on=said["takes_effect_on"],
            actor=_person(request),
            now=timezone.now(),
        )
    except services.RelationCycle:
        form.add_error("number", _("The other document does the same to this one already."))
    except services.RelatedToItself:
        form.add_error("number", _("A document is not related to itself."))
    return not form.errors
