"""The mails: confirmation request, digest, and that another agency goes on."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from legal_updates.models import LegalDocument, ValidityChange
from legal_updates.models.choices import Validity
from legal_updates.standing import status_in_words
from network.agencies.models import Agency
from network.core.dates import format_day
from network.mailing.kinds import Letter, MailKind, absolute

from . import selectors
from .choices import choices_from_query
from .models import Follow, FollowRequest, Frequency, Subscriber
from .news import News
from .tokens import confirmation_token, manage_token

# Items of one kind per mail; the mail links to the rest.
LONGEST_LIST = 30


class DigestLine(NamedTuple):
    """A news item with its URL and a note."""

    title: str
    address: str
    note: str


class DigestSection(NamedTuple):
    """A section of a digest. `more` items are left out and listed at `address`."""

    heading: str
    lines: Sequence[DigestLine]
    more: int
    address: str


def confirmation_letters(*, request_id: int, now: dt.datetime) -> list[Letter]:
    """Return the mail with the confirmation link; existing subscribers also get their management
    link.

    [] if the request was confirmed or deleted.
    """
    request = FollowRequest.objects.filter(pk=request_id).first()
    if request is None:
        return []
    known = Subscriber.objects.filter(email=request.email).first()
    manage = absolute(reverse("following:manage", args=[manage_token(known)])) if known else ""
    context = {
        "names": selectors.names_of_choices(choices_from_query(request)),
        "frequency": Frequency(request.frequency).label,
        "expires_at": request.expires_at,
        "address": absolute(reverse("following:confirm", args=[confirmation_token(request)])),
        "manage": manage,
    }
    letter = Letter(
        to=request.email,
        ref="asker",
        subject=_("Confirm what you want to follow"),
        template="following/mail/confirmation",
        context=context,
        has_html=True,
    )
    return [letter]


def digest_letter(
    subscriber: Subscriber, news: News, *, edition: dt.datetime, on_sent: Callable[[], object]
) -> Letter:
    """Return the digest of one subscriber as a mail. `on_sent` is called after it was sent."""
    day = timezone.localdate(edition)
    token = manage_token(subscriber)
    stop = absolute(reverse("following:stop", args=[token]))

    def context() -> dict[str, Any]:
        return {
            "parts": [part for part in _parts(news, day) if part.lines],
            "day": day,
            "manage": absolute(reverse("following:manage", args=[token])),
            "stop": stop,
        }

    return Letter(
        to=subscriber.email,
        ref=f"subscriber:{subscriber.pk}",
        subject=_("What is new of what you follow, %s") % date_format(day, "d/m/Y"),
        template="following/mail/digest",
        context=context,
        has_html=True,
        stop=stop,
        on_sent=on_sent,
    )


def _parts(news: News, day: dt.date) -> list[DigestSection]:
    register = reverse("legal_updates:index")
    return [
        _part(_("Documents you follow"), [_change_line(each) for each in news.changes], register),
        _part(
            _("New articles"),
            [DigestLine(each.title, absolute(each.path), each.agency) for each in news.articles],
            "/",
        ),
        _part(
            _("New legal documents"),
            [_document_line(each.document, day) for each in news.documents],
            register,
        ),
    ]


def _part(heading: str, lines: Sequence[DigestLine], path: str) -> DigestSection:
    shown = lines[:LONGEST_LIST]
    return DigestSection(heading, shown, len(lines) - len(shown), absolute(path))


def _change_line(change: ValidityChange) -> DigestLine:
    words = _("Amended") if change.amended else str(Validity(change.became).label)
    parts = [words]
    if change.day:
        parts = [_("%(what)s from %(day)s") % {"what": words, "day": format_day(change.day)}]
    if change.relation:
        parts.append(_("by %s") % change.relation.document)
    document = change.document
    return DigestLine(f"{document}: {document.title}", _address(document), ", ".join(parts))


def _document_line(document: LegalDocument, day: dt.date) -> DigestLine:
    parts = [status_in_words(document, day=day)]
    if document.effective_on:
        parts.append(_("in force from %s") % date_format(document.effective_on, "d/m/Y"))
    return DigestLine(f"{document}: {document.title}", _address(document), "; ".join(parts))


def _address(document: LegalDocument) -> str:
    return absolute(document.get_absolute_url())


def moved_letters(*, follow_id: int, former_id: int, now: dt.datetime) -> list[Letter]:
    """Return the mail that names the successor of an agency. [] if nobody follows it any more."""
    follow = Follow.objects.select_related("subscriber", "agency").filter(pk=follow_id).first()
    former = Agency.objects.filter(pk=former_id).first()
    if follow is None or follow.agency is None or former is None or follow.agency == former:
        return []
    token = manage_token(follow.subscriber)
    stop = absolute(reverse("following:stop", args=[token]))
    letter = Letter(
        to=follow.subscriber.email,
        ref=f"subscriber:{follow.subscriber_id}",
        subject=_("%(agency)s goes on with what you follow") % {"agency": follow.agency.name},
        template="following/mail/moved",
        context={
            "former": former.name,
            "successor": follow.agency.name,
            "manage": absolute(reverse("following:manage", args=[token])),
            "stop": stop,
        },
        stop=stop,
    )
    return [letter]


MAILS = {
    "following.confirmation": MailKind(
        gettext_lazy("Confirmation of who wants to follow"), confirmation_letters
    ),
    "following.moved": MailKind(gettext_lazy("Followers of an ended agency"), moved_letters),
}
