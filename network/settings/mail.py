"""How mail leaves an installation, from the environment."""

import os

from django.core.exceptions import ImproperlyConfigured

# By the value of SMTP_SECURITY; the port is 587, 465 or 25 where SMTP_PORT does not say otherwise.
SECURITY: dict[str, dict[str, bool]] = {
    "starttls": {"use_tls": True},
    "tls": {"use_ssl": True},
    "none": {},
}


def smtp_mailer(host: str, *, prefix: str = "SMTP") -> dict[str, object]:
    """Return Django's MAILERS entry for the mail server `host`; variables begin with `prefix`.
    Raises ImproperlyConfigured if security or port is malformed."""
    security = os.environ.get(f"{prefix}_SECURITY") or "starttls"
    if security not in SECURITY:
        raise ImproperlyConfigured(f"{prefix}_SECURITY must be starttls, tls or none.")
    port = os.environ.get(f"{prefix}_PORT") or ""
    if port and not (port.isascii() and port.isdigit()):
        raise ImproperlyConfigured(f"{prefix}_PORT must be a number.")
    return {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": host,
            "port": int(port) if port else None,
            "username": os.environ.get(f"{prefix}_USER", ""),
            "password": os.environ.get(f"{prefix}_PASSWORD", ""),
            # Seconds; a mail server that hangs must not hold the worker.
            "timeout": 20,
            **SECURITY[security],
        },
    }
