"""Enter a commune's figures by hand."""

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from network.accounts.models import User
from network.agencies.audit import record
from network.agencies.models import Agency
from network.agencies.scope import scope_of
from network.reporting.totals import COMMUNE_KINDS

from .actions import CommuneAction
from .computing import compute_communes
from .models import CommuneIndicator, HandFigure


@transaction.atomic
def enter_figure(
    *,
    agency: Agency,
    indicator: CommuneIndicator,
    good: int,
    total: int,
    none_arose: bool,
    note: str,
    user: User,
    now: dt.datetime,
) -> HandFigure:
    """Store a figure of this year, replacing an earlier one, log it and compute the commune again.

    Raises PermissionDenied unless the user serves the commune, ValidationError for numbers that
    cannot be, or an indicator that is computed.
    """
    if agency.pk not in scope_of(user).agency_roles or agency.kind not in COMMUNE_KINDS:
        raise PermissionDenied
    if not indicator.is_entered or (indicator.is_declared and not none_arose):
        raise ValidationError(_("The system counts this by itself."))
    _refuse_impossible(good, total, none_arose)
    day = timezone.localdate(now)
    numbers: dict[str, Any] = {"good": good, "total": total, "none_arose": none_arose}
    figure, _made = HandFigure.objects.update_or_create(
        agency=agency,
        key=indicator.key,
        year=day.year,
        defaults={**numbers, "note": note, "entered_by": user, "entered_at": now},
    )
    record(
        actor=user,
        agency=agency,
        action=CommuneAction.FIGURE_ENTERED,
        now=now,
        subject=str(indicator),
        **numbers,
    )
    compute_communes(now=now, day=day, only=[agency.pk])
    return figure


def _refuse_impossible(good: int, total: int, none_arose: bool) -> None:
    """Raise ValidationError unless there are either numbers, or nothing arose."""
    if none_arose and (good or total):
        raise ValidationError({"none_arose": _("Give numbers, or say that nothing arose.")})
    if not none_arose and not total:
        raise ValidationError({"total": _("Give numbers, or say that nothing arose.")})
    if good > total:
        raise ValidationError({"good": _("This is more than all.")})
