"""Sentences for officers about the result of a file inspection."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..viewing.results import Refusal
from ..viewing.wording import refusal_text
from .pdf_scan import PdfPart

PDF_PARTS = {
    PdfPart.SCRIPT: gettext_lazy("scripts (JavaScript)"),
    PdfPart.LAUNCH: gettext_lazy("commands that start programs"),
    PdfPart.FORM: gettext_lazy("commands that send or fetch data"),
    PdfPart.OTHER_FILE: gettext_lazy("links to files on a machine or a server"),
    PdfPart.MEDIA: gettext_lazy("embedded media"),
    PdfPart.ATTACHMENT: gettext_lazy("attached files"),
    PdfPart.XFA: gettext_lazy("a dynamic form (XFA)"),
    PdfPart.SEALED: gettext_lazy("the lock against copying or an unusual packing"),
}


def inspection_lines(withdrawn: str, found: str, removed: Sequence[str]) -> list[str]:
    """Return one sentence about the withdrawal of a file and one about the parts removed from
    it."""
    lines = []
    if withdrawn:
        why = refusal_text(Refusal(withdrawn), found)
        lines.append(_("Nobody gets this file any more. %s") % why)
    if removed:
        parts = ", ".join(str(PDF_PARTS[PdfPart(part)]) for part in removed)
        lines.append(
            _("Readers get a cleaned copy of this PDF; it shows the same, without: %s.") % parts
        )
    return lines
