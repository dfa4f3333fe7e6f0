"""Settings of an installation citizens reach. What is missing is said by name at start."""

import os
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from .base import *
from .mail import smtp_mailer
from .secrets import require_strong


def required(name: str) -> str:
    """Return the environment variable `name`, or refuse to start naming it. Raises
    ImproperlyConfigured."""
    value = os.environ.get(name, "")
    if not value:
        raise ImproperlyConfigured(f"Set the environment variable {name}.")
    return value


DEBUG = False
SECRET_KEY = require_strong("SECRET_KEY", required("SECRET_KEY"))
# Former keys, separated by commas: what they signed and encrypted is still good.
SECRET_KEY_FALLBACKS = list(filter(None, os.environ.get("SECRET_KEY_FALLBACKS", "").split(",")))
# `base` makes DATABASES of it, without it those of a PostgreSQL for trying out.
required("DATABASE_URL")
# Whole names: a pattern would let strangers choose what stands in the links of our mails.
ALLOWED_HOSTS = [name.strip() for name in required("ALLOWED_HOSTS").split(",")]
if any(not name or "*" in name or name.startswith(".") for name in ALLOWED_HOSTS):
    raise ImproperlyConfigured("ALLOWED_HOSTS takes whole host names, separated by commas.")
WAGTAILADMIN_BASE_URL = required("BASE_URL")
base_url = urlsplit(WAGTAILADMIN_BASE_URL)
if base_url.scheme != "https" or base_url.hostname not in ALLOWED_HOSTS:
    raise ImproperlyConfigured("BASE_URL must be https:// and a name from ALLOWED_HOSTS.")
ADMIN_HOST = base_url.netloc
CSRF_TRUSTED_ORIGINS = [WAGTAILADMIN_BASE_URL]
MAILERS = {"default": smtp_mailer(required("SMTP_HOST"))}
# Alerts may take another way than the mails whose failure they report.
if alert_host := os.environ.get("ALERT_SMTP_HOST", ""):
    MAILERS["alerts"] = smtp_mailer(alert_host, prefix="ALERT_SMTP")
    ALERT_MAILER = "alerts"
DEFAULT_FROM_EMAIL = required("MAIL_FROM")
WARM_SECONDS = float(os.environ.get("WARM_SECONDS") or 40)
DEMO_ALLOWED = False
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000
# This host speaks for itself: its parent and its siblings (gialai.gov.vn) belong to other
# offices, some of which still answer over plain HTTP, and a preload list forgets slowly.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
# The proxy that ends TLS; without it the header would be the client's own words.
TRUSTED_PROXIES = int(os.environ.get("TRUSTED_PROXIES") or 1)
