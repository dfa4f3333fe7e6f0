"""Rate limits of public forms. They delay heavy use but never close a form for normal users.

A network that sends very many forms has to wait between two of them. If a form gets very many
submissions in total, the share of each network becomes smaller; a network that has sent nothing is
always accepted.
"""

import datetime as dt
import logging

from django.conf import settings
from django.utils.translation import gettext as _

from ..spam_guard.counting import has_room, network_of, record_attempt
from ..spam_guard.delays import NO_WAIT, DelayRule, Limit, format_wait, take_turn
from ..spam_guard.forms import GuardedForm

logger = logging.getLogger(__name__)

WRONG_CODE = "wrong_code"


def accept_submission(form: GuardedForm, *, purpose: str, address: str | None) -> bool:
    """Count a valid form. If its network has to wait, add a form error and return False.

    The view then shows the same form again, so that no input is lost.
    """
    wait = record_submission(purpose=purpose, address=address, now=form.now)
    if wait > NO_WAIT:
        sentence = _(
            "Much has been sent from your network, so please send this form again in %(wait)s; what"
            " you wrote is still here."
        )
        form.add_error(None, sentence % {"wait": format_wait(wait)})
    return wait == NO_WAIT


def record_submission(*, purpose: str, address: str | None, now: dt.datetime) -> dt.timedelta:
    """Count a submission. Returns how long its network has to wait, zero if it is accepted."""
    in_all, of_all = settings.FORMS_PER_HOUR_IN_ALL, f"{purpose}.all"
    is_crowded = not has_room(in_all, purpose=of_all, of="", now=now)
    share = settings.FORMS_PER_HOUR_WHEN_CROWDED if is_crowded else settings.FORMS_PER_HOUR
    turn = take_turn(Limit(DelayRule.per_hour(share), purpose, network_of(address)), now=now)
    if turn.wait:
        return turn.wait
    record_attempt(in_all, purpose=of_all, of="", now=now)
    if is_crowded:
        logger.warning("more than %s submissions of %s within an hour", in_all, purpose)
    return NO_WAIT


def count_wrong_code(*, address: str | None, now: dt.datetime) -> bool:
    """Count a wrong code from `address`. Returns False if there were too many."""
    limit = settings.WRONG_CODES_PER_HOUR
    return record_attempt(limit, purpose=WRONG_CODE, of=network_of(address), now=now)
