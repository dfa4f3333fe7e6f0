"""Choices of source and library item fields."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SourceLevel(models.TextChoices):
    """Level of the body that runs the portal, relative to the province."""

    CENTRAL = "central", _("Central")
    PROVINCIAL = "provincial", _("Provincial")
    AGENCY = "agency", _("Agency")


class FetchOutcome(models.TextChoices):
    """Result of the last fetch; each kind of failure has its own value."""

    NEVER = "never", _("Not fetched yet")
    NEW_ITEMS = "new_items", _("New items")
    NOTHING_NEW = "nothing_new", _("Nothing new")
    NOT_MODIFIED = "not_modified", _("Not modified")
    EMPTY = "empty", _("No items in the feed")
    NOT_A_FEED = "not_a_feed", _("Not a feed")
    REFUSED_ADDRESS = "refused_address", _("Address not allowed")
    UNREACHABLE = "unreachable", _("Not reachable")
    TIMEOUT = "timeout", _("Too slow")
    CERTIFICATE = "certificate", _("Certificate problem")
    TOO_LARGE = "too_large", _("Answer too large")
    REDIRECTS = "redirects", _("Too many redirects")
    BUSY = "busy", _("Asks to come back later")
    HTTP_ERROR = "http_error", _("Refused by the portal")
    NOT_FOUND = "not_found", _("No such page (404)")
    GONE = "gone", _("Gone for good")
    FAULT = "fault", _("Fault on our side")

    @property
    def is_failure(self) -> bool:
        """Return whether the portal could not be read. An empty feed is not a failure."""
        return self not in _READ


_READ = frozenset(
    {
        FetchOutcome.NEVER,
        FetchOutcome.NEW_ITEMS,
        FetchOutcome.NOTHING_NEW,
        FetchOutcome.NOT_MODIFIED,
        FetchOutcome.EMPTY,
    }
)


class Health(models.TextChoices):
    """State of a source, worst first. `health.health_of` determines it."""

    GONE = "gone", _("Gone for good")
    REFUSED = "refused", _("Access refused")
    CERTIFICATE = "certificate", _("Bad certificate")
    NOT_A_FEED = "not_a_feed", _("Not a feed")
    FAILING = "failing", _("Failing")
    SLOW = "slow", _("Slow")
    FROZEN = "frozen", _("Frozen")
    DOUBTFUL = "doubtful", _("Needs a look")
    EMPTY = "empty", _("Empty")
    MOVED = "moved", _("Address moved")
    NEVER = "never", _("Not fetched yet")
    PAUSED = "paused", _("Paused")
    HEALTHY = "healthy", _("Healthy")


class Pace(models.TextChoices):
    """Whether the system or a person sets the fetch interval of a source."""

    AUTOMATIC = "automatic", _("Automatic: as often as it brings news")
    FIXED = "fixed", _("Fixed: always after the same time")


class Publisher(models.TextChoices):
    """Kind of publisher. If several texts are about one policy, the first kind here leads the
    cluster."""

    GAZETTE = "gazette", _("Official texts (gazette, register of documents)")
    AUTHORITY = "authority", _("Authority (ministry, committee, department)")
    PRESS = "press", _("Press")


class JoinedBy(models.TextChoices):
    """Why an item belongs to a card; PERSON also marks items that a reviewer split off."""

    LINK = "link", _("same link")
    NUMBER = "number", _("same document number and body")
    TITLE = "title", _("same title within days")
    ADDRESS = "address", _("same article at another address")
    PERSON = "person", _("placed by a reviewer")


class ItemStatus(models.TextChoices):
    """Review status of a library item."""

    NEW = "new", _("New")
    # Will be public once its page has been read (`page_reads`); waits for no reviewer.
    CHECKING = "checking", _("Its page is being read")
    PUBLISHED = "published", _("In the library")
    SKIPPED = "skipped", _("Skipped")
    BROKEN = "broken", _("Broken link")


class HeldBy(models.TextChoices):
    """What was wrong with the page of an item that waits for a reviewer because of it, in
    `LibraryItem.reason`."""

    MISSING_PAGE = "missing_page", _("Its page says that it does not exist")
    FOREIGN_PAGE = "foreign_page", _("Its address leads to another website")
    LEADING_PAGE = "leading_page", _("A script of its page leads to another website")
    HIDDEN_SCRIPT = "hidden_script", _("Its page has a script that hides what it does")
    OTHER_PAGE = "other_page", _("Its address shows a list or another page instead of it")
    BLOCKED_PAGE = "blocked_page", _("The text of its page has block words")
    UNOPENED_PAGE = "unopened_page", _("Its page could not be opened")


class ProposalKind(models.TextChoices):
    """What an agency proposes for the common library."""

    SOURCE = "source", _("Source")
    LINK = "link", _("Link")


class ProposalStatus(models.TextChoices):
    """Status of a proposal."""

    WAITING = "waiting", _("Waiting for an answer")
    ACCEPTED = "accepted", _("Taken up")
    DECLINED = "declined", _("Declined")
