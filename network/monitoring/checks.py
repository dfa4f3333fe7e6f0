"""Checks of the watcher itself and of the machine around the network."""

import datetime as dt

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.core.system_checks.findings import SystemCheck, SystemFinding, failing, good, warning

from .alert_state import load_state
from .certificates import CertificateUnreadable, expiry_of
from .channels import configured_channels

# The watcher runs every minute; after so long it is dead.
WATCHER_SILENCE = dt.timedelta(minutes=5)


def check_watcher(now: dt.datetime) -> SystemFinding:
    """Find out if the watcher runs, and if its messages arrive anywhere."""
    state = load_state()
    if state.ran_at is None or abs(now - state.ran_at) > WATCHER_SILENCE:
        return failing(
            _("does not run"),
            what=_("Nobody is alerted when something breaks."),
            to_do=_("Start the watcher and read its log."),
        )
    channels = configured_channels()
    if not channels and settings.DEMO_ALLOWED:
        return good(_("runs every minute"), what=_("In a demo nobody is alerted."))
    if not channels:
        return warning(
            _("reports to nobody"),
            what=_("The checks run every minute, but no recipient of alerts is set."),
            to_do=_("Set ALERT_MAIL_TO or ALERT_COMMAND in the .env file and start anew."),
        )
    errors = [
        f"{name}: {delivery.error}"
        for name, delivery in state.deliveries.items()
        if name in channels and delivery.error
    ]
    if not errors:
        return good(_("runs every minute"))
    return failing(
        _("alerts are not sent"),
        what=_("The last alert could not be sent (%(errors)s).") % {"errors": ", ".join(errors)},
        to_do=_("Check ALERT_MAIL_TO, its mail server and ALERT_COMMAND, then send a test."),
    )


def check_clock(now: dt.datetime) -> SystemFinding:
    """Compare the clock of this machine with that of the database."""
    with connection.cursor() as cursor:
        here = timezone.now()
        cursor.execute("SELECT clock_timestamp()")
        (there,) = cursor.fetchone()
    seconds = abs((there - here).total_seconds())
    value = _("differs by %(seconds)s s") % {"seconds": f"{seconds:.1f}".replace(".", ",")}
    figures = {"difference_seconds": round(seconds, 3)}
    warn_from, fail_from = settings.CLOCK_SECONDS
    if seconds < warn_from:
        return good(value, what=_("compared with the database"), figures=figures)
    find = failing if seconds >= fail_from else warning
    return find(
        value,
        what=_("The clocks of this machine and of the database differ, so deadlines are wrong."),
        to_do=_("Turn on time synchronisation on both machines (timedatectl set-ntp true)."),
        figures=figures,
    )


def check_certificate(now: dt.datetime) -> SystemFinding | None:
    """Find out how long the certificate of the public address is valid; None if none is named."""
    if not settings.CERTIFICATE:
        return None
    try:
        expiry = expiry_of(settings.CERTIFICATE)
    except CertificateUnreadable as error:
        return failing(
            _("cannot be read"),
            what=_("The certificate cannot be read (%(error)s).") % {"error": error},
            to_do=_("See if the public address opens, and correct CERTIFICATE in the .env file."),
        )
    days = (expiry - now) / dt.timedelta(days=1)
    value = _("%(days)d days left") % {"days": max(0, int(days))}
    figures = {"days_left": round(days, 2)}
    warn_from, fail_from = settings.CERTIFICATE_DAYS
    if days > warn_from:
        return good(value, figures=figures)
    find = failing if days <= fail_from else warning
    return find(
        value,
        what=_("The certificate was not renewed; when it ends, browsers refuse the whole site."),
        to_do=_("Follow the runbook “Expired certificate”."),
        figures=figures,
    )


CHECKS = {
    "watcher": SystemCheck(gettext_lazy("Alerts"), check_watcher, needs_database=False),
    "clock": SystemCheck(gettext_lazy("Clock"), check_clock),
    "certificate": SystemCheck(
        gettext_lazy("Certificate"), check_certificate, needs_database=False
    ),
}
