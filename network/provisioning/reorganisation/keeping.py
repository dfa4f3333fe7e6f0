"""Who answers for the archive of an agency that ends, or has ended, without a successor."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from network.accounts.models import User
from network.agencies.audit import record
from network.agencies.corrections import derive_corrections
from network.agencies.models import Agency
from network.agencies.naming import with_code
from network.agencies.succession import awaiting_handover
from sites.reported_pages import overseeing_agency

from ..actions import ProvisioningAction


def proposed_keeper(agency: Agency | None = None) -> Agency | None:
    """Return the agency proposed to keep an archive: the one that oversees the network, or else the
    superior of the agency that ends."""
    overseeing = overseeing_agency(timezone.localdate())
    if overseeing and overseeing != agency:
        return overseeing
    parent = agency.parent if agency else None
    return parent if parent and parent.valid_to is None else None


@transaction.atomic
def name_keeper(*, agency: Agency, keeper: Agency, actor: User, now: dt.datetime) -> None:
    """Let the people of `keeper` correct the section of an agency that has ended without a
    successor. The change is in the audit log of the ended agency.

    Raises ValidationError for any other agency, and for a keeper that has a last day.
    """
    day = timezone.localdate(now)
    ended = Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
    if not awaiting_handover(day).filter(pk=ended.pk).exists():
        raise ValidationError(_("This agency has not ended, or another one goes on with its work."))
    if keeper.valid_to is not None:
        raise ValidationError({"keeper": _("Another agency must keep the archive.")})
    ended.archive_keeper = keeper
    ended.save(update_fields=["archive_keeper"])
    derive_corrections(day=day)
    action = ProvisioningAction.KEEPER_NAMED
    record(actor=actor, agency=ended, action=action, now=now, subject=with_code(keeper))
