"""Descriptions of a page's faults."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from .selectors import Limits, PageFacts


def wants(page: PageFacts, limits: Limits) -> str:
    """Return what should be improved, "" if nothing."""
    said = []
    if not page.has_picture:
        said.append(_("no picture"))
    if not page.has_summary:
        said.append(_("no summary"))
    if not page.source_opens:
        said.append(_("source does not open"))
    if not page.is_readable(limits):
        said.append(
            _("long sentences: %(average)s syllables on average, %(long)d long ones")
            % {"average": number_format(page.average, 0), "long": page.long_sentences}
        )
    return ", ".join(said)
