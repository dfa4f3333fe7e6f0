"""Who is alerted, what is checked, and who may read health and metrics; from the environment."""

import ipaddress
import os

from django.core.exceptions import ImproperlyConfigured

# Addresses that get alerts, separated by commas; without one there is no mail.
ALERT_MAIL_TO = [
    address.strip() for address in os.environ.get("ALERT_MAIL_TO", "").split(",") if address.strip()
]
# A command, without a shell, that gets each alert as JSON on its standard input.
ALERT_COMMAND = os.environ.get("ALERT_COMMAND") or ""
# "alerts" where alerts have a mail server of their own (ALERT_SMTP_HOST).
ALERT_MAILER = "default"
# Where a weakness is reported: an address of mail or of a page; "": the mailbox of the hub.
SECURITY_CONTACT = os.environ.get("SECURITY_CONTACT") or ""
# The certificate that is looked at for its expiry: host:port, or a PEM file; "": none.
CERTIFICATE = os.environ.get("CERTIFICATE") or ""
# Days before its end from which a certificate is a warning, and a failure.
CERTIFICATE_DAYS = (21, 7)
# Minutes that a due job of each lane may wait before it is a warning, and a failure. A first import
# converts files, and a notice to all followers sends mails, for hours.
QUEUE_WAIT_MINUTES = {
    "urgent": (5, 15),
    "default": (10, 60),
    "fetching": (30, 120),
    "mail": (60, 240),
    "rendering": (240, 1440),
    "scans": (480, 2880),
}
# Days after which a decision chain that was not verified is a warning, and a failure.
CHAIN_VERIFICATION_DAYS = (2, 4)
# Seconds by which the clocks of this machine and of the database may differ, likewise.
CLOCK_SECONDS = (5, 60)


def networks(text: str) -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    """Read networks separated by commas. Raises ImproperlyConfigured if one is malformed."""
    try:
        return [ipaddress.ip_network(part.strip()) for part in text.split(",") if part.strip()]
    except ValueError as error:
        raise ImproperlyConfigured(f"INTERNAL_NETWORKS: {error}") from error


# Who may read /suc-khoe/ and /so-do/, beside this machine itself.
INTERNAL_NETWORKS = networks(os.environ.get("INTERNAL_NETWORKS") or "127.0.0.0/8,::1")
