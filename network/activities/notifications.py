"""Mails between two agencies about a speaker request."""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.agencies.models import Agency, Role
from network.agencies.recipients import members
from network.mailing.kinds import Letter, MailKind, absolute, letters_to

from .models import SpeakerRequest, SpeakerRequestState
from .transitions import ANSWERING, ASKING

ASKED, ANSWERED = "activities.asked", "activities.answered"


def asked_letters(*, request_id: int, now: dt.datetime) -> list[Letter]:
    """Return the mails to the people who answer for the asked agency, or [] if the request is no
    longer open."""
    row = _request(request_id)
    if row is None or row.state != SpeakerRequestState.SENT:
        return []
    subject = _("%s asks for a legal reporter") % row.agency.short_name
    return _letters(row, row.to_agency, ANSWERING, subject, now)


def answered_letters(*, request_id: int, now: dt.datetime) -> list[Letter]:
    """Return the mails with the answer to the agency that asked, or [] without an answer."""
    row = _request(request_id)
    if row is None or row.answered_at is None:
        return []
    subject = _("%s has answered about the legal reporter") % row.to_agency.short_name
    return _letters(row, row.agency, ASKING, subject, now)


def _request(pk: int) -> SpeakerRequest | None:
    rows = SpeakerRequest.objects.select_related("agency", "to_agency", "reporter", "topic")
    return rows.filter(pk=pk).first()


def _letters(
    row: SpeakerRequest, agency: Agency, roles: frozenset[Role], subject: str, now: dt.datetime
) -> list[Letter]:
    context = {"row": row, "address": absolute(reverse("reporters:request", args=[row.pk]))}
    people = members(agency, *sorted(roles), now=now)
    return letters_to(people, subject, "activities/mail/request", context, agency_id=agency.pk)


MAILS = {
    ASKED: MailKind(gettext_lazy("Legal reporter asked for"), asked_letters),
    ANSWERED: MailKind(gettext_lazy("Request for a legal reporter answered"), answered_letters),
}
