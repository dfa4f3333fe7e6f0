"""Change the editorial rules of an agency and record it in the audit log."""

import datetime as dt

from django.db import transaction

from network.accounts.models import User
from network.agencies.audit import record
from network.agencies.models import Agency

from ..models import EditorialRules

RULES_CHANGED = "rules_changed"


@transaction.atomic
def allow_urgent_publication(
    *, agency: Agency, allowed: bool, hours: int, user: User, now: dt.datetime
) -> EditorialRules:
    """Set whether `agency` may publish urgently, and within how many hours the appraisal is due."""
    rules = _locked(agency)
    rules.urgent_allowed, rules.urgent_hours = allowed, hours
    return _save(rules, user, now, urgent_allowed=allowed, urgent_hours=hours)


@transaction.atomic
def name_board(
    *, agency: Agency, board: Agency | None, user: User, now: dt.datetime
) -> EditorialRules:
    """Let the appraisers of `board` appraise for `agency` too. None removes the board."""
    rules = _locked(agency)
    rules.board = board
    return _save(rules, user, now, board=board.code if board else None)


def _locked(agency: Agency) -> EditorialRules:
    EditorialRules.objects.get_or_create(agency=agency)
    return EditorialRules.objects.select_for_update(of=("self",)).get(agency=agency)


def _save(rules: EditorialRules, user: User, now: dt.datetime, **changed: object) -> EditorialRules:
    rules.full_clean()
    rules.save()
    record(
        actor=user,
        agency=rules.agency,
        action=RULES_CHANGED,
        now=now,
        subject=str(rules.agency),
        about=rules,
        **changed,
    )
    return rules
