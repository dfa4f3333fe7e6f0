"""Transitions of a draft."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.agencies.models import Role
from network.desks.transitions import Transition, name_or_somebody

from ..models import DocumentDraft
from ..models.choices import DraftStatus

_NETWORK = frozenset({Role.NETWORK_ADMIN})


def _decided(draft: DocumentDraft) -> str:
    if draft.status == DraftStatus.WAITING:
        return ""
    return _("%(who)s has dealt with this document already: %(status)s.") % {
        "who": name_or_somebody(draft.decided_by),
        "status": draft.get_status_display().lower(),
    }


CONFIRM = Transition[DocumentDraft](
    name="confirm",
    label=gettext_lazy("Confirm for the register"),
    roles=_NETWORK,
    conditions=(_decided,),
)
REFUSE = Transition[DocumentDraft](
    name="refuse", label=gettext_lazy("Refuse"), roles=_NETWORK, conditions=(_decided,)
)
