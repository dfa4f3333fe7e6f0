"""How a source is doing, from what is known of it, and when its owners are told. Pure."""

import datetime as dt
from dataclasses import dataclass

from .feeds.types import FeedProblem
from .models import FetchOutcome, Health

# Half of a fetch's time limit (20 s).
SLOW_MS = 10_000
# Silence longer than so many of its usual gaps is no weekend and no holiday any more: ten for a
# daily portal, at least the two weeks around Tết, at most a year.
_GAPS_UNTIL_FROZEN = 10
_MIN_FROZEN_AFTER = dt.timedelta(days=14)
_MAX_FROZEN_AFTER = dt.timedelta(days=365)
_FROZEN_AFTER_UNKNOWN = dt.timedelta(days=90)
# Portals fail now and then: owners are told after three fetches in the same state.
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
# What keeps the items of a source, trusted or not, from the public until a person has looked.
DOUBTS = frozenset(
    {
        FeedProblem.WORTHLESS_TITLES,
        FeedProblem.UNREADABLE_TEXTS,
        FeedProblem.JUMP,
        FeedProblem.UNDATED_FLOOD,
    }
)
ILL = frozenset(Health) - {Health.HEALTHY, Health.NEVER, Health.PAUSED}


@dataclass(frozen=True, slots=True)
class FetchFacts:
    """What is known of a source after a fetch; `moved` says that its portal named a new address.

    `gap` is what lies between two of its pieces of news as a rule, `newest` the date of the
    newest item, `took_ms` how long the answer took: None where nobody knows.
    """

    enabled: bool
    outcome: FetchOutcome
    detail: str
    moved: bool
    took_ms: int | None
    newest: dt.datetime | None
    gap: dt.timedelta | None


def health_of(facts: FetchFacts, *, now: dt.datetime) -> Health:
    """Return the one state that says best what is the matter."""
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
    """Return how old the newest item may be before the source counts as frozen."""
    if gap is None:
        return _FROZEN_AFTER_UNKNOWN
    return min(max(gap * _GAPS_UNTIL_FROZEN, _MIN_FROZEN_AFTER), _MAX_FROZEN_AFTER)


def is_worth_a_mail(*, health: Health, count: int, failures: int, told: str) -> bool:
    """Return whether the owners are to be told of the state.

    `count` is for how many fetches in a row it has lasted, `failures` the failures in a row of
    any kind, `told` the state they know of, "" for none. They hear of each illness once and of
    the recovery from it once.
    """
    if health == told:
        return False
    if health in ILL:
        unknown = told not in ILL and failures >= _FAILURES_OF_ANY_KIND
        return health is Health.GONE or count >= _FETCHES_BEFORE_MAIL or unknown
    # A move that was taken over needs no second mail.
    return health is Health.HEALTHY and told in ILL and told != Health.MOVED
