"""Desk of drafts: documents named by sources and missing from the register."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.forms import Form
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.widgets.button import Button, HeaderButton

from network.agencies.tables import LabelledColumn, LinkColumn, TagColumn
from network.core.dates import format_day
from network.core.outside import href
from network.desks.lists import DeskList
from network.desks.rows import RowForm, RowMixin, TransitionForm

from ..models import DocumentDraft
from ..models.choices import DraftStatus
from . import services
from .forms import ConfirmForm, RefuseDraftForm
from .selectors import drafts, told_of, waiting_drafts
from .sightings import Sighting, sightings_of
from .transitions import CONFIRM, REFUSE

_MOST_TEXTS = 20


def becomes_known(number: int) -> str:
    """Return the text "N citations become known"."""
    return ngettext("%d citation becomes known", "%d citations become known", number) % number


class DraftsView(DeskList):
    """List of drafts, newest first: undecided ones, or those in the state given by query parameter
    `trang-thai`."""

    page_title = gettext_lazy("Documents to confirm")
    header_icon = "doc-full"
    index_url_name = "legal_drafts:index"
    index_results_url_name = "legal_drafts:index_results"
    row_url_name = "legal_drafts:confirm"
    readers = CONFIRM.roles
    no_results_message = gettext_lazy(
        "Nothing waits: the register has all that sources and articles name."
    )

    @property
    def columns(self) -> list[BaseColumn]:
        """Return the table columns."""
        return [
            LinkColumn(
                "number", label=_("Legal document"), accessor=str, second=_title, url=self.row_url
            ),
            LabelledColumn(
                "cited_by",
                label=_("If confirmed"),
                accessor=lambda row: becomes_known(row.cited_by) if row.cited_by else "",
            ),
            LabelledColumn(
                "made_at",
                label=_("Seen first"),
                accessor=lambda row: format_day(timezone.localdate(row.made_at)),
            ),
            TagColumn(
                "status",
                label=_("Status"),
                accessor=lambda row: row.get_status_display(),
                primary=lambda row: row.status == DraftStatus.WAITING,
            ),
        ]

    def get_base_queryset(self) -> QuerySet[DocumentDraft]:
        """Return the drafts in the requested state."""
        asked = self.request.GET.get("trang-thai", "")
        decided = (DraftStatus.REGISTERED, DraftStatus.REFUSED)
        return drafts().filter(status=asked) if asked in decided else waiting_drafts()

    def get_header_buttons(self) -> list[Button]:
        """Return buttons to the lists of the other states."""
        return [
            HeaderButton(label, f"{self.index_url}?trang-thai={status}")
            for status, label in DraftStatus.choices
        ]


class DraftMixin(RowMixin):
    """Mixin for views of one draft. Drafts belong to the network, so network roles decide."""

    desk = DraftsView
    row: Any

    def get_rows(self) -> QuerySet[DocumentDraft]:
        """Return all drafts."""
        return drafts()

    def get_held_roles(self) -> frozenset[str]:
        """Return the user's roles."""
        return self.scope.roles


class ConfirmView(DraftMixin, RowForm):
    """Page of one draft: its sightings, and a form to correct and confirm its facts."""

    transition = CONFIRM
    form_class = ConfirmForm
    row_class = "row-page row-page--above-form"
    header_icon = "doc-full"
    page_title = gettext_lazy("Confirm a document")
    submit_label = CONFIRM.label

    @cached_property
    def texts(self) -> list[Sighting]:
        """Return the sightings of this draft."""
        return sightings_of(self.row)

    def facts(self) -> list[tuple[str, Any]]:
        """Return (label, value) pairs: sightings, effect of a confirmation, and result."""
        row = self.row
        refuse = reverse("legal_drafts:refuse", args=[row.pk])
        open_ = not REFUSE.refusal_of(row)
        return [
            (_("Named by"), format_html("<ul>{}</ul>", _list_of(self.texts))),
            (_("If confirmed"), becomes_known(row.cited_by) if open_ and row.cited_by else ""),
            (_("Status"), "" if open_ else row.get_status_display()),
            (_("Reason"), row.reason),
            (
                _("Otherwise"),
                format_html('<a href="{}">{}</a>', refuse, REFUSE.label) if open_ else "",
            ),
        ]

    def get_form_kwargs(self) -> dict[str, Any]:
        """Prefill the form from the sightings."""
        return super().get_form_kwargs() | {"initial": told_of(self.row, self.texts)}

    def perform(self, form: Form) -> None:
        """Confirm the draft and report how many citations were resolved."""
        document, known = services.confirm_draft(
            draft_id=self.row.pk,
            facts=form.facts(),  # type: ignore[attr-defined]
            actor=self.user,
            now=self.now,
        )
        told = {"document": document, "known": becomes_known(known)}
        self.success_message = _("%(document)s is in the register: %(known)s.") % told


class RefuseView(DraftMixin, TransitionForm):
    """Form to refuse a draft with a reason."""

    transition = REFUSE
    form_class = RefuseDraftForm
    header_icon = "doc-full"
    page_title = gettext_lazy("Refuse a document")
    success_message = gettext_lazy("It does not go into the register.")
    submit_label = REFUSE.label

    def perform(self, form: Form) -> None:
        """Refuse the draft."""
        services.refuse_draft(
            draft_id=self.row.pk,
            reason=form.cleaned_data["reason"],
            actor=self.user,
            now=self.now,
        )


def _title(draft: DocumentDraft) -> str:
    return draft.title or _("Its title is not known yet")


def _list_of(texts: Sequence[Sighting]) -> str:
    return format_html_join(
        "",
        "<li><a {}>{}</a>: {}</li>",
        ((href(each.url), each.who, each.words) for each in texts[:_MOST_TEXTS]),
    )
