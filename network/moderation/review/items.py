"""Convert a row of a work list into a row of a panel or list."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from network.core.dates import format_moment
from network.core.working_days import working_day_after
from network.desks.panels import PanelRow

from ..stages import WAITING, Stage
from .ages import age
from .worklists import URGENT


def item_of(row: dict[str, Any], now: dt.datetime, *, late_since: dt.datetime | None) -> PanelRow:
    """Return a work-list row for display. Rows waiting since `late_since` or longer are marked as
    late."""
    facts = (row["agency_name"], row["person"], age(row["stands_since"], now))
    draft = row["stands_at"] == Stage.DRAFT
    approves = row["stands_at"] == Stage.WAITING_APPROVAL
    return PanelRow(
        # A draft opens in the editor, because its author continues writing; all other pages open on
        # the desk.
        url=reverse(
            "wagtailadmin_pages:edit" if draft else "moderation:desk", args=[row["page_number"]]
        ),
        title=row["page_title"],
        state=_state(row["stands_at"]),
        facts=" · ".join(filter(None, facts)),
        remark=row["remark"] or "",
        warning=_warning(row["owed_by"], now) or _late(row, late_since),
        due=_due(row),
        since=timezone.localdate(row["stands_since"]),
        goes_first=row["owed_by"] is not None,
        came_at=row["stands_since"],
        action=_("View, approve") if approves else "",
        is_decision=approves,
        reminder=_reminder(row),
    )


def _reminder(row: dict[str, Any]) -> str:
    """Return who last reminded of the page at its present stage, and when, or ""."""
    if not row["reminder_at"]:
        return ""
    told = {"name": row["reminder_by"], "at": format_moment(row["reminder_at"])}
    return _("%(name)s reminded of it at %(at)s") % told


def _due(row: dict[str, Any]) -> dt.date | None:
    """Return the day by which somebody should act: an owed appraisal, or a pending decision. Else
    None."""
    if row["owed_by"]:
        return timezone.localdate(row["owed_by"])
    if row["stands_at"] not in {*WAITING, Stage.RETURNED}:
        return None
    return decision_due(row["stands_since"])


def decision_due(since: dt.datetime) -> dt.date:
    """Return the day by which somebody should act on a page that waits since then."""
    return working_day_after(timezone.localdate(since), settings.MODERATION_OVERDUE_DAYS)


def _state(value: str) -> str:
    if value == URGENT:
        return _("Published urgently, not appraised")
    return str(Stage(value).label)


def _late(row: dict[str, Any], late_since: dt.datetime | None) -> str:
    if late_since is None or row["stands_at"] not in WAITING or row["stands_since"] > late_since:
        return ""
    return _("Overdue: waits for more than %d working days") % settings.MODERATION_OVERDUE_DAYS


def _warning(owed_by: dt.datetime | None, now: dt.datetime) -> str:
    if owed_by is None:
        return ""
    if owed_by < now:
        return _("Overdue: the appraisal was due at %s") % format_moment(owed_by)
    return _("The appraisal is due at %s") % format_moment(owed_by)
