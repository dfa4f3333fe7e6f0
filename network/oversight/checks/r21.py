"""Checks of R21: visitors cannot post, language is filtered, block words are set."""

from django.utils.translation import gettext as _

from network.channels.models import WORDS, Channel
from network.channels.register.selectors import current_words

from ..outcomes import CheckOutcome, Participants, Thresholds, rests_on
from ..proofs import ATTESTATION, DECLARATION
from .channels import Points, check_points, judge_channels, used_channels


@rests_on(ATTESTATION, DECLARATION)
def visitors(participants: Participants, thresholds: Thresholds) -> dict[int, CheckOutcome]:
    """Check R21a: for each official channel it is confirmed that visitors cannot post."""
    return check_points(participants, "R21a")


@rests_on(ATTESTATION, DECLARATION)
def language(participants: Participants, thresholds: Thresholds) -> dict[int, CheckOutcome]:
    """Check R21b: for each official channel it is confirmed that the language filter is on."""
    return check_points(participants, "R21b")


@rests_on(ATTESTATION, DECLARATION)
def words(participants: Participants, thresholds: Thresholds) -> dict[int, CheckOutcome]:
    """Check R21c: each official channel blocks the latest list of words of Sở Tư pháp."""
    rows = list(used_channels(participants))
    points, current = Points(participants, rows, "R21c"), current_words()

    def fault_of(channel: Channel) -> str:
        if fault := points.fault_of(channel):
            return fault
        lists = [
            last.word_list_id for item, last in points.of(channel) if item.key == WORDS and last
        ]
        if current is None or all(each == current.pk for each in lists):
            return ""
        return _("Confirmed with an older list; version %d is the newest") % current.version

    return judge_channels(participants, rows, fault_of, points.proofs_of)
