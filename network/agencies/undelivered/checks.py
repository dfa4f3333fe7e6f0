"""The system check of mail: does the mail server take what the network sends?"""

import datetime as dt

from django.db.models import Count, Max, Q
from django.utils.translation import gettext as _

from network.core.system_checks.findings import SystemFinding, failing, good, warning
from network.mailing.models import Delivery, MailOutcome, QueuedMail
from network.mailing.transport import Undelivered, mail_server

LIST = "agencies_undelivered:index"
A_DAY, AN_HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)
# Mail servers put off what an unknown sender sends once or twice, but not so often.
STUCK_ATTEMPTS = 4
# From so many undelivered mails on, in percent of all, it is not about single addresses.
MANY_UNDELIVERED, MANY_PERCENT = 5, 10


def check_mail(now: dt.datetime) -> SystemFinding:
    """Count the mails of the last day by outcome, and those that wait for another attempt.

    While some wait, the mail server is asked if it lets the network in. Two queries.
    """
    counts = _counts(now)
    retried = QueuedMail.objects.filter(done_at=None, attempts__gt=0).aggregate(
        count=Count("pk"), attempts=Max("attempts")
    )
    sent, undelivered = counts["sent"], counts["undelivered"]
    figures = {"sent": sent, "undelivered": undelivered, "retried": retried["count"]}
    value = _("%(undelivered)d of %(all)d undelivered") % {
        "undelivered": undelivered,
        "all": sent + undelivered,
    }
    is_stuck = (retried["attempts"] or 0) >= STUCK_ATTEMPTS
    is_refused = is_stuck or counts["undelivered_lately"] >= MANY_UNDELIVERED
    if (is_refused and not counts["sent_lately"]) or (retried["count"] and not _lets_in()):
        what = _("The mail server takes no mail: invitations and answers do not arrive.")
        to_do = _("Check SMTP_HOST, SMTP_USER and SMTP_PASSWORD, and ask who runs the server.")
        return failing(value, what=what, to_do=to_do, figures=figures, url_name=LIST)
    is_many = undelivered * 100 >= (sent + undelivered) * MANY_PERCENT
    if undelivered < MANY_UNDELIVERED or not is_many:
        what = _("%(count)d tried again") % {"count": retried["count"]}
        return good(value, what=what, figures=figures)
    what = _("The mail server refuses many of the mails.")
    to_do = _("Read the reasons in the list of undelivered mails, correct them and send again.")
    return warning(value, what=what, to_do=to_do, figures=figures, url_name=LIST)


def _counts(now: dt.datetime) -> dict[str, int]:
    """Return how many deliveries were "sent" and "undelivered" in the last day, and, as
    "..._lately", in the last hour. One query."""
    # The index on done_at spares reading the mails of a month.
    recent = Q(mail__done_at=None) | Q(mail__done_at__gte=now - A_DAY)
    is_sent, is_late = Q(outcome=MailOutcome.SENT), Q(at__gte=now - AN_HOUR)
    return Delivery.objects.filter(recent, at__gte=now - A_DAY).aggregate(
        sent=Count("pk", filter=is_sent),
        undelivered=Count("pk", filter=~is_sent),
        sent_lately=Count("pk", filter=is_sent & is_late),
        undelivered_lately=Count("pk", filter=~is_sent & is_late),
    )


def _lets_in() -> bool:
    try:
        with mail_server():
            return True
    except Undelivered:
        return False
