"""Enumerations of legal documents: states, levels, origins. Labels as on vbpl.vn."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Validity(models.TextChoices):
    """Legal status of a document (domain brief 4.6). Never derived from its dates alone."""

    UNDETERMINED = "undetermined", _("Undetermined")
    NOT_YET = "not_yet", _("Not yet in force")
    IN_FORCE = "in_force", _("Still in force")
    PARTLY_EXPIRED = "partly_expired", _("Partly expired")
    EXPIRED = "expired", _("Wholly expired")
    SUSPENDED = "suspended", _("Out of force for now")
    OBSOLETE = "obsolete", _("No longer suitable")


# A page that cites a document with one of these states is wrong, at least partly.
NO_LONGER_LAW = frozenset(
    {Validity.PARTLY_EXPIRED, Validity.EXPIRED, Validity.SUSPENDED, Validity.OBSOLETE}
)


class BodyLevel(models.TextChoices):
    """Level of a body. ANY is for document types that bodies of every level issue."""

    CENTRAL = "central", _("Central")
    PROVINCIAL = "provincial", _("Provincial")
    COMMUNE = "commune", _("Commune")
    ANY = "any", _("Any level")


class TerritorialScope(models.TextChoices):
    """Territory to which a document applies."""

    NATIONWIDE = "nationwide", _("Nationwide")
    PROVINCE = "province", _("Province")
    COMMUNE = "commune", _("Commune or ward")


class Origin(models.TextChoices):
    """How a record came into the register."""

    HAND = "hand", _("By hand")
    TABLE = "table", _("From a table")
    FEED = "feed", _("From a portal")


class Effect(models.TextChoices):
    """Effect of a confirmed relation on its target document."""

    NONE = "none", _("No effect")
    AMENDED = "amended", _("Amended")
    EXPIRED = "expired", _("Wholly expired")
    SUSPENDED = "suspended", _("Out of force for now")


class ReviewOutcome(models.TextChoices):
    """Result of an agency's comparison of a page with the law."""

    OPEN = "open", _("To be looked at")
    STILL_RIGHT = "still_right", _("Still right")
    UPDATED = "updated", _("Text brought up to date")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    # The page stays at its URL, which says that it has ended.
    ENDED = "ended", _("No longer valid for use")


class ProposalState(models.TextChoices):
    """State of a status proposed for a document."""

    WAITING = "waiting", _("Waiting for a second person")
    CONFIRMED = "confirmed", _("Confirmed")
    REFUSED = "refused", _("Refused")


class DraftStatus(models.TextChoices):
    """State of a draft, i.e. a document named by sources but missing from the register."""

    WAITING = "waiting", _("To be confirmed")
    REGISTERED = "registered", _("In the register")
    REFUSED = "refused", _("Refused")
