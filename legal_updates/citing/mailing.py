"""Mail about pages to review: one per agency and change, however many pages cite the document."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.agencies.models import AGENCY_ROLES, Agency
from network.agencies.recipients import members
from network.mailing.kinds import Letter, MailKind, absolute, letters_to

from ..models import PageReview, ValidityChange
from ..models.choices import ReviewOutcome
from .wording import what_changed

TITLES_SHOWN = 10


def review_letters(*, change_id: int, agency_id: int, now: dt.datetime) -> list[Letter]:
    """Return the mails to everybody who serves the agency today, listing its pages to review.

    Returns [] if no review of this change is open any more.
    """
    change = ValidityChange.objects.select_related("document__type").get(pk=change_id)
    agency = Agency.objects.get(pk=agency_id)
    reviews = PageReview.objects.filter(change=change, agency=agency, outcome=ReviewOutcome.OPEN)
    titles = list(reviews.order_by("pk").values_list("page__title", flat=True)[:TITLES_SHOWN])
    if not titles:
        return []
    count = reviews.count()
    first = reviews.order_by("due_on").values_list("due_on", flat=True)[0]
    context = {
        "agency": agency,
        "document": change.document,
        "what": what_changed(change),
        "titles": titles,
        "count": count,
        "more": count - len(titles),
        "due_on": first,
        "days": (first - timezone.localdate(now)).days,
        "address": absolute(reverse("legal_reviews:index")),
    }
    subject = _("Pages to review: %(document)s") % {"document": change.document}
    people = members(agency, *AGENCY_ROLES, now=now)
    template = "legal_updates/mail/pages_to_review"
    return letters_to(people, subject, template, context, agency_id=agency.pk)


MAILS = {
    "legal_updates.pages_to_review": MailKind(gettext_lazy("Pages to review"), review_letters),
}
