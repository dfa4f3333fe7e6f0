"""Actions of provisioning that the journal records."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ProvisioningAction(models.TextChoices):
    """Actions of the network admin on agencies."""

    SECTION_OPENED = "section_opened", _("Section opened")
    AGENCIES_IMPORTED = "agencies_imported", _("Agencies imported")
    REORGANISED = "agency_reorganised", _("Reorganised")
    REORGANISATION_UNDONE = "agency_reorg_undone", _("Reorganisation undone")
    BODY_FOUNDED = "agency_reorg_founded", _("Agency added by a reorganisation")
    BODY_RENAMED = "agency_reorg_body_named", _("Agency of a reorganisation given another name")
    BODY_DISCARDED = "agency_reorg_discarded", _("Agency of a reorganisation deleted again")
    LEFT_OUT = "agency_reorg_left_out", _("Left out of a reorganisation")
    TAKEN_BACK = "agency_reorg_taken_back", _("Reorganisation taken back to preparation")
    OBJECTED = "agency_reorg_objection", _("Objected to a reorganisation")
    KEEPER_NAMED = "archive_keeper_named", _("Keeper of the archive named")
    PREDECESSOR_LINKED = "predecessor_linked", _("Former agency linked")
    NAMES_OUTSIDE = "names_outside_network", _("Former bodies marked as never in the network")
    NAMES_INSIDE = "names_mark_taken_back", _("Mark “never in the network” taken back")
