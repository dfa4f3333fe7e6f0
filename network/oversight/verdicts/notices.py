"""Notices of rejected evidence on the screens of the rows themselves."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from network.agencies.scope import Scope
from network.desks.rows import RowNotice

from ..access import hears
from .reasons import reason_words
from .selectors import verdicts_against


def notices_of(row: Any, scope: Scope) -> Iterator[RowNotice]:
    """Yield a notice per verdict in force against a row, to its agency and to overseers. One query
    for rows that can be evidence, none for others."""
    agency = getattr(row, "agency_id", None)
    if agency is None or not hears(scope, agency):
        return
    for verdict in verdicts_against(type(row), row.pk, agency):
        said = _("Sở Tư pháp does not accept this as evidence of %(key)s: %(reason)s")
        facts = {"key": verdict.requirement.key, "reason": reason_words(verdict.reason)}
        yield RowNotice(said % facts, reverse("oversight:verdict", args=[verdict.pk]))
