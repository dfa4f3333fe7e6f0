"""The closed lists of the legal documents: states, levels, origins. Labels as on vbpl.vn."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Validity(models.TextChoices):
    """Whether a document is the law today (domain brief 4.6); never derived from its dates."""

    UNDETERMINED = "undetermined", _("Undetermined")
    NOT_YET = "not_yet", _("Not yet in force")
    IN_FORCE = "in_force", _("Still in force")
    PARTLY_EXPIRED = "partly_expired", _("Partly expired")
    EXPIRED = "expired", _("Wholly expired")
    SUSPENDED = "suspended", _("Out of force for now")
    OBSOLETE = "obsolete", _("No longer suitable")


# What makes a page that cites the document untrue, in whole or in part.
NO_LONGER_LAW = frozenset(
    {Validity.PARTLY_EXPIRED, Validity.EXPIRED, Validity.SUSPENDED, Validity.OBSOLETE}
)


class BodyLevel(models.TextChoices):
    """Of whom a body is; ANY for a kind of document that all of them write."""

    CENTRAL = "central", _("Central")
    PROVINCIAL = "provincial", _("Provincial")
    COMMUNE = "commune", _("Commune")
    ANY = "any", _("Any level")


class TerritorialScope(models.TextChoices):
    """Where a document applies."""

    NATIONWIDE = "nationwide", _("Nationwide")
    PROVINCE = "province", _("Province")
    COMMUNE = "commune", _("Commune or ward")


class Origin(models.TextChoices):
    """How a record came into the register."""

    HAND = "hand", _("By hand")
    TABLE = "table", _("From a table")
    FEED = "feed", _("From a portal")


class Effect(models.TextChoices):
    """What a confirmed relation does to the document on its other side."""

    NONE = "none", _("No effect")
    AMENDED = "amended", _("Amended")
    EXPIRED = "expired", _("Wholly expired")
    SUSPENDED = "suspended", _("Out of force for now")


class ReviewOutcome(models.TextChoices):
    """What an agency found when it compared a page with the law."""

    OPEN = "open", _("To be looked at")
    STILL_RIGHT = "still_right", _("Still right")
    UPDATED = "updated", _("Text brought up to date")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    # It stays at its address, which says so.
    ENDED = "ended", _("No longer valid for use")


class ProposalState(models.TextChoices):
    """What became of a status that a person has proposed for a document."""

    WAITING = "waiting", _("Waiting for a second person")
    CONFIRMED = "confirmed", _("Confirmed")
    REFUSED = "refused", _("Refused")


class DraftStatus(models.TextChoices):
    """What became of a document that sources name and the register lacks."""

    WAITING = "waiting", _("To be confirmed")
    REGISTERED = "registered", _("In the register")
    REFUSED = "refused", _("Refused")
