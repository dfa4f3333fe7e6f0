"""Mail to those who can decide on a new case."""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.agencies.models import Role
from network.agencies.recipients import reachable, serving_on
from network.mailing.kinds import Letter, MailKind, absolute, letters_to

from ..models import OPEN_STATES, Case

OPENED = "channels.case_opened"


def opened_letters(*, case_id: int, now: dt.datetime) -> list[Letter]:
    """Return letters to the agency's approvers and the overseers, except to the opener. [] once the
    case is decided.

    The page's address is left out, because mail programs turn addresses into links and this one may
    be dangerous.
    """
    found = Case.objects.filter(pk=case_id, state__in=OPEN_STATES).select_related("agency")
    case = found.first()
    if case is None:
        return []
    serving = serving_on(now)
    approvers = serving.filter(agency=case.agency_id, role=Role.APPROVER)
    people = reachable(approvers | serving.filter(role=Role.OVERSEER))
    address = absolute(reverse("cases_desk:case", args=[case.pk]))
    return letters_to(
        people.exclude(pk=case.opened_by_id),
        _("A page that may pass for one of %s") % case.agency.name,
        "channels/mail/case_opened",
        {"case": case, "address": address},
        agency_id=case.agency_id,
    )


MAILS = {
    OPENED: MailKind(gettext_lazy("A case of impersonation waits for a decision"), opened_letters)
}
