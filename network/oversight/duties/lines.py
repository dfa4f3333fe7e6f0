"""Lines of a standard that is asked of the network, measured now. Used by screen and dossier."""

import datetime as dt
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from network.agencies.models import Agency, Membership, Role
from network.core.dates import format_day

from ..models import Declaration, Requirement, Standard
from ..network_checks import NETWORK_CHECKS, NOT_MEASURED, LineState, Measurement
from ..outcomes import Thresholds
from ..selectors import requirements_of

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class DutyLine:
    """A requirement with what is known about it."""

    requirement: Requirement
    found: Measurement
    declaration: Declaration | None = None

    @property
    def method(self) -> str:
        """Return how the line is measured, with its thresholds."""
        limits = threshold_words(self.requirement.thresholds)
        return f"{self.requirement.method} {limits}".strip()

    @property
    def deadline(self) -> dt.date | None:
        """Return the last day on which the requirement is asked, None if it has none."""
        return self.requirement.valid_to


def network_standard(day: dt.date) -> Standard | None:
    """Return the standard that is asked of the network on `day`, None if there is none."""
    held = Q(valid_to=None) | Q(valid_to__gte=day)
    return Standard.objects.filter(held, valid_from__lte=day, of_network=True).first()


def operators(day: dt.date) -> list[Agency]:
    """Return the agencies that oversee the network on `day`; what they declare counts."""
    held = Membership.objects.valid_on(day).filter(role=Role.OVERSEER)
    return list(Agency.objects.filter(pk__in=held.values("agency")).order_by("pk"))


def lines_of(standard: Standard | None, now: dt.datetime) -> list[DutyLine]:
    """Return the lines of a standard in their order. Some forty queries, each check in a savepoint,
    whatever the size of the network."""
    day = timezone.localdate(now)
    requirements = requirements_of(standard, day)
    declarations = _declarations(requirements, day)
    return [
        _declared(each, declarations.get(each.pk), day)
        if each.is_declared
        else DutyLine(each, measured(each, now))
        for each in requirements
    ]


def measured(requirement: Requirement, now: dt.datetime) -> Measurement:
    """Return what the check of a requirement finds.

    NOT_MEASURED if no app has registered the check, or if it raises; the exception is logged.
    """
    check = NETWORK_CHECKS.get(requirement.check_key)
    if check is None:
        return NOT_MEASURED
    try:
        with transaction.atomic():
            return check.measure(now, requirement.thresholds)
    except Exception:
        logger.exception("line %s could not be measured", requirement.key)
        return NOT_MEASURED


def threshold_words(thresholds: Thresholds) -> str:
    """Return the thresholds in brackets, "" without any."""
    words = {
        "days": _("%d days"),
        "working_days": _("%d working days"),
        "number": _("at least %d"),
        "share": _("at least %d %%"),
    }
    shown = [
        words[name] % (round(100 * value) if name == "share" else value)
        for name, value in thresholds.items()
    ]
    return f"({'; '.join(shown)})" if shown else ""


def _declarations(requirements: Iterable[Requirement], day: dt.date) -> Mapping[int, Declaration]:
    """Return {requirement id: latest declaration of an agency that oversees the network}. Two
    queries."""
    rows = (
        Declaration.objects.filter(requirement__in=requirements, agency__in=operators(day))
        .select_related("file")
        .order_by("requirement_id", "-declared_at", "-pk")
        .distinct("requirement_id")
    )
    return {row.requirement_id: row for row in rows}


def _declared(requirement: Requirement, row: Declaration | None, day: dt.date) -> DutyLine:
    """Return the line of a requirement that is declared; MISSING without a valid declaration."""
    if row is None:
        return DutyLine(requirement, Measurement(LineState.MISSING))
    declared_on = timezone.localdate(row.declared_at)
    until = format_day(row.valid_until)
    if row.valid_until < day:
        state, figure = LineState.MISSING, _("Expired on %s") % until
    else:
        state = LineState.DECLARED if row.file_id else LineState.UNPROVEN
        figure = _("Valid until %s") % until
    return DutyLine(requirement, Measurement(state, figure, declared_on), row)
