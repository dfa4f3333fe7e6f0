"""Screen of a sample audit: one drawn cell with all its evidence, one key per verdict."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F, Func, IntegerField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from network.agencies.people.service_forms import ServiceForm
from network.core.fields import TextField

from ..models.audits import Audit, AuditCell
from ..models.verdicts import TEXT_LENGTH
from ..verdicts.pieces import pieces_of
from ..verdicts.reasons import reasons_on
from ..verdicts.selectors import evidence_of
from .drawing import is_repeatable
from .services import accept_cell, reject_cell
from .signals import all_signals

TITLE = gettext_lazy("Sample audit")


@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """Redirect to the first cell of the newest audit that waits, or to its last one."""
    newest = Audit.objects.order_by("-month").first()
    cells = AuditCell.objects.filter(audit=newest).order_by("place")
    if found := cells.filter(judged_at=None).first() or cells.last():
        return redirect("oversight:audit_cell", found.pk)
    return render(request, "oversight/no_audit.html", {"page_title": TITLE})


class AuditForm(forms.Form):
    """The words of a reason that needs some. The button pressed is the verdict."""

    note = TextField(
        label=gettext_lazy("Explanation"), max_length=TEXT_LENGTH, rows=2, required=False
    )


class AuditCellView(ServiceForm):
    """Page of one drawn cell. A button or a key accepts it or rejects it with a reason, and shows
    the next cell."""

    form_class = AuditForm
    template_name = "oversight/audit.html"
    header_icon = "tasks"
    page_title = TITLE
    ACCEPT = "accept"
    # Query parameter that asks to draw again from the stored frame, and to compare.
    REPEAT = "boc-lai"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the cell."""
        super().setup(request, *args, **kwargs)
        # The frame grows with the network: it is read only to repeat the draw.
        length = Func(F("audit__frame"), function="jsonb_array_length", output_field=IntegerField())
        rows = AuditCell.objects.select_related("agency", "requirement", "audit", "judged_by")
        rows = rows.defer("audit__frame").annotate(green=length)
        self.cell = get_object_or_404(rows, pk=kwargs["cell_id"])

    def get_page_subtitle(self) -> str:
        """Return the month."""
        return str(self.cell.audit)

    @cached_property
    def cells(self) -> list[AuditCell]:
        """Return all cells of the audit, in the order of the draw."""
        return list(self.cell.audit.cells.select_related("agency", "requirement"))

    def perform(self, form: forms.Form) -> None:
        """Judge the cell by the button that was pressed, and go to the next waiting cell."""
        verdict = self.request.POST.get("verdict", "")
        about: dict[str, Any] = {"cell_id": self.cell.pk, "user": self.user, "now": self.now}
        if verdict == self.ACCEPT:
            accept_cell(**about)
        elif verdict:
            reject_cell(**about, reason=verdict, note=form.cleaned_data["note"])
        else:
            raise ValidationError(_("Choose a verdict."))
        self.success_url = reverse("oversight:audit_cell", args=[self.next_cell().pk])

    @property
    def success_message(self) -> Any:  # type: ignore[override]
        """Return which cell was judged."""
        return _("Judged: %(agency)s, %(key)s.") % {
            "agency": self.cell.agency.short_name,
            "key": self.cell.requirement.key,
        }

    def next_cell(self) -> AuditCell:
        """Return the next cell that waits, after this one in a circle; this one if none waits."""
        place = self.cell.place
        circle = [*self.cells[place:], *self.cells[: place - 1]]
        return next((each for each in circle if each.judged_at is None), self.cell)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the cell with its evidence, its hints, and the strip of all cells."""
        cell, cells = self.cell, self.cells
        evidence = evidence_of(cell.agency, cell.requirement, self.now)
        place = cell.place - 1
        signals = all_signals()
        return super().get_context_data(**kwargs) | {
            "cell": cell,
            "cells": cells,
            "pieces": pieces_of(evidence.evidence) if evidence else [],
            "hints": [
                (signals[key].words if key in signals else key, words)
                for key, words in cell.signals
            ],
            "reasons": reasons_on(timezone.localdate(self.now)),
            "before": cells[place - 1] if place else None,
            "after": cells[place + 1] if place + 1 < len(cells) else None,
            "accepted": sum(bool(each.judged_at) and not each.verdict_id for each in cells),
            "rejected": sum(bool(each.verdict_id) for each in cells),
            "left": sum(each.judged_at is None for each in cells),
            "repeated": is_repeatable(cell.audit) if self.REPEAT in self.request.GET else None,
            "repeat": self.REPEAT,
            "can_judge": cell.judged_at is None and cell.audit.closed_at is None,
        }
