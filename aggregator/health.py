"""Determine the state of a source from its facts, and when to notify its owners. Pure."""

import datetime as dt
from dataclasses import dataclass

from .feeds.types import FeedProblem
from .models import FetchOutcome, Health

# Half of a fetch's time limit (20 s).
SLOW_MS = 10_000
# A source is frozen after so many usual gaps without news, so that weekends and holidays do not
# count: ten for a daily portal, at least the two weeks around Tết, at most a year.
_GAPS_UNTIL_FROZEN = 10
_MIN_FROZEN_AFTER = dt.timedelta(days=14)
_MAX_FROZEN_AFTER = dt.timedelta(days=365)
_FROZEN_AFTER_UNKNOWN = dt.timedelta(days=90)
# Portals fail occasionally, so owners are notified only after three fetches in the same state.
_FETCHES_BEFORE_MAIL = 3
_FAILURES_OF_ANY_KIND = 6
_REFUSALS = frozenset({"http_401", "http_403", "http_407", "http_451"})
_BY_OUTCOME = {
    FetchOutcome.NEVER: Health.NEVER,
    FetchOutcome.EMPTY: Health.EMPTY,
    FetchOutcome.NOT_A_FEED: Health.NOT_A_FEED,
    FetchOutcome.REFUSED_ADDRESS: Health.REFUSED,
    FetchOutcome.TIMEOUT: Health.SLOW,
    FetchOutcome.CERTIFICATE: Health.CERTIFICATE,
    FetchOutcome.GONE: Health.GONE,
}
# Doubts that hold back the items of any source, also a trusted one, until a person has reviewed
# them.
DOUBTS = frozenset(
    {
        FeedProblem.WORTHLESS_TITLES,
        FeedProblem.UNREADABLE_TEXTS,
        FeedProblem.OTHER_SCRIPTS,
        FeedProblem.JUMP,
        FeedProblem.UNDATED_FLOOD,
        FeedProblem.OTHER_CONTENT,
        FeedProblem.OLD_FLOOD,
        FeedProblem.FOREIGN_HOST,
        FeedProblem.REPUBLISHED,
    }
)
ILL = frozenset(Health) - {Health.HEALTHY, Health.NEVER, Health.PAUSED}


@dataclass(frozen=True, slots=True)
class FetchFacts:
    """The facts about a source after a fetch. `moved` means that its portal named a new address.

    `gap` is the usual time between two news items, `newest` the date of the newest item, `took_ms`
    the duration of the response; each is None if unknown.
    """

    enabled: bool
    outcome: FetchOutcome
    detail: str
    moved: bool
    took_ms: int | None
    newest: dt.datetime | None
    gap: dt.timedelta | None


def health_of(facts: FetchFacts, *, now: dt.datetime) -> Health:
    """Return the state that describes the source's most important problem."""
    if not facts.enabled:
        return Health.GONE if facts.outcome is FetchOutcome.GONE else Health.PAUSED
    if facts.outcome is FetchOutcome.HTTP_ERROR and facts.detail in _REFUSALS:
        return Health.REFUSED
    if facts.outcome in _BY_OUTCOME:
        return _BY_OUTCOME[facts.outcome]
    if facts.outcome.is_failure:
        return Health.FAILING
    if facts.moved:
        return Health.MOVED
    if DOUBTS & set(facts.detail.split(", ")):
        return Health.DOUBTFUL
    if facts.newest and now - facts.newest > frozen_after(facts.gap):
        return Health.FROZEN
    slow = facts.took_ms is not None and facts.took_ms > SLOW_MS
    return Health.SLOW if slow else Health.HEALTHY


def frozen_after(gap: dt.timedelta | None) -> dt.timedelta:
    """Return the age of the newest item from which the source counts as frozen."""
    if gap is None:
        return _FROZEN_AFTER_UNKNOWN
    return min(max(gap * _GAPS_UNTIL_FROZEN, _MIN_FROZEN_AFTER), _MAX_FROZEN_AFTER)


def is_worth_a_mail(*, health: Health, count: int, failures: int, told: str) -> bool:
    """Return whether the owners should be notified of the state.

    `count` is the number of consecutive fetches in this state, `failures` the number of consecutive
    failures of any kind, `told` the last state that the owners were notified of, "" for none. Each
    illness and each recovery is reported once.
    """
    if health == told:
        return False
    if health in ILL:
        unknown = told not in ILL and failures >= _FAILURES_OF_ANY_KIND
        return health is Health.GONE or count >= _FETCHES_BEFORE_MAIL or unknown
    # No second mail after a move whose new address was taken over.
    return health is Health.HEALTHY and told in ILL and told != Health.MOVED
