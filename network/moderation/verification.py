"""Verify the decision logs of agencies, for `verify_decisions` and for the nightly check."""

import datetime as dt
from collections.abc import Callable, Iterable

from django.conf import settings
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from network.agencies.models import Agency
from network.core.system_checks.findings import SystemFinding, failing, good, warning
from network.core.system_checks.records import SystemRecord, latest_result, record_result

from .chain import ChainBreak, first_break
from .heads import HeadsError, SignedHeads, heads_file, lost_head, signed_heads
from .models import Decision

RECORD = "decision_chain"


def read_signed_heads() -> list[SignedHeads]:
    """Read the signed heads; none without a file. Raises HeadsError if the file was altered."""
    path = heads_file()
    return list(signed_heads(path.read_text(encoding="utf-8"))) if path.exists() else []


def find_breaks(
    agencies: Iterable[Agency],
    signed: list[SignedHeads],
    *,
    advance: Callable[[], None] = lambda: None,
) -> list[ChainBreak]:
    """Return the first broken link of each broken log; `advance` is called after each CHUNK."""
    found = (
        first_break(agency, advance=advance) or lost_head(agency, signed) for agency in agencies
    )
    return [each for each in found if each]


def record_verification(*, now: dt.datetime) -> None:
    """Verify all logs and store what was found for `check_decision_chain`."""
    broken, signed = [], []
    try:
        signed = read_signed_heads()
    except HeadsError as error:
        broken.append(str(error))
    breaks = find_breaks(Agency.objects.order_by("code"), signed)
    broken += [f"{each.agency}, {each.sequence}" for each in breaks]
    record_result(RECORD, now=now, decisions=Decision.objects.count(), broken=broken)


def check_decision_chain(now: dt.datetime) -> SystemFinding:
    """Judge the result of the last nightly verification, and its age.

    Fails if a decision was altered or lost, or if the result is older than the second of
    `settings.CHAIN_VERIFICATION_DAYS`; warns from the first, and without any result.
    """
    record = latest_result(RECORD)
    if record is None:
        return _judge_missing(now)
    figures = {
        "decisions": record.data["decisions"],
        "broken_logs": len(record.data["broken"]),
        "verified_age_seconds": round((now - record.at).total_seconds()),
    }
    if record.data["broken"]:
        return failing(
            _("%(count)d broken") % {"count": len(record.data["broken"])},
            what=_("Decisions were altered or lost: %(places)s.")
            % {"places": "; ".join(record.data["broken"][:5])},
            to_do=_("Change nothing, keep all backups, run verify_decisions, tell the overseer."),
            figures=figures,
        )
    return _judge_age(record, now, figures)


def _judge_missing(now: dt.datetime) -> SystemFinding:
    """Warn if there is no result although nights have passed since the last upgrade."""
    upgraded = MigrationRecorder.Migration.objects.aggregate(at=Max("applied"))["at"]
    value = _("not verified yet")
    if now - upgraded < dt.timedelta(days=settings.CHAIN_VERIFICATION_DAYS[0]):
        return good(value, what=_("verified every night"))
    what = _("The nightly verification of the decision log does not run.")
    return warning(value, what=what, to_do=_late())


def _judge_age(record: SystemRecord, now: dt.datetime, figures: dict[str, float]) -> SystemFinding:
    verified = date_format(timezone.localtime(record.at), "DATETIME_FORMAT")
    days = (now - record.at) / dt.timedelta(days=1)
    warn_from, fail_from = settings.CHAIN_VERIFICATION_DAYS
    if days < warn_from:
        count = number_format(record.data["decisions"], force_grouping=True)
        value = _("%(count)s decisions, whole") % {"count": count}
        return good(value, what=_("verified %(at)s") % {"at": verified}, figures=figures)
    find = failing if days >= fail_from else warning
    return find(
        _("not verified since %(at)s") % {"at": verified},
        what=_("The nightly verification of the decision log does not run."),
        to_do=_late(),
        figures=figures,
    )


def _late() -> str:
    return _("See that the worker runs at night, or run: manage.py verify_decisions")
