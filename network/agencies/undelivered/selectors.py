"""Select the undelivered mails a user looks after."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from network.accounts.models import User
from network.mailing.models import Delivery, MailOutcome

from ..figures import Figure
from ..models import Agency
from ..people.selectors import administered_agencies, runs_network
from ..requests import AdminRequest
from ..scope import Scope


def undelivered_mails(user: User) -> QuerySet[Delivery]:
    """Return undelivered mails, newest first: all for network admins, else those of administered
    agencies."""
    rows = Delivery.objects.exclude(outcome=MailOutcome.SENT).select_related("mail", "user")
    if not runs_network(user):
        rows = rows.filter(agency_id__in=administered_agencies(user).values("pk"))
    own = Agency.objects.filter(pk=OuterRef("agency_id"))
    return rows.annotate(agency=Subquery(own.values("short_name"))).order_by("-at", "-pk")


def reaches_mail(pk: int, user: User, scope: Scope, writing: bool) -> bool:
    """Return whether `user` looks after this mail. The guard prescribes the signature."""
    return undelivered_mails(user).filter(pk=pk).exists()


def owner_of_mail(pk: int) -> str | None:
    """Return the code of the agency of the mail, or None. For the log."""
    agency_id = Delivery.objects.filter(pk=pk).values("agency_id")
    return Agency.objects.filter(pk__in=agency_id).values_list("code", flat=True).first()


def of_mails(request: AdminRequest, now: dt.datetime) -> Iterator[Figure]:
    """Yield the number of undelivered mails as a figure of the start page. One query, plus those of
    the scope."""
    count = undelivered_mails(request.user).order_by().count()
    index = reverse("agencies_undelivered:index")
    yield Figure(count, _("mails that could not be delivered"), index, serious=True)
