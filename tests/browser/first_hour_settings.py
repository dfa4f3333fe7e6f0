"""Production's settings, without what stands around it: TLS, a mail server, collected files."""

import os

from network.settings import production
from network.settings.production import *  # noqa: F403

WAGTAILADMIN_BASE_URL = production.WAGTAILADMIN_BASE_URL.replace("https://", "http://")
CSRF_TRUSTED_ORIGINS = [WAGTAILADMIN_BASE_URL]
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "OPTIONS": {"file_path": os.environ["MAIL_FOLDER"]},
    }
}
STORAGES = production.STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
WHITENOISE_USE_FINDERS = True
